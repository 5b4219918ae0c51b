package dev.firebreak.notice;

/// Why no notice goes to a person by mail. They are to be told in another way.
public enum SetAsideReason {
  /// The account has no mail address.
  MISSING,
  TOO_LONG,
  /// The part before the `@` has other than ASCII characters; few servers take that (RFC 6531).
  NOT_ASCII,
  MALFORMED,
  /// DNS says that the address's domain does not exist or takes no mail (RFC 5321 §5.1, RFC 7505).
  DOMAIN_TAKES_NO_MAIL,
  /// Somebody whom an earlier campaign of the incident told, and who asked for no follow-ups.
  OPTED_OUT,
  /// Two or more accounts fit the person of the file; a person finds out which.
  AMBIGUOUS,
  /// No account fits: a visitor, or somebody whose account is gone.
  NO_ACCOUNT,
  /// As NO_ACCOUNT, and the stolen file has a mail address of theirs in clear. Whether to write to
  /// an address from a stolen file, a person decides.
  NO_ACCOUNT_ADDRESS_IN_FILE
}
