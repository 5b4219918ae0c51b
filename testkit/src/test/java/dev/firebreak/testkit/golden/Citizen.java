package dev.firebreak.testkit.golden;

import dev.firebreak.testkit.company.Person;

/// Somebody of the generated world.
///
/// @param number from 0
/// @param person name, place, organisation, device
/// @param email unique but for [Part#SHARES_MAILBOX]
/// @param phone unique but for [Part#SHARES_PHONE], in a range reserved for fiction
/// @param partner the number of the other of a pair; the own one where there is none
record Citizen(int number, Part part, Person person, String email, String phone, int partner) {
  /// The account's id, whether or not the directory has it.
  String account() {
    return person.accountId();
  }

  /// True for those whom the accounts directory has.
  boolean hasAccount() {
    return switch (part) {
      case VISITOR, LOST_VISITOR, DELETED, MENTIONED_STRANGER -> false;
      default -> true;
    };
  }

  /// An id of the vendor's or of another system, which no account has.
  String strangeId() {
    return "lead-" + Integer.toHexString(0x5eed0000 + number * 7919);
  }

  /// The address that they connect from, in a range reserved for documents.
  String address() {
    return "198.51.100." + (1 + number % 250);
  }

  String organization() {
    return person.organization().id();
  }

  @Override
  public String toString() {
    return "Citizen[" + number + ", " + part + "]";
  }
}
