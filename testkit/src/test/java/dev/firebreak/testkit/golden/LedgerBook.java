package dev.firebreak.testkit.golden;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// What went to the vendor through the gateway, written down while it is sent, and how it stands
/// beside what the file has. Confined to one thread.
final class LedgerBook {
  /// What was sent at once.
  record Sent(Visit visit, List<GoldenRow.Telling> tellings) {
    Sent {
      tellings = List.copyOf(tellings);
    }
  }

  /// Who said that a device is an account's: the company's own servers.
  record Link(String device, String account) {}

  /// Somebody of the file.
  ///
  /// @param account empty for those without
  /// @param ids their accounts and devices as the ledger may have them
  /// @param rows times of their rows, epoch seconds
  /// @param mentioned whether only rows about others name them
  record InFile(
      String account,
      Set<Subject> ids,
      Map<Shown, Set<Kind>> kinds,
      long rows,
      long first,
      long last,
      boolean mentioned) {
    static final InFile NOBODY = new InFile("", Set.of(), Map.of(), 0, 0, 0, false);

    InFile {
      ids = Set.copyOf(ids);
      kinds = Map.copyOf(kinds);
    }
  }

  /// A comparison with a file.
  ///
  /// @param both people whom both have
  /// @param missing people whom the vendor got in the file's time and the file lacks
  /// @param tree numbers, people and organisations
  record Comparison(long both, long missing, Map<String, Object> tree) {}

  /// Whose disclosure the ledger says it was.
  record Subject(boolean device, String id) {
    static Subject of(Visit visit) {
      return visit.user().isEmpty()
          ? new Subject(true, visit.device())
          : new Subject(false, visit.user());
    }
  }

  /// Everything that the vendor got of one.
  private static final class Holding {
    private final Map<Shown, Set<Kind>> all = new EnumMap<>(Shown.class);
    private final Set<Kind> inside = EnumSet.noneOf(Kind.class);
    private boolean anyInside;
    private boolean anyBefore;
    private boolean anyAfter;
    private long events;
    private long first = Long.MAX_VALUE;
    private long last;

    private void add(Sent sent, long fileFirst, long fileLast) {
      long second = sent.visit().second();
      boolean late = second > World.STOLEN.getEpochSecond();
      boolean before = !late && second < fileFirst;
      boolean after = !late && second > fileLast;
      sent.tellings().forEach(each -> in(all, each.shown()).add(each.kind()));
      if (!late && !before && !after) {
        anyInside = true;
        sent.tellings().forEach(each -> inside.add(each.kind()));
      }
      anyBefore |= before;
      anyAfter |= after;
      events++;
      first = Math.min(first, second);
      last = Math.max(last, second);
    }

    private void add(Holding other) {
      for (Shown shown : Shown.values()) {
        in(all, shown).addAll(in(other.all, shown));
      }
      inside.addAll(other.inside);
      events += other.events;
      first = Math.min(first, other.first);
      last = Math.max(last, other.last);
    }

    private String whyMissing() {
      return anyInside
          ? "missing"
          : anyBefore ? "beforeFile" : anyAfter ? "afterFile" : "afterAccess";
    }
  }

  /// Somebody of either side.
  private static final class Compared {
    private final String key;
    private final String organization;
    private final String side;
    private final String cause;
    private final Holding sent;
    private final InFile file;
    private final Set<Kind> missing;
    private final Set<Kind> outside;
    private final Set<Kind> added;
    private final Set<Kind> clearer;

    Compared(
        String key, String organization, String side, String cause, Holding sent, InFile file) {
      this.key = key;
      this.organization = organization;
      this.side = side;
      this.cause = cause;
      this.sent = sent;
      this.file = file;
      Set<Kind> inFile = union(file.kinds());
      Set<Kind> got = union(sent.all);
      missing = ofPersons(without(sent.inside, inFile));
      outside = ofPersons(without(without(got, sent.inside), inFile));
      boolean explained = cause.equals("mentioned") || cause.equals("beforeLedger");
      added = explained ? Set.of() : ofPersons(without(inFile, got));
      Set<Kind> tokensOnly = without(in(sent.all, Shown.TOKEN), in(sent.all, Shown.CLEAR));
      tokensOnly.removeAll(in(sent.all, Shown.GENERALIZED));
      tokensOnly.retainAll(file.kinds().getOrDefault(Shown.CLEAR, Set.of()));
      clearer = ofPersons(tokensOnly);
    }

    private boolean isOfBoth() {
      return side.equals("both");
    }

    /// Whether the list of differences has them.
    private boolean isTold() {
      return !isOfBoth() || differs();
    }

    private boolean differs() {
      return !(missing.isEmpty() && added.isEmpty() && clearer.isEmpty());
    }
  }

  private final List<Sent> sent = new ArrayList<>();
  private final Set<Link> links = new LinkedHashSet<>();

