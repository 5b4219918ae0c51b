package dev.firebreak.duty;

import java.util.List;

/// One thing that a duty hangs on, with what was found.
///
/// @param holds whether it holds
/// @param text the finding, as a report prints it
/// @param aboutUs true where it rests on where people live, on the calendar, or on what the company
///   states about itself, and not on the words of the law: such a finding counts for an entry from
///   memory as well
/// @param questions keys of the questions that would settle it
record Element(Holds holds, String text, boolean aboutUs, List<String> questions) {
  enum Holds {
    YES,
    NO,
    UNKNOWN
  }

  static Element yes(String text) {
    return new Element(Holds.YES, text, false, List.of());
  }

  static Element no(String text) {
    return new Element(Holds.NO, text, false, List.of());
  }

  static Element unknown(String text) {
    return new Element(Holds.UNKNOWN, text, false, List.of());
  }

  static Element asks(String text, List<String> questions) {
    return new Element(Holds.UNKNOWN, text, true, questions);
  }

  Element becauseOfUs() {
    return new Element(holds, text, true, questions);
  }
}
