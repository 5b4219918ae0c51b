package dev.firebreak.erasure;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.pseudonym.SubjectKey;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The devices that lead to one person. A device that is linked to several accounts is nobody's.
///
/// @param vouched that the company's own servers linked to the account
/// @param asserted that only browsers and apps did: nothing is erased on that word alone, but less
///   may go out on it
record PersonKeys(Set<SubjectKey> vouched, Set<SubjectKey> asserted) {
  PersonKeys {
    vouched = Set.copyOf(vouched);
    asserted = Set.copyOf(asserted);
  }

  /// As the ledger knows them now.
  static PersonKeys of(LedgerStore ledger, SubjectKey person) throws IOException {
    Map<SubjectKey, Set<SubjectKey>> accounts = new HashMap<>();
    List<DeviceLink> links = ledger.linksOf(person);
    Set<SubjectKey> vouched = new TreeSet<>();
    for (DeviceLink link : links) {
      accounts.computeIfAbsent(link.device(), _ -> new TreeSet<>()).add(link.account());
      if (link.assertedBy() == AssertedBy.AUTHENTICATED && link.account().equals(person)) {
        vouched.add(link.device());
      }
    }
    Set<SubjectKey> alone = new TreeSet<>(accounts.keySet());
    alone.removeIf(device -> !Set.of(person).equals(accounts.get(device)));
    vouched.retainAll(alone);
    alone.removeAll(vouched);
    return new PersonKeys(vouched, alone);
  }
}
