package dev.firebreak.ledger;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.DisclosedPerson.Ground;
import dev.firebreak.pseudonym.SubjectKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Which device leads to which account. A device counts for an account only where the company's own
/// servers linked it to exactly that one; what the public asserts makes a device neither an
/// account's nor shared. Immutable.
final class DeviceLinks {
  /// Where a subject's facts belong.
  record Target(SubjectKey person, Ground ground) {}

  private final Map<SubjectKey, Set<SubjectKey>> authenticated = new HashMap<>();
  private final Set<SubjectKey> publicDevices = new HashSet<>();

  DeviceLinks(Collection<DeviceLink> links) {
    for (DeviceLink link : links) {
      if (link.assertedBy() == AssertedBy.AUTHENTICATED) {
        authenticated.computeIfAbsent(link.device(), _ -> new HashSet<>()).add(link.account());
      } else {
        publicDevices.add(link.device());
      }
    }
  }

  /// The person that a subject's facts belong to. A subject that is no linked device is its own
  /// person, on the ground of being an account; whether it is one only the directory can tell.
  Target targetOf(SubjectKey subject) {
    Set<SubjectKey> accounts = authenticated.get(subject);
    if (accounts == null) {
      return new Target(
          subject, publicDevices.contains(subject) ? Ground.PUBLIC_LINK_ONLY : Ground.ACCOUNT);
    }
    return accounts.size() == 1
        ? new Target(accounts.iterator().next(), Ground.DEVICE_LINK)
        : new Target(subject, Ground.SHARED_DEVICE);
  }

  /// The devices that count for an account.
  List<SubjectKey> devicesOf(SubjectKey account) {
    return authenticated.entrySet().stream()
        .filter(link -> link.getValue().equals(Set.of(account)))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
