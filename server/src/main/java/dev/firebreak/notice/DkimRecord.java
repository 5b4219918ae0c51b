package dev.firebreak.notice;

/// A TXT record that the sending domain must have, so that receivers can check signatures.
///
/// @param name the whole name, as `fb1-rsa._domainkey.example.com`
/// @param algorithm whose key it holds
/// @param publicKey in base64
public record DkimRecord(String name, DkimAlgorithm algorithm, String publicKey) {
  /// The record's text. Longer than 255 bytes for RSA: in a zone file it is written as several
  /// strings.
  public String text() {
    return "v=DKIM1; k=" + algorithm.keyType() + "; p=" + publicKey;
  }
}
