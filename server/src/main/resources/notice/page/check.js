"use strict";

// Checks a notice in the reader's own browser: what is pasted here is not sent anywhere. Only number, word and
// address are, and the answer has the digest of the text that was sent to that address.

const encoder = new TextEncoder();

class NotOurs extends Error {}

function refuse(doubtful) {
  if (doubtful) throw new NotOurs();
}

const toBytes = binary => Uint8Array.from(binary, c => c.charCodeAt(0) & 0xff);
const toBinary = bytes => Array.from(bytes, b => String.fromCharCode(b)).join("");
const sha256 = async bytes => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
const base64 = bytes => btoa(toBinary(bytes));

// A mail, or a part of one, read to the letter: programs repair what is malformed, each in its own way.
function entity(text) {
  refuse(/[\x00-\x08\x0b-\x1f\x7f]/.test(text));
  const end = text.startsWith("\n") ? 0 : text.indexOf("\n\n") + 1;
  refuse(end === 0 && !text.startsWith("\n"));
  const head = text.substring(0, end);
  refuse(/^[ \t]+$/m.test(head));
  const raw = head.split(/\n(?![ \t])/).filter(line => line !== "");
  const fields = raw.map(line => {
    const field = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line.replace(/\n(?=[ \t])/g, ""));
    refuse(!field);
    return {name: field[1].toLowerCase(), value: field[2].trim(), raw: line};
  });
  return {fields, body: text.substring(end + 1)};
}

function once(mail, name) {
  const found = mail.fields.filter(field => field.name === name);
  refuse(found.length !== 1);
  return found[0].value;
}

function parts(mail, boundary) {
  const found = [];
  let pending = "";
  let begun = false;
  let ended = false;
  for (const line of mail.body.split("\n")) {
    if (!line.startsWith("--" + boundary)) {
      refuse((!begun || ended) && line.trim() !== "");
      pending += line + "\n";
      continue;
    }
    const last = line === "--" + boundary + "--";
    refuse(ended || !(last || line === "--" + boundary));
    if (begun) {
      refuse(pending === "");
      found.push(entity(pending.substring(0, pending.length - 1)));
    }
    begun = true;
    ended = last;
    pending = "";
  }
  refuse(!ended);
  return found;
}

function quotedPrintable(body) {
  return body.replace(/=(?:([0-9A-F]{2})|(\n))?/g, (code, hex, end) => {
    refuse(!hex && !end);
    return hex ? String.fromCharCode(parseInt(hex, 16)) : "";
  });
}

function text(part, subtype) {
  const type =
    /^text\/(plain|html)[ \t]*;[ \t]*charset=(?:"(?:utf-8|us-ascii)"|utf-8|us-ascii)$/i.exec(once(part, "content-type"));
  const encodings = part.fields.filter(field => field.name === "content-transfer-encoding");
  refuse(!type || type[1].toLowerCase() !== subtype || encodings.length > 1);
  refuse(part.fields.length !== 1 + encodings.length);
  const decode = {
    "7bit": body => body,
    "8bit": body => body,
    "base64": body => atob(body.replace(/\n/g, "")),
    "quoted-printable": quotedPrintable,
  }[encodings.length ? encodings[0].value.toLowerCase() : "7bit"];
  refuse(!decode);
  return new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(toBytes(decode(part.body)));
}

