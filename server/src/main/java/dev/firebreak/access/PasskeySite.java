package dev.firebreak.access;

import java.net.URI;

/// The console as passkeys know it: they belong to its name, and what they sign says from which of
/// its pages it came.
///
/// @param origin scheme, name and port, as `https://console.example.com`
public record PasskeySite(URI origin) {
  /// The relying party's id (WebAuthn §5.1.2).
  public String id() {
    return origin.getHost();
  }
}