  void sent(Visit visit, GoldenRow row) {
    sent.add(new Sent(visit, row.tellings()));
    if (!visit.user().isEmpty()) {
      links.add(new Link(visit.device(), visit.user()));
    }
  }

  void link(String device, String account) {
    links.add(new Link(device, account));
  }

  /// In the order in which it was sent.
  List<Sent> sent() {
    return List.copyOf(sent);
  }

  Set<Link> links() {
    return Set.copyOf(links);
  }

  /// A device counts as its account where it has exactly one.
  private Subject owner(Subject subject) {
    List<String> accounts =
        links.stream()
            .filter(link -> subject.device() && link.device().equals(subject.id()))
            .map(Link::account)
            .toList();
    return accounts.size() == 1 ? new Subject(false, accounts.getFirst()) : subject;
  }

  /// The comparison as a tree: numbers, people and organisations.
  ///
  /// @param file everybody of the file
  /// @param first the file's first event, epoch seconds
  /// @param last its last one
  /// @param nameOf how the ledger writes the key of somebody without an account
  /// @param organizationOf the organisation of an account; empty for one that the directory lacks
  Comparison compare(
      List<InFile> file,
      long first,
      long last,
      Function<Subject, String> nameOf,
      UnaryOperator<String> organizationOf) {
    List<Compared> all = compared(file, holdings(first, last), nameOf, organizationOf);
    Map<String, Object> tree = figures(all);
    Map<String, List<Compared>> organizations = new TreeMap<>();
    all.stream()
        .filter(each -> !each.organization.isEmpty())
        .forEach(each ->
            organizations.computeIfAbsent(each.organization, _ -> new ArrayList<>()).add(each));
    tree.put("organizations", figuresOf(organizations.values()));
    Map<String, Object> people = new TreeMap<>();
    all.stream().filter(Compared::isTold).forEach(each -> people.put(each.key, person(each)));
    tree.put("people", people);
    Map<String, Object> cards = new TreeMap<>();
    organizations.forEach((id, members) -> {
      if (members.stream().anyMatch(Compared::isTold)) {
        cards.put(id, card(members));
      }
    });
    tree.put("byOrganization", cards);
    Set<Kind> inFile = EnumSet.noneOf(Kind.class);
    file.forEach(person -> inFile.addAll(union(person.kinds())));
    tree.put("sentButNotInFile", keys(without(everSent(), inFile)));
    tree.put("inFileButNeverSent", keys(without(inFile, everSent())));
    long missing = all.stream().filter(each -> each.cause.equals("missing")).count();
    return new Comparison(of(all, "both").size(), missing, tree);
  }

  /// When the first of it happened, epoch seconds; 0 where nothing was sent.
  long firstSent() {
    return sent.stream().mapToLong(each -> each.visit().second()).min().orElse(0);
  }

  /// Categories of all that was ever sent.
  private Set<Kind> everSent() {
    return sent.stream()
        .flatMap(each -> each.tellings().stream())
        .map(GoldenRow.Telling::kind)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
  }

  private Map<Subject, Holding> holdings(long first, long last) {
    Map<Subject, Holding> holdings = new LinkedHashMap<>();
    for (Sent each : sent) {
      holdings
          .computeIfAbsent(owner(Subject.of(each.visit())), _ -> new Holding())
          .add(each, first, last);
    }
    return holdings;
  }

  private List<Compared> compared(
      List<InFile> file,
      Map<Subject, Holding> holdings,
      Function<Subject, String> nameOf,
      UnaryOperator<String> organizationOf) {
    long known = firstSent() - Duration.ofDays(1).toSeconds();
    List<Compared> all = new ArrayList<>();
    Set<Subject> seen = new HashSet<>();
    for (InFile person : file) {
      Holding together = new Holding();
      for (Subject id : person.ids().stream().map(this::owner).distinct().toList()) {
        Holding holding = holdings.get(id);
        if (holding != null) {
          seen.add(id);
          together.add(holding);
        }
      }
      String cause = "none";
      if (together.events == 0) {
        boolean old = person.last() > 0 && person.last() < known;
        cause = person.mentioned() ? "mentioned" : old ? "beforeLedger" : "unknown";
      }
      String side = together.events == 0 ? "file_only" : "both";
      String organization = organizationOf.apply(person.account());
      all.add(new Compared(person.account(), organization, side, cause, together, person));
    }
    holdings.forEach((subject, holding) -> {
      if (!seen.contains(subject)) {
        String organization = subject.device() ? "" : organizationOf.apply(subject.id());
        String key = organization.isEmpty() ? nameOf.apply(subject) : subject.id();
        String cause = holding.whyMissing();
        all.add(new Compared(key, organization, "ledger_only", cause, holding, InFile.NOBODY));
      }
    });
    return all;
  }