function subject(written) {
  const word = /=\?utf-8\?(?:(b)\?([A-Za-z0-9+/]+={0,2})|(q)\?((?:[!-<>@-^`-~_]|=[0-9a-f]{2})+))\?=/gi;
  refuse(!/^[ -~\t]*$/.test(written) || written.replace(word, "").includes("=?"));
  return written.replace(/(\?=)[ \t]+(?==\?)/g, "$1").replace(word, (_, b, inBase64, q, inQuoted) => {
    const binary = b
      ? atob(inBase64)
      : inQuoted.replace(/_/g, " ").replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
    return new TextDecoder("utf-8", {fatal: true}).decode(toBytes(binary));
  });
}

function address(written) {
  const found = /^(?:<(?=.*>$))?([!-9;=?A-~]+@[A-Za-z0-9.-]+)>?$/.exec(written);
  return found ? found[1].toLowerCase() : "";
}

const unwanted = new Set(["sender", "mail-reply-to", "mail-followup-to", "disposition-notification-to",
  "return-receipt-to", "x-confirm-reading-to", "face", "x-face", "bimi-location", "bimi-indicator"]);

const listFields = new Set(["list-id", "list-unsubscribe", "list-unsubscribe-post"]);

// Where a follow-up offers to opt out; "" where it offers nothing.
function optOut(mail) {
  if (!mail.fields.some(each => each.name.startsWith("list-unsubscribe"))) return "";
  const link = /^<(https:\/\/[!-;=?-~]+)>$/.exec(once(mail, "list-unsubscribe"));
  refuse(!link || once(mail, "list-unsubscribe-post") !== "List-Unsubscribe=One-Click");
  return link[1];
}

function isUnwanted(name) {
  return unwanted.has(name)
    || (name.startsWith("list-") && !listFields.has(name))
    || (name.startsWith("content-") && name !== "content-type" && name !== "content-transfer-encoding");
}

async function digest(...texts) {
  const chunks = [];
  for (const each of texts) {
    const bytes = encoder.encode(each);
    const length = new DataView(new ArrayBuffer(8));
    length.setBigUint64(0, BigInt(bytes.length));
    chunks.push(toBinary(new Uint8Array(length.buffer)), toBinary(bytes));
  }
  return Array.from(await sha256(toBytes(chunks.join(""))), b => b.toString(16).padStart(2, "0")).join("");
}

const normalized = written => written.replace(/[ \t\n\x0b\f\r\u00a0]+/g, " ").trim();

// What a notice of ours has, and nothing else; throws NotOurs.
async function notice(binary) {
  const mail = entity(binary);
  const type = /^multipart\/alternative[ \t]*;[ \t]*boundary=(?:"([0-9A-Za-z'()+_,./:=?-]{1,70})"|([0-9A-Za-z'+_.-]{1,70}))$/i
    .exec(once(mail, "content-type"));
  refuse(!type || once(mail, "mime-version") !== "1.0" || mail.fields.some(field => isUnwanted(field.name)));
  const both = parts(mail, type[1] || type[2]);
  refuse(both.length !== 2);
  const plain = text(both[0], "plain");
  const html = text(both[1], "html");
  const number = /^- [^:\n]{1,40}: ([0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5})\s*$/m.exec(plain);
  const word = /^- [^:\n]{1,40}: ((?:[bdfghjklmnprstvz][aeio]){2}(?:-(?:[bdfghjklmnprstvz][aeio]){2}){3})\s*$/m.exec(plain);
  refuse(!number || !word);
  return {
    mail,
    number: number[1],
    word: word[1],
    from: address(once(mail, "from")),
    replyTo: address(once(mail, "reply-to")),
    optOut: optOut(mail),
    digest: await digest("firebreak notice text 1",
      normalized(subject(once(mail, "subject"))), normalized(plain), normalized(html)),
  };
}

const relaxed = (name, value) => name.trim().toLowerCase() + ":" + value.replace(/\n/g, "").replace(/[ \t]+/g, " ").trim();

function tags(value) {
  return Object.fromEntries(value.split(";").map(tag => {
    const equal = tag.indexOf("=");
    return [tag.substring(0, equal).trim(), tag.substring(equal + 1).replace(/\s/g, "")];
  }));
}

// "valid", "altered", or "unknown" where no signature is by a key of ours.
async function signature(mail, keys) {
  for (const field of mail.fields.filter(each => each.name === "dkim-signature")) {
    const tag = tags(field.value);
    const key = keys.find(each => each.domain === tag.d && each.selector === tag.s && each.type === "rsa");
    if (!key || tag.a !== "rsa-sha256" || tag.c !== "relaxed/relaxed" || tag.l) continue;
    const body = mail.body.split("\n").map(line => line.replace(/[ \t]+/g, " ").replace(/ $/, "")).join("\r\n").replace(/(\r\n)*$/, "");
    if (base64(await sha256(toBytes(body === "" ? "" : body + "\r\n"))) !== tag.bh) return "altered";
    const unused = mail.fields.slice();
    const signed = [];
    for (const name of tag.h.toLowerCase().split(":")) {
      const at = unused.findLastIndex(each => each.name === name);
      if (at >= 0) {
        const [each] = unused.splice(at, 1);
        signed.push(relaxed(name, each.raw.substring(each.raw.indexOf(":") + 1)) + "\r\n");
      }
    }
    const raw = field.raw.substring(field.raw.indexOf(":") + 1).replace(/([;\s]b=)[^;]*/, "$1");
    signed.push(relaxed("dkim-signature", raw));
    const publicKey = await crypto.subtle.importKey("spki", toBytes(atob(key.key)),
      {name: "RSASSA-PKCS1-v1_5", hash: "SHA-256"}, false, ["verify"]);
    const valid = await crypto.subtle.verify("RSASSA-PKCS1-v1_5", publicKey, toBytes(atob(tag.b)), toBytes(signed.join("")));
    return valid ? "valid" : "altered";
  }
  return "unknown";
}

async function ask(number, word, to) {
  const answer = await fetch("check", {
    method: "POST",
    headers: {"Content-Type": "application/json"},
    body: JSON.stringify({number, word, address: to}),
    credentials: "omit",
  });
  if (!answer.ok) throw new Error(answer.status === 429 ? "slow" : "failed");
  return answer.json();
}

const field = id => document.getElementById(id);

function show(genuine, headline, detail, canonical) {
  const verdict = field("verdict");
  verdict.className = genuine ? "genuine" : "not";
  field("headline").textContent = headline;
  field("detail").textContent = detail;
  field("canonical").textContent = canonical || "";
  verdict.hidden = false;
  verdict.focus();
}

// What the page says in its language, with the date put in where there is one.
function said(key, sentOn) {
  const date = sentOn && new Date(sentOn + "T00:00Z")
    .toLocaleDateString(document.documentElement.lang, {dateStyle: "long", timeZone: "UTC"});
  return field("verdict").dataset[key].replace("{date}", date);
}

const notFromUs = () => show(false, said("not"), said("notDetail"));

function problem(error) {
  show(false, said(error.message === "slow" ? "slow" : "failed"), said("wait"));
}

async function checkTyped() {
  const answer = await ask(field("number").value, field("word").value, field("address").value);
  if (!answer.fromUs) return notFromUs();
  show(true, said("sent", answer.sentOn), said("compare"), answer.subject + "\n\n" + answer.text);
}

async function checkMail() {
  const binary = toBinary(encoder.encode(field("source").value.replace(/\r\n?/g, "\n")));
  let received;
  try {
    received = await notice(binary);
  } catch (error) {
    if (error instanceof NotOurs || error instanceof TypeError || error instanceof DOMException) return notFromUs();
    throw error;
  }
  const answer = await ask(received.number, received.word, field("recipient").value);
  const same = answer.fromUs && answer.digest === received.digest
    && answer.from === received.from && answer.replyTo === received.replyTo
    && (received.optOut === "" || received.optOut === answer.optOut);
  if (!same) return notFromUs();
  const keys = await (await fetch("keys.json", {credentials: "omit"})).json();
  const signed = await signature(received.mail, keys);
  show(true, said("fromUs", answer.sentOn), said(signed));
}

for (const [form, check] of [["typed", checkTyped], ["pasted", checkMail]]) {
  field(form).addEventListener("submit", event => {
    event.preventDefault();
    field("verdict").hidden = true;
    check().catch(problem);
  });
}
