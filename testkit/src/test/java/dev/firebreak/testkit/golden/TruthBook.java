package dev.firebreak.testkit.golden;

import dev.firebreak.testkit.company.AccountRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// What is true of a data set, written down while it is made: whose row each is, what it tells, of
/// whom it speaks. Confined to one thread.
final class TruthBook {
  /// Everything that rows tell of one.
  static final class Sum {
    private final Set<Kind> clear = EnumSet.noneOf(Kind.class);
    private final Set<Kind> generalized = EnumSet.noneOf(Kind.class);
    private final Set<Kind> tokens = EnumSet.noneOf(Kind.class);
    private long rows;
    private long first;
    private long last;

    private Set<Kind> kinds(Shown shown) {
      return switch (shown) {
        case CLEAR -> clear;
        case GENERALIZED -> generalized;
        case TOKEN -> tokens;
      };
    }

    private void add(GoldenRow row) {
      rows++;
      row.tellings().forEach(each -> kinds(each.shown()).add(each.kind()));
      time(row.seconds());
    }

    private void time(long seconds) {
      if (seconds != 0) {
        first = first == 0 ? seconds : Math.min(first, seconds);
        last = Math.max(last, seconds);
      }
    }

    private void addKinds(Sum other) {
      for (Shown shown : Shown.values()) {
        kinds(shown).addAll(other.kinds(shown));
      }
    }

    private void write(Map<String, Object> to) {
      for (Shown shown : Shown.values()) {
        to.put(shown.key(), kinds(shown).stream().map(Kind::key).sorted().toList());
      }
      to.put("firstSeen", time(first, Instant::toString));
      to.put("lastSeen", time(last, Instant::toString));
    }

    private static String time(long seconds, java.util.function.Function<Instant, String> written) {
      return seconds == 0 ? "" : written.apply(Instant.ofEpochSecond(seconds));
    }
  }

  /// A person of the data set.
  static final class Somebody {
    private final Set<String> accounts = new TreeSet<>();
    private final Set<String> methods = new TreeSet<>();
    private final Set<String> identifiers = new TreeSet<>();
    private final boolean ambiguous;
    private final List<Long> seconds = new ArrayList<>();
    private final Set<LedgerBook.Subject> subjects = new HashSet<>();
    private final Sum own = new Sum();
    private final Sum mentioned = new Sum();

    private Somebody(boolean ambiguous, Collection<String> accounts) {
      this.ambiguous = ambiguous;
      this.accounts.addAll(accounts);
    }

    private boolean isFound() {
      return !accounts.isEmpty() && !ambiguous;
    }

    /// Rows of theirs stand under this id in the ledger too.
    void isKnownAs(LedgerBook.Subject subject) {
      subjects.add(subject);
    }

    private LedgerBook.InFile inFile(String account) {
      Set<LedgerBook.Subject> ids = new HashSet<>(subjects);
      if (!account.isEmpty()) {
        ids.add(new LedgerBook.Subject(false, account));
      }
      Sum sum = shown();
      Map<Shown, Set<Kind>> kinds = new EnumMap<>(Shown.class);
      for (Shown form : Shown.values()) {
        kinds.put(form, EnumSet.copyOf(sum.kinds(form)));
      }
      return new LedgerBook.InFile(
          account, ids, kinds, sum.rows, sum.first, sum.last, own.rows == 0);
    }

    /// Times of the rows about them, epoch seconds; it grows with the data.
    List<Long> seconds() {
      return Collections.unmodifiableList(seconds);
    }

    private Sum shown() {
      Sum sum = own.rows > 0 ? own : mentioned;
      own.addKinds(mentioned);
      return sum;
    }
  }

  private static final class Card {
    private final Sum sum = new Sum();
    private final Set<String> namedAs = new TreeSet<>();
    private final Map<String, Long> rowsBy = new TreeMap<>();
  }

  private final World world;
  private final List<Somebody> people = new ArrayList<>();
  private final Map<String, Card> cards = new TreeMap<>();
  private final Set<Kind> present = EnumSet.noneOf(Kind.class);
  private final PlaceBook places = new PlaceBook();
  private final Sum whole = new Sum();
  private long rows;

  TruthBook(World world) {
    this.world = world;
  }

