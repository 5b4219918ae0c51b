package dev.firebreak.demo.traffic;

/// One message to come: small, since there are many; the message itself is made when it is sent.
///
/// @param sentMillis when it is sent, epoch milliseconds; later than it happened where it is sent
///   again
/// @param timeMillis when it happened, epoch milliseconds
/// @param person the person's number
/// @param sequence the message's number among the person's; the same for one sent again
/// @param as whom the product takes the person for
record Planned(
    long sentMillis, long timeMillis, int person, int sequence, Action action, Identity as) {

  /// Whom the product takes a person for.
  enum Identity {
    /// The account.
    ACCOUNT,
    /// A device that an `$identify` will give to the account.
    DEVICE,
    /// A visitor's bare id that becomes an alias of the account.
    VISITOR
  }

  boolean signedIn() {
    return as == Identity.ACCOUNT;
  }
}
