package dev.firebreak.delivery;

/// What became of a record that was to be delivered. The code stands in outcome logs
/// (docs/adr/0009-delivery-outcomes.md).
///
/// ```
/// QUEUED --> DELIVERED | EXPIRED_VENDOR_AGE                      final
/// QUEUED --> DESTROYED | SUPPRESSED                              final
/// QUEUED --> IN_DOUBT --> DELIVERED | DEAD_...                   sent again until answered
/// QUEUED --> IN_DOUBT_FINAL                                      never sent again by itself
/// IN_DOUBT --> IN_DOUBT_FINAL                                    where its queue is destroyed,
///                                                                or its person suppressed
/// QUEUED --> DEAD_... --> QUEUED                                 by a replay
/// ```
public enum DeliveryOutcome {
  /// Nothing yet.
  QUEUED(0),
  /// The vendor says that it has it.
  DELIVERED(1),
  /// Sent, no answer; sent again with the same dedupe id while the vendor is active.
  IN_DOUBT(2),
  /// Sent, no answer; sending again could count twice.
  IN_DOUBT_FINAL(3),
  /// Older than the vendor takes; never sent.
  EXPIRED_VENDOR_AGE(4),
  /// The vendor refuses this record.
  DEAD_REJECTED(5),
  /// The vendor says that this record alone is too large.
  DEAD_TOO_LARGE(6),
  /// The payload does not open: key or record are damaged.
  DEAD_UNREADABLE(7),
  /// Purged from the queue by two operators, or after the held retention.
  DESTROYED(8),
  /// Dropped or quarantined when it was accepted: there is nothing to deliver.
  NOT_FORWARDED(9),
  /// Was queued when its person was suppressed; never sent.
  SUPPRESSED(10);

  private static final DeliveryOutcome[] BY_CODE = values();

  private final int code;

  DeliveryOutcome(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static DeliveryOutcome ofCode(int code) {
    if (code < 0 || code >= BY_CODE.length) {
      throw new IllegalArgumentException("no delivery outcome has code " + code);
    }
    return BY_CODE[code];
  }

  /// Counts as delivered and as disclosed.
  public boolean disclosed() {
    return this == DELIVERED || inDoubt();
  }

  public boolean inDoubt() {
    return this == IN_DOUBT || this == IN_DOUBT_FINAL;
  }

  public boolean deadLettered() {
    return this == DEAD_REJECTED || this == DEAD_TOO_LARGE || this == DEAD_UNREADABLE;
  }

  /// The lane has nothing more to do with it by itself.
  boolean settled() {
    return this != QUEUED && this != IN_DOUBT;
  }

  /// No outcome follows.
  boolean last() {
    return this == DELIVERED
        || this == EXPIRED_VENDOR_AGE
        || this == DESTROYED
        || this == SUPPRESSED
        || this == NOT_FORWARDED;
  }
}
