package dev.firebreak.history;

import dev.firebreak.assessment.DisclosureHistory.Shown;
import dev.firebreak.assessment.DisclosureHistory.Somebody;
import dev.firebreak.assessment.DisclosureHistory.Span;
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
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes facts of the ledger out of what an export shows, person by person, in batches that end
/// with a person. Nobody's day is added to that an earlier import brought. Confined to one thread.
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
  /// @param known by subject, the days that earlier imports brought
  /// @param undated when what has no time counts, of people who have no event with one
  /// @param watermark of the ledger for this import
  record Terms(
      SubjectKeyring keyring,
      Map<SubjectKey, Set<LocalDate>> known,
      Instant undated,
      long watermark) {}

  private record Key(LocalDate day, Masks masks) {}

  private final ImportedHistory history;
  private final Terms terms;
  private final Sink sink;
  private final List<Disclosure> facts = new ArrayList<>();
  private final List<DeviceLink> links = new ArrayList<>();
  private final List<VendorSubject> ids = new ArrayList<>();
  private long watermark;

  private @Nullable Somebody who;
  private final Map<Key, Span> days = new HashMap<>();
  private final Map<Masks, Long> withoutTime = new HashMap<>();
  private long lastMillis;
  private final Set<String> idsOfPerson = new LinkedHashSet<>();
  private final Set<String> devicesOfPerson = new LinkedHashSet<>();

  private long people;
  private long factsAdded;
  private long taken;
  private long undated;
  private long nobody;
  private long already;
  private @Nullable LocalDate firstDay;
  private @Nullable LocalDate lastDay;

  HistoryFacts(ImportedHistory history, Terms terms, Sink sink) {
    this.history = history;
    this.terms = terms;
    this.sink = sink;
    watermark = terms.watermark();
  }

  /// Takes alike rows; all of one person come one after the other.
  void add(Shown shown) {
    if (shown.who().isEmpty()) {
      nobody += shown.span().rows();
      return;
    }
    Somebody next = shown.who().get();
    if (!next.equals(who)) {
      endPerson();
      who = next;
    }
    SubjectKey subject = key(next);
    LocalDate day = day(shown);
    if (isKnown(subject, day, shown)) {
      already += shown.span().rows();
      return;
    }
    taken += shown.span().rows();
    if (shown.epochDay().isPresent()) {
      days.merge(new Key(day, shown.masks()), shown.span(), HistoryFacts::and);
      lastMillis = Math.max(lastMillis, shown.span().lastMillis());
    } else {
      undated += shown.span().rows();
      withoutTime.merge(shown.masks(), shown.span().rows(), Long::sum);
    }
    remember(idsOfPerson, shown.idAtVendor());
    remember(devicesOfPerson, next.device() ? "" : shown.besideDevice());
  }

  private static void remember(Set<String> texts, String text) {
    if (!text.isEmpty() && texts.size() < IDS_MAX) {
      texts.add(text);
    }
  }

  private LocalDate day(Shown shown) {
    return shown.epochDay().isPresent()
        ? LocalDate.ofEpochDay(shown.epochDay().getAsLong())
        : LocalDate.ofInstant(terms.undated(), ZoneOffset.UTC);
  }

  /// What has no time is known as soon as anything of the person is.
  private boolean isKnown(SubjectKey subject, LocalDate day, Shown shown) {
    Set<LocalDate> before = terms.known().getOrDefault(subject, Set.of());
    return shown.epochDay().isPresent() ? before.contains(day) : !before.isEmpty();
  }

  /// What has no time counts with the person's last event, else at the end of the history.
  private void dateTheRest() {
    long at = days.isEmpty() ? terms.undated().toEpochMilli() : lastMillis;
    LocalDate day = LocalDate.ofInstant(Instant.ofEpochMilli(at), ZoneOffset.UTC);
    withoutTime.forEach((masks, rows) ->
        days.merge(new Key(day, masks), new Span(rows, at, at), HistoryFacts::and));
    withoutTime.clear();
    lastMillis = 0;
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
    Somebody person = who;
    dateTheRest();
    if (person != null && !days.isEmpty()) {
      SubjectKey subject = key(person);
      days.forEach((key, span) -> facts.add(fact(subject, key, span)));
      idsOfPerson.forEach(id -> ids.add(new VendorSubject(history.vendor(), subject, id)));
      devicesOfPerson.forEach(device -> links.add(link(device, subject)));
      people++;
    }
    days.clear();
    idsOfPerson.clear();
    devicesOfPerson.clear();
    if (facts.size() >= FACTS_PER_BATCH) {
      send();
    }
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
    factsAdded += facts.size();
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
  /// @param overlapping rows that were not given to it, since the ledger knows their time by itself
  /// @param rejected rows that could not be read
  ImportOutcome end(long overlapping, long rejected) {
    endPerson();
    send();
    return new ImportOutcome(
        people,
        factsAdded,
        taken,
        undated,
        nobody,
        overlapping,
        already,
        rejected,
        Optional.ofNullable(firstDay),
        Optional.ofNullable(lastDay));
  }
}
