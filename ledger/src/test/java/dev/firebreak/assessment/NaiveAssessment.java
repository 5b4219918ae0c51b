package dev.firebreak.assessment;

import dev.firebreak.risk.ClassSizes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds people as docs/adr/0011 says, in memory and without any care for time: the model that the
/// stages are compared with.
final class NaiveAssessment {
  /// A row of a table; an empty text is no value.
  record Row(
      String user,
      String distinct,
      String account,
      String device,
      String email,
      String recipient,
      String city,
      String country) {
    String json() {
      Map<String, String> values = new LinkedHashMap<>();
      values.put("user_id", user);
      values.put("distinct_id", distinct);
      values.put("account_id", account);
      values.put("device_id", device);
      values.put("email", email);
      values.put("recipient_email", recipient);
      values.put("city", city);
      values.put("country", country);
      List<String> parts = new ArrayList<>();
      values.forEach((name, value) -> parts.add("\"" + name + "\":\"" + value + "\""));
      return "{" + String.join(",", parts) + "}\n";
    }

    String uid() {
      return !user.isEmpty() ? user : !distinct.isEmpty() ? distinct : account;
    }

    String ownMail() {
      return uid().isEmpty() && device.isEmpty() && email.isEmpty() ? recipient : email;
    }

    String primary() {
      String id = !uid().isEmpty() ? uid() : device;
      return !id.isEmpty() ? id : ownMail();
    }
  }

  final Set<String> found = new TreeSet<>();
  private final Map<String, String> standsFor = new TreeMap<>();
  final Map<String, Set<String>> joinedAccounts = new TreeMap<>();
  final Map<String, Long> rowsByAccount = new TreeMap<>();
  final Set<String> withAddress = new TreeSet<>();
  int ambiguous;
  int unresolved;
  int peopleWithCity;
  final ClassSizes sizes;

  private final List<Row> rows;
  private final Map<String, String> accounts;
  private final Map<String, String> groups = new HashMap<>();
  private final Map<String, Set<String>> sharedDevices = new HashMap<>();
  private final Set<String> ambiguousPeople = new HashSet<>();
  private final Set<String> unresolvedPeople = new HashSet<>();
  private final Map<String, Set<String>> keysByPerson = new HashMap<>();

  /// @param accounts account id to address
  NaiveAssessment(List<Row> all, Map<String, String> accounts) {
    this.accounts = accounts;
    rows = all.stream().filter(row -> !row.primary().isEmpty()).toList();
    joinBeside();
    joinDevices();
    joinMails();
    Set<String> people = new TreeSet<>();
    rows.forEach(row -> people.add(person(row.primary())));
    people.forEach(this::decide);
    mentions();
    ambiguous = ambiguousPeople.size();
    unresolved = unresolvedPeople.size();
    sizes = sizes();
  }

  private String person(String id) {
    return groups.getOrDefault(id, id);
  }

  private void join(String a, String b) {
    String from = person(a);
    String to = person(b);
    groups.put(a, to);
    groups.put(from, to);
    groups.replaceAll((id, group) -> group.equals(from) ? to : group);
  }

  /// Joins what was seen with exactly one person.
  private void joinSingles(Map<String, Set<String>> seen) {
    Map<String, Set<String>> before = new HashMap<>();
    seen.forEach((shared, with) -> {
      Set<String> people = new HashSet<>();
      with.forEach(id -> people.add(person(id)));
      people.remove(person(shared));
      before.put(shared, people);
    });
    before.forEach((shared, people) -> {
      if (people.size() == 1) {
        join(shared, people.iterator().next());
      }
    });
  }

  private void joinBeside() {
    Map<String, Set<String>> seen = new HashMap<>();
    Map<String, Set<String>> accountsOf = new HashMap<>();
    for (Row row : rows) {
      boolean pair = !row.user().isEmpty() && !row.distinct().isEmpty();
      if (pair && !row.user().equals(row.distinct())) {
        seen.computeIfAbsent(row.distinct(), _ -> new HashSet<>()).add(row.user());
        if (accounts.containsKey(row.distinct())) {
          accountsOf.computeIfAbsent(row.user(), _ -> new HashSet<>()).add(row.distinct());
        }
      }
    }
    accountsOf.forEach((user, several) -> {
      if (several.size() > 1) {
        several.forEach(id -> seen.getOrDefault(id, new HashSet<>()).remove(user));
      }
    });
    joinSingles(seen);
  }

  private void joinDevices() {
    Map<String, Set<String>> seen = new HashMap<>();
    for (Row row : rows) {
      if (!row.device().isEmpty() && !row.uid().isEmpty()) {
        seen.computeIfAbsent(row.device(), _ -> new HashSet<>()).add(row.uid());
      }
    }
    seen.forEach((device, with) -> {
      Set<String> people = new HashSet<>();
      with.forEach(id -> people.add(person(id)));
      if (people.size() > 1) {
        sharedDevices.put(device, people);
      }
    });
    joinSingles(seen);
  }

