package dev.firebreak.erasure;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The devices that lead to one person. A device that is linked to several accounts is nobody's.
///
/// @param vouched that the company's own servers linked to the account
/// @param asserted that only browsers and apps did, under ids that nobody can guess: who links a
///   device must know its id
/// @param doubtful that only browsers and apps did, under ids that can be guessed: less may go out
///   on that word, but nothing is erased on it
record PersonKeys(Set<SubjectKey> vouched, Set<SubjectKey> asserted, Set<SubjectKey> doubtful) {
  PersonKeys {
    vouched = Set.copyOf(vouched);
    asserted = Set.copyOf(asserted);
    doubtful = Set.copyOf(doubtful);
  }

  /// As the ledger knows them now.
  ///
  /// @param guessable whether ids can be guessed where a vendor's messages come in
  static PersonKeys of(LedgerStore ledger, SubjectKey person, Predicate<VendorId> guessable)
      throws IOException {
    Map<SubjectKey, Set<SubjectKey>> accounts = new HashMap<>();
    List<DeviceLink> links = ledger.linksOf(person);
    Set<SubjectKey> vouched = new TreeSet<>();
    Set<SubjectKey> doubtful = new TreeSet<>();
    for (DeviceLink link : links) {
      accounts.computeIfAbsent(link.device(), _ -> new TreeSet<>()).add(link.account());
      if (link.assertedBy() == AssertedBy.AUTHENTICATED && link.account().equals(person)) {
        vouched.add(link.device());
      } else if (guessable.test(link.vendor())) {
        doubtful.add(link.device());
      }
    }
    Set<SubjectKey> alone = new TreeSet<>(accounts.keySet());
    alone.removeIf(device -> !Set.of(person).equals(accounts.get(device)));
    vouched.retainAll(alone);
    alone.removeAll(vouched);
    doubtful.retainAll(alone);
    alone.removeAll(doubtful);
    return new PersonKeys(vouched, alone, doubtful);
  }

  /// All of them.
  Set<SubjectKey> all() {
    Set<SubjectKey> all = new TreeSet<>(vouched);
    all.addAll(asserted);
    all.addAll(doubtful);
    return all;
  }

  /// Those that are erased with the person.
  ///
  /// @param linked whether those are, too, that only browsers and apps linked
  Map<SubjectKey, DeviceGround> erased(boolean linked) {
    Map<SubjectKey, DeviceGround> erased = new TreeMap<>();
    vouched.forEach(device -> erased.put(device, DeviceGround.SERVER));
    if (linked) {
      asserted.forEach(device -> erased.put(device, DeviceGround.BROWSER));
    }
    return erased;
  }
}
