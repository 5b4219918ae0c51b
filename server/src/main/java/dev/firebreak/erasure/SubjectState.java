package dev.firebreak.erasure;

import java.util.Locale;

/// How far a subject's erasure at a vendor is: that of the id which is least far.
///
/// ```
/// TO_ASK --> ASKED --> DONE
///    ^         +-----> REFUSED --retry--> TO_ASK
///    +-- the request was refused as a whole, or lost
/// MANUAL --proof--> DONE       REFUSED --proof--> DONE
/// ```
public enum SubjectState {
  /// Nothing is on its way.
  TO_ASK,
  /// The vendor was asked.
  ASKED,
  /// The vendor will not, or could not.
  REFUSED,
  /// Nobody can be asked by a machine; an operator sees to it and brings the proof.
  MANUAL,
  /// With a receipt, or a proof.
  DONE;

  /// As the control database and documents spell it.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static SubjectState ofLabel(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
