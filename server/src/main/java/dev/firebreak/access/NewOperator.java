package dev.firebreak.access;

import dev.firebreak.pseudonym.CleartextAccess;
import dev.firebreak.pseudonym.SecretBytes;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// An operator who was just added, with the secret that is shown this once.
///
/// @param name the operator's name
/// @param role what they may do
/// @param secret the 20 bytes that codes are made from
public record NewOperator(String name, Role role, SecretBytes secret) {

  /// What an authenticator app reads, as text or from a picture of it; holds the secret.
  ///
  /// @param issuer shown in the app beside the name, such as the company's name
  public URI enrolment(String issuer) {
    String label = encode(issuer) + (name.isEmpty() ? "" : ":" + encode(name));
    return URI.create(
        "otpauth://totp/"
            + label
            + "?secret="
            + Base32.encode(secret.toByteArray(CleartextAccess.KEY_USE))
            + "&issuer="
            + encode(issuer)
            + "&algorithm=SHA1&digits="
            + Totp.DIGITS
            + "&period="
            + Totp.STEP_SECONDS);
  }

  /// The same under a name that was chosen later; one that was given stays.
  public NewOperator named(String chosen) {
    return name.isEmpty() ? new NewOperator(chosen, role, secret) : this;
  }

  /// The secret as authenticator apps take it where they can't read a picture, in groups of four.
  public String typedSecret() {
    return Base32.encode(secret.toByteArray(CleartextAccess.KEY_USE))
        .replaceAll(".{4}(?=.)", "$0 ");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