  /// Somebody whose account is found.
  Somebody found(String account, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.add(account);
    return add(new Somebody(false, all));
  }

  /// Somebody who fits several accounts.
  Somebody ambiguous(String... accounts) {
    return add(new Somebody(true, List.of(accounts)));
  }

  /// Somebody without an account.
  Somebody nobody() {
    return add(new Somebody(false, List.of()));
  }

  private Somebody add(Somebody somebody) {
    people.add(somebody);
    return somebody;
  }

  /// A row about somebody.
  ///
  /// @param methods on which grounds it leads to the account; none for those without
  void row(GoldenRow row, Somebody who, String... methods) {
    rows++;
    places.row(row);
    whole.time(row.seconds());
    if (!row.isAboutNobody()) {
      who.own.add(row);
      who.seconds.add(row.seconds());
      who.methods.addAll(List.of(methods));
    }
    row.identifiers().forEach(each -> who.identifiers.add(each.toString()));
    row.tellings().forEach(each -> present.add(each.kind()));
    Set<String> counted = new HashSet<>();
    for (GoldenRow.Named named : row.named()) {
      for (String organization : organizations(named)) {
        if (counted.add(named.as() + organization)) {
          Card card = cards.computeIfAbsent(organization, _ -> new Card());
          card.sum.add(row);
          card.namedAs.add(named.as());
          card.rowsBy.merge(named.as().substring(0, 2), 1L, Long::sum);
        }
      }
    }
  }

  /// A row about another has somebody's address.
  void mention(GoldenRow row, String email, Somebody who) {
    who.identifiers.add("email:" + email);
    who.mentioned.rows++;
    who.mentioned.time(row.seconds());
    who.mentioned.clear.add(Kind.EMAIL);
  }

  private List<String> organizations(GoldenRow.Named named) {
    List<String> known =
        world.citizens().stream()
            .filter(Citizen::hasAccount)
            .map(citizen -> citizen.person().organization())
            .filter(each ->
                named.as().startsWith("id")
                    ? each.id().equals(named.word())
                    : each.name().equalsIgnoreCase(named.word()))
            .map(each -> each.id())
            .distinct()
            .toList();
    return known.isEmpty() ? List.of(named.word()) : known;
  }

