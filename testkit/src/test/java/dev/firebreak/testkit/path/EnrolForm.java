package dev.firebreak.testkit.path;

import dev.firebreak.access.Totp;
import dev.firebreak.pseudonym.SecretBytes;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Map;

/// A person who sets up their access by the page that a link opens.
///
/// @param page as it was opened
record EnrolForm(HttpResponse<String> page) {
  /// The secret that the authenticator takes over.
  SecretBytes secret() {
    return Authenticator.secret(
        ConsoleClient.find(page, "<code id=\"secret\">([A-Z2-7 ]+)<").replace(" ", ""));
  }

  /// The form as they fill it in.
  Map<String, String> form(String name, String password, Instant now) {
    return Map.of(
        "enrolment",
        ConsoleClient.find(page, "name=\"enrolment\" value=\"([^\"]+)\""),
        "name",
        name,
        "password",
        password,
        "again",
        password,
        "code",
        Totp.code(secret(), now));
  }
}
