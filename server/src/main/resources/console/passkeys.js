// Passkeys on the console's own pages (ADR 42). A button says what it wants: `data-passkey` is "get"
// or "create". The browser's answer goes into hidden fields of the form, which is sent as any other:
// this script asks nothing of the server and puts no text into a page.
'use strict';
(() => {
  const bytes = text =>
    Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), each => each.charCodeAt(0));
  const text = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

  const get = async data => {
    const got = await navigator.credentials.get({
      publicKey: {
        challenge: bytes(data.challenge), rpId: data.site, userVerification: 'required',
      },
    });
    return {
      id: got.id,
      data: text(got.response.clientDataJSON),
      object: text(got.response.authenticatorData),
      signature: text(got.response.signature),
      user: text(got.response.userHandle ?? new ArrayBuffer(0)),
    };
  };

  const create = async data => {
    const made = await navigator.credentials.create({
      publicKey: {
        challenge: bytes(data.challenge),
        rp: { id: data.site, name: data.company },
        user: { id: bytes(data.user), name: data.name, displayName: data.name },
        pubKeyCredParams: [-8, -7, -257].map(alg => ({ type: 'public-key', alg })),
        excludeCredentials: data.known.split(' ').filter(each => each !== '')
          .map(id => ({ type: 'public-key', id: bytes(id) })),
        authenticatorSelection: {
          residentKey: 'required', requireResidentKey: true, userVerification: 'required',
        },
        attestation: 'none',
      },
    });
    return {
      id: made.id,
      data: text(made.response.clientDataJSON),
      object: text(made.response.attestationObject),
    };
  };

  const prepare = button => {
    const { form, dataset: data } = button;
    const problem = form.querySelector('[data-passkey-problem]');
    let answered = false;
    button.hidden = false;
    button.addEventListener('click', async event => {
      if (answered || (button.type === 'submit' && !form.reportValidity())) {
        return;
      }
      event.preventDefault();
      problem.hidden = true;
      try {
        const answer = await (data.passkey === 'get' ? get(data) : create(data));
        for (const [name, value] of Object.entries(answer)) {
          form.elements.namedItem(data.into + name).value = value;
        }
        answered = true;
        if (button.type === 'submit') {
          form.requestSubmit(button);
        } else {
          button.disabled = true;
          form.elements.namedItem('code').disabled = true;
        }
      } catch (refused) {
        problem.hidden = false;
      }
    });
  };

  for (const button of document.querySelectorAll('button[data-passkey]')) {
    if (window.isSecureContext && window.PublicKeyCredential
        && location.hostname === button.dataset.site) {
      prepare(button);
    }
  }
})();