  /// Everything as a tree.
  ///
  /// @param damaged rows that cannot be read
  /// @param sent what the ledger says was ever sent; empty without a ledger
  Map<String, Object> truth(int damaged, Set<Kind> sent) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Map<String, Object> persons = new TreeMap<>();
    Map<String, Sum> sums = new LinkedHashMap<>();
    long joined = 0;
    for (Somebody somebody : people) {
      if (somebody.own.rows + somebody.mentioned.rows == 0) {
        continue;
      }
      Sum shown = somebody.shown();
      List<String> keys = somebody.isFound() ? List.copyOf(somebody.accounts) : List.of("");
      for (String account : keys) {
        String key = key(somebody, account);
        persons.put(key, person(somebody, account, shown));
        sums.put(key, shown);
      }
      joined += keys.size() > 1 ? keys.size() : 0;
    }
    tree.put("rows", Map.of("read", rows + damaged, "rejected", damaged));
    tree.put("found", count(true, false));
    tree.put("ambiguous", count(false, true));
    tree.put("unresolved", count(false, false));
    tree.put("joinedAccounts", joined);
    tree.put("exposed", exposed(sums.values()));
    tree.put("absences", absences(sent));
    tree.put("people", persons);
    tree.put("organizations", organizations(sums));
    return tree;
  }

  /// What nobody expected, and where.
  Map<String, Object> places(PlaceBook.Expected expected) {
    return places.truth(expected);
  }

  /// How the file stands beside what was sent.
  ///
  /// @param nameOf how the ledger names somebody without an account
  LedgerBook.Comparison reconciliation(
      LedgerBook ledger, Function<LedgerBook.Subject, String> nameOf) {
    List<LedgerBook.InFile> file = new ArrayList<>();
    for (Somebody somebody : people) {
      if (somebody.own.rows + somebody.mentioned.rows > 0) {
        List<String> keys = somebody.isFound() ? List.copyOf(somebody.accounts) : List.of("");
        keys.forEach(account -> file.add(somebody.inFile(account)));
      }
    }
    Map<String, String> organizations = new HashMap<>();
    for (Citizen citizen : world.citizens()) {
      if (citizen.hasAccount()) {
        organizations.put(citizen.account(), citizen.organization());
      }
    }
    return ledger.compare(
        file, whole.first, whole.last, nameOf, account -> organizations.getOrDefault(account, ""));
  }

  private long count(boolean found, boolean ambiguous) {
    return people.stream()
        .filter(each -> each.own.rows + each.mentioned.rows > 0)
        .filter(each -> each.isFound() == found && each.ambiguous == ambiguous)
        .mapToLong(each -> Math.max(1, found ? each.accounts.size() : 1))
        .sum();
  }

  private static String key(Somebody somebody, String account) {
    return somebody.isFound() ? account : String.join(" ", somebody.identifiers);
  }

  private static Map<String, Object> person(Somebody somebody, String account, Sum shown) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("accountId", account);
    entry.put("ambiguous", somebody.ambiguous);
    entry.put("accounts", List.copyOf(somebody.accounts));
    boolean onlyMentioned = somebody.own.rows == 0 && !somebody.accounts.isEmpty();
    entry.put("methods", onlyMentioned ? List.of("mentioned") : List.copyOf(somebody.methods));
    entry.put("identifiers", List.copyOf(somebody.identifiers));
    entry.put("rows", shown.rows);
    shown.write(entry);
    return entry;
  }

  private static Map<String, Object> exposed(Collection<Sum> sums) {
    Map<String, Object> exposed = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      Map<String, Object> forms = new LinkedHashMap<>();
      long all = 0;
      for (Shown shown : Shown.values()) {
        long n = sums.stream().filter(sum -> sum.kinds(shown).contains(kind)).count();
        forms.put(shown.key(), n);
        all += n;
      }
      if (all > 0) {
        exposed.put(kind.key(), forms);
      }
    }
    return exposed;
  }

  private Map<String, Object> absences(Set<Kind> sent) {
    Map<String, Object> absences = new TreeMap<>();
    for (Kind kind : Kind.values()) {
      if (!present.contains(kind)) {
        kind.absence(!sent.isEmpty() && !sent.contains(kind))
            .ifPresent(grade -> absences.put(kind.key(), grade));
      }
    }
    return absences;
  }

  private Map<String, Object> organizations(Map<String, Sum> sums) {
    Set<String> all = new TreeSet<>(cards.keySet());
    for (Citizen citizen : world.citizens()) {
      if (citizen.hasAccount() && sums.containsKey(citizen.account())) {
        all.add(citizen.organization());
      }
    }
    Map<String, Object> tree = new TreeMap<>();
    for (String organization : all) {
      tree.put(organization, card(organization, sums));
    }
    return tree;
  }

  private Map<String, Object> card(String organization, Map<String, Sum> sums) {
    Card card = cards.getOrDefault(organization, new Card());
    List<Citizen> members =
        world.citizens().stream()
            .filter(each -> each.hasAccount() && each.organization().equals(organization))
            .toList();
    Sum sum = new Sum();
    sum.addKinds(card.sum);
    sum.time(card.sum.first);
    sum.time(card.sum.last);
    for (Citizen member : members) {
      Sum shown = sums.get(member.account());
      if (shown != null) {
        sum.addKinds(shown);
        sum.time(shown.first);
        sum.time(shown.last);
      }
    }
    List<Citizen> admins = members.stream().filter(TruthBook::isAdmin).toList();
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("known", !members.isEmpty());
    entry.put("members", members.size());
    entry.put("membersFound", found(members, sums));
    entry.put("admins", admins.stream().map(Citizen::account).sorted().toList());
    entry.put("adminsFound", found(admins, sums));
    entry.put("namedAs", List.copyOf(card.namedAs));
    entry.put("rows", card.rowsBy.values().stream().mapToLong(n -> n).max().orElse(0));
    sum.write(entry);
    return entry;
  }

  private static long found(List<Citizen> members, Map<String, Sum> sums) {
    return members.stream().filter(member -> sums.containsKey(member.account())).count();
  }

  private static boolean isAdmin(Citizen citizen) {
    AccountRole role = citizen.person().role();
    return List.of("owner", "admin").contains(role.name().toLowerCase(Locale.ROOT));
  }
}
