package dev.firebreak.notice;

import java.util.Locale;

/// How a mail is signed (RFC 6376, RFC 8463). Both are used on every mail: all receivers know RSA,
/// and Ed25519 holds where RSA of 2048 bits no longer does.
public enum DkimAlgorithm {
  RSA("rsa-sha256"),
  ED25519("ed25519-sha256");

  private final String tag;

  DkimAlgorithm(String tag) {
    this.tag = tag;
  }

  /// As the signature's tag `a` says it.
  String tag() {
    return tag;
  }

  /// As the DNS record's tag `k` says it.
  String keyType() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The name below `_domainkey` of the key that belongs to a selector of the settings.
  String selector(String selector) {
    return selector + "-" + keyType();
  }
}
