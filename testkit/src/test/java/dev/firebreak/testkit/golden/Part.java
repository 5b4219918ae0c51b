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
  /// Sent to the vendor long before the file's first event, and not in the file.
  EARLY,
  /// Sent to the vendor after the file's last event, and not in the file.
  LATEST,
  /// Sent to the vendor after the access had ended.
  AFTERWARDS,
  /// Never signed in, sent to the vendor and not in the file.
  LOST_VISITOR,
  /// Signed in; the file lacks a kind of data that the vendor got of them.
  STRIPPED,
  /// Signed in; the file has a kind of data that the vendor made itself.
  ENRICHED,
  /// Signed in; the vendor got a kind of data of them only long before the file's first event.
  OUTSIDE,
  /// Signed in; the file has a row of theirs that went past the gateway.
  CLEARER,
  /// Everything that the file has of them went past the gateway.
  PAST,
  /// Everything that the file has of them is older than the gateway.
  BEFORE,
  /// In the accounts directory and nowhere else.
  SILENT
}
