package dev.firebreak.history;

import dev.firebreak.assessment.DisclosureHistory.Shown;
import dev.firebreak.assessment.DisclosureHistory.Somebody;
import dev.firebreak.assessment.DisclosureHistory.Span;
import dev.firebreak.delivery.Suppression;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.taxonomy.Masks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes facts of the ledger out of what an export shows, person by person, in batches that end
/// with a person. A row that shows nothing that an earlier import did not have of its person's day
/// is left. Confined to one thread.
final class HistoryFacts {
  private static final int FACTS_PER_BATCH = 100_000;

  /// So many ids and devices of one person are kept.
  private static final int IDS_MAX = 1_000;

  /// Takes a batch; its facts are durable when this returns.
  interface Sink {
    void append(LedgerBatch batch) throws IOException;
  }

  /// What the import is held against.
  ///
  /// @param keyring computes whom the facts are about
  /// @param known what the ledger has of the vendor's people
  /// @param erased whose data comes into the ledger no more
  /// @param heldFrom the first day that the ledger keeps; empty for every day
  /// @param undated when what has no time counts, of people who have no event with one
  /// @param watermark of the ledger for this import
  record Terms(
      SubjectKeyring keyring,
      KnownHistory known,
      Suppression erased,
      Optional<LocalDate> heldFrom,
      Instant undated,
      long watermark) {}

  private record Key(LocalDate day, Masks masks) {}

  private record Person(Somebody who, SubjectKey subject) {}

  private final ImportedHistory history;
  private final Terms terms;
  private final Sink sink;
  private final List<Disclosure> facts = new ArrayList<>();
  private final List<DeviceLink> links = new ArrayList<>();
  private final List<VendorSubject> ids = new ArrayList<>();
  private long watermark;

  private @Nullable Person person;
  private NavigableMap<LocalDate, Masks> before = new TreeMap<>();
  private final Map<Key, Span> days = new HashMap<>();
  private final Map<Masks, Long> withoutTime = new HashMap<>();
  private OptionalLong lastMillis = OptionalLong.empty();
  private boolean seenLate;
  private final Set<String> idsOfPerson = new LinkedHashSet<>();
  private final Set<String> devicesOfPerson = new LinkedHashSet<>();

  private final RowCounts rows = new RowCounts();
  private long people;
  private long factsAdded;
  private @Nullable LocalDate firstDay;
  private @Nullable LocalDate lastDay;

  /// What became of rows.
  private static final class RowCounts {
    long taken;
    long undated;
    long nobody;
    long overlapping;
    long already;
    long erased;
    long older;
  }

  HistoryFacts(ImportedHistory history, Terms terms, Sink sink) {
    this.history = history;
    this.terms = terms;
    this.sink = sink;
    watermark = terms.watermark();
  }

  /// Takes alike rows; all of one person come one after the other.
  void add(Shown shown) {
    long alike = shown.span().rows();
    if (shown.late()) {
      rows.overlapping += alike;
    } else if (shown.who().isEmpty()) {
      rows.nobody += alike;
    }
    if (shown.who().isEmpty()) {
      return;
    }
    SubjectKey subject = subject(shown.who().get());
    if (shown.late()) {
      seenLate = true;
    } else if (terms.erased().covers(subject)) {
      rows.erased += alike;
    } else if (take(shown)) {
      remember(idsOfPerson, shown.idAtVendor());
      remember(devicesOfPerson, shown.who().get().device() ? "" : shown.besideDevice());
    }
  }

  /// The key of somebody, who becomes the person that is being read.
  private SubjectKey subject(Somebody next) {
    Person now = person;
    if (now != null && now.who().equals(next)) {
      return now.subject();
    }
    endPerson();
    SubjectKey subject = key(next);
    person = new Person(next, subject);
    before = terms.known().daysOf(subject);
    return subject;
  }

  private static void remember(Set<String> texts, String text) {
    if (!text.isEmpty() && texts.size() < IDS_MAX) {
      texts.add(text);
    }
  }

  /// True where rows of the person that is being read may become facts.
  private boolean take(Shown shown) {
    if (shown.epochDay().isEmpty()) {
      return takeUndated(shown);
    }
    LocalDate day = LocalDate.ofEpochDay(shown.epochDay().getAsLong());
    if (isOlder(day)) {
      rows.older += shown.span().rows();
      return false;
    }
    lastMillis =
        OptionalLong.of(Math.max(lastMillis.orElse(Long.MIN_VALUE), shown.span().lastMillis()));
    Masks had = before.get(day);
    if (had != null && !adds(shown.masks(), had)) {
      rows.already += shown.span().rows();
      return false;
    }
    days.merge(new Key(day, shown.masks()), shown.span(), HistoryFacts::and);
    return true;
  }