  private static Map<String, Object> figures(List<Compared> all) {
    Map<String, Object> tree = new LinkedHashMap<>();
    List<Compared> both = of(all, "both");
    tree.put("compared", true);
    tree.put("both", both.size());
    tree.put("differing", both.stream().filter(Compared::differs).count());
    tree.put("ledgerOnly", of(all, "ledger_only").size());
    tree.put("fileOnly", of(all, "file_only").size());
    Map<String, Long> causes = new TreeMap<>();
    all.stream()
        .filter(each -> !each.isOfBoth())
        .forEach(each -> causes.merge(each.cause, 1L, Long::sum));
    tree.put("causes", causes);
    tree.put("missing", byKind(all, each -> each.missing));
    tree.put("outside", byKind(all, each -> each.outside));
    tree.put("added", byKind(all, each -> each.added));
    tree.put("clearer", byKind(all, each -> each.clearer));
    return tree;
  }

  private static Map<String, Object> figuresOf(Collection<List<Compared>> organizations) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("compared", organizations.size());
    tree.put("differing", count(organizations, all -> all.stream().anyMatch(Compared::isTold)));
    tree.put("ledgerOnly", count(organizations, all -> isAll(all, "ledger_only")));
    tree.put("fileOnly", count(organizations, all -> isAll(all, "file_only")));
    return tree;
  }

  private static long count(
      Collection<List<Compared>> organizations, Predicate<List<Compared>> which) {
    return organizations.stream().filter(which).count();
  }

  private static boolean isAll(List<Compared> all, String side) {
    return all.stream().allMatch(each -> each.side.equals(side));
  }

  private static List<Compared> of(List<Compared> all, String side) {
    return all.stream().filter(each -> each.side.equals(side)).toList();
  }

  private static Map<String, Long> byKind(List<Compared> all, Function<Compared, Set<Kind>> kinds) {
    Map<String, Long> counts = new TreeMap<>();
    all.forEach(each -> kinds.apply(each).forEach(kind -> counts.merge(kind.key(), 1L, Long::sum)));
    return counts;
  }

  private static Map<String, Object> person(Compared person) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("organizationId", person.organization);
    tree.put("side", person.side);
    tree.put("cause", person.cause);
    tree.put("missing", keys(person.missing));
    tree.put("added", keys(person.added));
    tree.put("sent", keys(person.sent.inside));
    tree.put("sentOutside", keys(without(union(person.sent.all), person.sent.inside)));
    tree.put("inFile", keys(union(person.file.kinds())));
    tree.put("ledgerEvents", person.sent.events);
    tree.put("ledgerFirst", time(person.sent.events == 0 ? 0 : person.sent.first));
    tree.put("ledgerLast", time(person.sent.last));
    tree.put("rows", person.file.rows());
    tree.put("firstSeen", time(person.file.first()));
    tree.put("lastSeen", time(person.file.last()));
    return tree;
  }

  private static Map<String, Object> card(List<Compared> members) {
    Map<String, Object> tree = new LinkedHashMap<>();
    List<Compared> both = of(members, "both");
    tree.put("both", both.size());
    tree.put("differing", both.stream().filter(Compared::differs).count());
    tree.put("ledgerOnly", of(members, "ledger_only").size());
    tree.put("missing", members.stream().filter(each -> each.cause.equals("missing")).count());
    tree.put("fileOnly", of(members, "file_only").size());
    tree.put("unknown", members.stream().filter(each -> each.cause.equals("unknown")).count());
    tree.put("missingCategories", keys(union(members, each -> each.missing)));
    tree.put("addedCategories", keys(union(members, each -> each.added)));
    return tree;
  }

  private static String time(long seconds) {
    return seconds == 0 ? "" : Instant.ofEpochSecond(seconds).toString();
  }

  private static List<String> keys(Set<Kind> kinds) {
    return kinds.stream().map(Kind::key).sorted().toList();
  }

  private static Set<Kind> union(List<Compared> all, Function<Compared, Set<Kind>> kinds) {
    Set<Kind> union = EnumSet.noneOf(Kind.class);
    all.forEach(each -> union.addAll(kinds.apply(each)));
    return union;
  }

  private static Set<Kind> union(Map<Shown, Set<Kind>> forms) {
    Set<Kind> union = EnumSet.noneOf(Kind.class);
    forms.values().forEach(union::addAll);
    return union;
  }

  private static Set<Kind> without(Set<Kind> kinds, Set<Kind> others) {
    Set<Kind> left = EnumSet.noneOf(Kind.class);
    left.addAll(kinds);
    left.removeAll(others);
    return left;
  }

  /// What is about nobody is no difference.
  private static Set<Kind> ofPersons(Set<Kind> kinds) {
    return kinds.stream()
        .filter(kind -> !kind.isOfNobody())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
  }

  private static Set<Kind> in(Map<Shown, Set<Kind>> forms, Shown shown) {
    return forms.computeIfAbsent(shown, _ -> EnumSet.noneOf(Kind.class));
  }
}
