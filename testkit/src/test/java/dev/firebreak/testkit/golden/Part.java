package dev.firebreak.testkit.golden;

/// What somebody of the generated world is to the data set.
enum Part {
  /// Signed in; of a third the first visits are anonymous.
  SIGNED_IN,
  /// Two of them use one device, on which more was done before anyone signed in.
  KIOSK,
  /// Has two accounts, and the data says that they are one person's.
  TWO_ACCOUNTS,
  /// Known to the vendor by an id that no account has, and by the account's address.
  BY_EMAIL,
  /// The same by a digest of the address.
  BY_HASHED_EMAIL,
  /// The same by the account's number.
  BY_PHONE,
  /// Of a pair of accounts with one number: the data has the number only.
  SHARES_PHONE,
  /// Of a pair of accounts with one mailbox: the data has the address only.
  SHARES_MAILBOX,
  /// Stands in rows about others only.
  MENTIONED,
  /// The address of somebody without an account stands in a row about another.
  MENTIONED_STRANGER,
  /// Had an account that is gone.
  DELETED,
  /// Never signed in.
  VISITOR,
  /// Known by a device of which the company's own servers said whose it is.
  LINKED,
  /// Known by a device of which nobody but the public ever said whose it is.
  PUBLICLY_LINKED,
  /// Known by a device that the company's own servers saw with two accounts.
  LINKED_TWICE,
  /// Sent to the vendor and not in the file.
  MISSING,
  /// In the accounts directory and nowhere else.
  SILENT
}