  private boolean takeUndated(Shown shown) {
    Masks had = before.values().stream().reduce(Masks.NONE, Masks::union);
    if (!before.isEmpty() && !adds(shown.masks(), had)) {
      rows.already += shown.span().rows();
      return false;
    }
    withoutTime.merge(shown.masks(), shown.span().rows(), Long::sum);
    return true;
  }

  private boolean isOlder(LocalDate day) {
    return terms.heldFrom().map(day::isBefore).orElse(false);
  }

  /// True where one has a category in a form that the other lacks.
  private static boolean adds(Masks one, Masks other) {
    return !other.union(one).equals(other);
  }

  /// What has no time counts with the person's last event, of this export or of an earlier import,
  /// else at the end of the history. Somebody who was first seen in the gateway's own time has no
  /// history: what has no time is of that time too.
  private void dateTheRest(SubjectKey subject) {
    long undated = withoutTime.values().stream().mapToLong(Long::longValue).sum();
    boolean seenBefore = lastMillis.isPresent() || !before.isEmpty();
    if (!seenBefore && (seenLate || terms.known().isOwn(subject))) {
      rows.overlapping += undated;
    } else if (undated > 0) {
      long at = lastMillis.orElseGet(this::lastMillisBefore);
      LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC);
      if (isOlder(day)) {
        rows.older += undated;
      } else {
        rows.undated += undated;
        withoutTime.forEach((masks, alike) ->
            days.merge(new Key(day, masks), new Span(alike, at, at), HistoryFacts::and));
      }
    }
    withoutTime.clear();
  }

  private long lastMillisBefore() {
    return before.isEmpty()
        ? terms.undated().toEpochMilli()
        : before.lastKey().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }

  private static Span and(Span one, Span other) {
    return new Span(
        one.rows() + other.rows(),
        Math.min(one.firstMillis(), other.firstMillis()),
        Math.max(one.lastMillis(), other.lastMillis()));
  }

  private SubjectKey key(Somebody somebody) {
    return somebody.device()
        ? terms.keyring().device(somebody.id())
        : terms.keyring().account(somebody.id());
  }

  private void endPerson() {
    Person ended = person;
    if (ended != null) {
      dateTheRest(ended.subject());
      if (!days.isEmpty()) {
        addPerson(ended.subject());
      }
    }
    days.clear();
    idsOfPerson.clear();
    devicesOfPerson.clear();
    lastMillis = OptionalLong.empty();
    seenLate = false;
    if (facts.size() >= FACTS_PER_BATCH) {
      send();
    }
  }

  /// Whom this import had brought before it was interrupted is counted and not brought again.
  private void addPerson(SubjectKey subject) {
    List<Disclosure> ofPerson = new ArrayList<>();
    days.forEach((key, span) -> {
      ofPerson.add(fact(subject, key, span));
      rows.taken += span.rows();
    });
    people++;
    factsAdded += ofPerson.size();
    if (terms.known().isBrought(subject)) {
      return;
    }
    facts.addAll(ofPerson);
    idsOfPerson.forEach(id -> ids.add(new VendorSubject(history.vendor(), subject, id)));
    devicesOfPerson.forEach(device -> links.add(link(device, subject)));
  }

  private Disclosure fact(SubjectKey subject, Key key, Span span) {
    LocalDate first = firstDay;
    LocalDate last = lastDay;
    firstDay = first == null || key.day().isBefore(first) ? key.day() : first;
    lastDay = last == null || key.day().isAfter(last) ? key.day() : last;
    return new Disclosure(
        history.vendor(),
        subject,
        key.day(),
        key.masks(),
        history.policyVersion(),
        AssertedBy.PUBLIC,
        span.rows(),
        Instant.ofEpochMilli(span.firstMillis()),
        Instant.ofEpochMilli(span.lastMillis()));
  }

  /// Nobody vouches for what stands beside each other in a vendor's export: such a link is never
  /// the sole ground for a match.
  private DeviceLink link(String device, SubjectKey account) {
    return new DeviceLink(
        history.vendor(), terms.keyring().device(device), account, AssertedBy.PUBLIC);
  }

  private void send() {
    if (facts.isEmpty()) {
      return;
    }
    watermark++;
    try {
      sink.append(new LedgerBatch(history.source(), watermark, facts, links, ids));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    facts.clear();
    links.clear();
    ids.clear();
  }

  /// Ends the last person and the last batch.
  ///
  /// @param rejected rows that could not be read
  ImportOutcome end(long rejected) {
    endPerson();
    send();
    return new ImportOutcome(
        people,
        factsAdded,
        rows.taken,
        rows.undated,
        rows.nobody,
        rows.overlapping,
        rows.already,
        rows.erased,
        rows.older,
        rejected,
        Optional.ofNullable(firstDay),
        Optional.ofNullable(lastDay));
  }
}
