package dev.firebreak.testkit.browser;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// An authenticator of a page that keeps passkeys and is always at hand: the browser's own, for
/// tests (WebAuthn §11).
public final class VirtualAuthenticator {
  private final Page page;
  private final String id;

  private VirtualAuthenticator(Page page, String id) {
    this.page = page;
    this.id = id;
  }

  /// Gives a page one, whose holder unlocks it each time.
  static VirtualAuthenticator of(Page page) throws IOException {
    page.call("WebAuthn.enable", Map.of());
    JsonNode added =
        page.call(
            "WebAuthn.addVirtualAuthenticator",
            Map.of(
                "options",
                Map.of(
                    "protocol",
                    "ctap2",
                    "transport",
                    "internal",
                    "hasResidentKey",
                    true,
                    "hasUserVerification",
                    true,
                    "isUserVerified",
                    true,
                    "automaticPresenceSimulation",
                    true)));
    return new VirtualAuthenticator(page, added.get("authenticatorId").stringValue());
  }

  /// Whether whoever holds it can unlock it.
  public void unlocks(boolean can) throws IOException {
    page.call("WebAuthn.setUserVerified", Map.of("authenticatorId", id, "isUserVerified", can));
  }

  /// How many passkeys it keeps.
  public int passkeys() throws IOException {
    return credentials().size();
  }

  /// Puts back the counter of its only passkey, as that of a copy would be.
  public void count(int signatures) throws IOException {
    JsonNode only = credentials().get(0);
    String credential = only.get("credentialId").stringValue();
    page.call(
        "WebAuthn.removeCredential", Map.of("authenticatorId", id, "credentialId", credential));
    Map<String, Object> copy = new HashMap<>();
    for (String field : new String[] {"credentialId", "rpId", "privateKey", "userHandle"}) {
      copy.put(field, only.get(field).stringValue());
    }
    copy.put("isResidentCredential", true);
    copy.put("signCount", signatures);
    page.call("WebAuthn.addCredential", Map.of("authenticatorId", id, "credential", copy));
  }

  private JsonNode credentials() throws IOException {
    return page.call("WebAuthn.getCredentials", Map.of("authenticatorId", id)).get("credentials");
  }
}
