package dev.firebreak.delivery;

/// What a lane is doing.
public enum LaneState {
  /// Everything has its outcome.
  IDLE,
  SENDING,
  /// Waiting after failures.
  BACKING_OFF,
  /// The vendor fails so often that only a small probe goes out now and then.
  CIRCUIT_OPEN,
  /// The vendor refuses the credential; an operator must act.
  CREDENTIAL_REFUSED,
  /// The vendor is held; nothing is sent, everything stays queued.
  HELD,
  /// The vendor is cut off; nothing is sent.
  CUT,
  /// The journal's disk fails; nothing is sent, since outcomes could not be kept.
  DISK_FAILING,
  /// A step failed in a way that nobody expected; it is tried again.
  FAILING,
  /// Closed, or stopped by a bug that the log tells.
  STOPPED
}