  private void joinMails() {
    Map<String, Set<String>> seen = new HashMap<>();
    for (Row row : rows) {
      if (!row.ownMail().isEmpty() && !row.primary().equals(row.ownMail())) {
        seen.computeIfAbsent(row.ownMail(), _ -> new HashSet<>()).add(row.primary());
      }
    }
    joinSingles(seen);
  }

  private Set<String> byId(String person) {
    Set<String> ids = new TreeSet<>();
    for (Row row : rows) {
      for (String id : List.of(row.user(), row.distinct(), row.account())) {
        boolean known = id.equals(row.uid()) || groups.containsKey(id) || id.equals(person);
        if (known && person(id).equals(person) && accounts.containsKey(id)) {
          ids.add(id);
        }
      }
    }
    return ids;
  }

  private Set<String> byMail(String person) {
    Set<String> found = new TreeSet<>();
    for (Row row : rows) {
      if (!row.ownMail().isEmpty()
          && (person(row.primary()).equals(person) || person(row.ownMail()).equals(person))) {
        found.addAll(accountsWith(row.ownMail()));
      }
    }
    return found;
  }

  private Set<String> accountsWith(String mail) {
    Set<String> with = new TreeSet<>();
    accounts.forEach((id, address) -> {
      if (address.equals(mail)) {
        with.add(id);
      }
    });
    return with;
  }

  private void decide(String person) {
    Set<String> certain = byId(person);
    Set<String> fits = certain.isEmpty() ? byMail(person) : certain;
    if (fits.isEmpty()) {
      sharedDevices
          .getOrDefault(person, Set.of())
          .forEach(companion -> {
            fits.addAll(byId(companion));
            fits.addAll(byMail(companion));
          });
    }
    keysByPerson.put(person, Set.of("nobody " + person));
    if (fits.isEmpty()) {
      unresolvedPeople.add(person);
    } else if (certain.isEmpty() && fits.size() > 1) {
      ambiguousPeople.add(person);
    } else {
      found.addAll(fits);
      keysByPerson.put(person, fits);
      String first = fits.iterator().next();
      for (String account : fits) {
        if (fits.size() > 1) {
          standsFor.put(account, first);
        }
        joinedAccounts.computeIfAbsent(account, _ -> new TreeSet<>()).addAll(fits);
      }
    }
  }

  private void mentions() {
    for (Row row : rows) {
      for (String id : List.of(row.user(), row.distinct(), row.account())) {
        if (accounts.containsKey(id)) {
          foundByMention(id);
        }
      }
      mention(row.ownMail(), true);
      if (!row.recipient().equals(row.ownMail())) {
        mention(row.recipient(), false);
      }
    }
  }

  private void mention(String mail, boolean own) {
    if (mail.isEmpty()) {
      return;
    }
    Set<String> with = accountsWith(mail);
    if (with.size() == 1) {
      foundByMention(with.iterator().next());
      withAddress.add(with.iterator().next());
    }
    boolean grouped = keysByPerson.containsKey(person(mail));
    if (own) {
      return;
    }
    if (with.size() != 1 && grouped) {
      withAddress.addAll(keysByPerson.getOrDefault(person(mail), Set.of()));
    } else if (with.size() != 1 && rows.stream().noneMatch(row -> row.ownMail().equals(mail))) {
      (with.isEmpty() ? unresolvedPeople : ambiguousPeople).add(mail);
    }
  }

  private void foundByMention(String account) {
    found.add(account);
    joinedAccounts.computeIfAbsent(account, _ -> new TreeSet<>()).add(account);
  }

  private ClassSizes sizes() {
    Map<String, List<String>> quasi = new LinkedHashMap<>();
    Set<String> inCity = new HashSet<>();
    for (Row row : rows) {
      for (String key : keysByPerson.getOrDefault(person(row.primary()), Set.of())) {
        List<String> first =
            quasi.computeIfAbsent(standsFor.getOrDefault(key, key), _ -> Arrays.asList("", ""));
        if (first.get(0).isEmpty()) {
          first.set(0, row.city());
        }
        if (first.get(1).isEmpty()) {
          first.set(1, row.country());
        }
        if (!row.city().isEmpty()) {
          inCity.add(key);
        }
        if (!row.email().isEmpty() || !row.recipient().isEmpty()) {
          withAddress.add(key);
        }
        rowsByAccount.merge(key, 1L, Long::sum);
      }
    }
    peopleWithCity = inCity.size();
    Collection<List<String>> classes = quasi.values();
    return ClassSizes.ofKeys(classes);
  }
}
