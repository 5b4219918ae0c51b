package dev.firebreak.ledger;

import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The disclosure ledger. One writer, many readers; a reader sees one manifest, so never half a
/// batch and never a step backward. Thread-safe.
public interface LedgerStore extends AutoCloseable {
  /// Adds a batch, durable when this returns. A batch whose watermark is not above the stored one
  /// of its binding is already there and is ignored, so that a replay after a crash counts nothing
  /// twice.
  ///
  /// @throws IOException where it could not be made durable; nothing of it is then visible
  void append(LedgerBatch batch) throws IOException;

  /// The watermark of a binding: 0 where nothing was ever added.
  long watermark(BindingId binding);

  /// Records of a binding of which the outcomes below its watermark say that they were disclosed.
  /// What was erased or has left by retention counts on.
  long records(BindingId binding);

  /// Since when the ledger knows of a vendor: its first disclosure through Firebreak, or where
  /// retention has taken that, the beginning of what is still held. Erasures do not change it, nor
  /// does imported history. Empty where there never was such a disclosure.
  Optional<Instant> knowsSince(VendorId vendor);

  /// Since when there is imported history of a vendor, as [#knowsSince]. It says what the vendor
  /// has, never what it has not: nobody knows whether its export was whole.
  Optional<Instant> importedSince(VendorId vendor);

  /// The first day (UTC) that retention has left of a vendor: a batch brings nothing of an earlier
  /// one. Empty where retention has taken nothing yet.
  Optional<LocalDate> heldFrom(VendorId vendor);

  /// The vendors that the ledger has disclosures to, also those without a binding any more.
  Set<VendorId> vendors();

  /// The facts of one subject over all vendors, by vendor and day.
  List<Disclosure> ofSubject(SubjectKey subject) throws IOException;

  /// The ids under which vendors know a subject.
  List<VendorSubject> idsOf(SubjectKey subject) throws IOException;

  /// The ids under which a vendor knows its subjects, each once, in subject order.
  void forEachId(VendorId vendor, Consumer<VendorSubject> consumer) throws IOException;

  /// The facts of one vendor whose events reach into the window, in subject order.
  ///
  /// @param from first instant, inclusive; empty for everything since the beginning
  /// @param to last instant, exclusive; empty for everything until now
  void forEach(
      VendorId vendor, Optional<Instant> from, Optional<Instant> to, Consumer<Disclosure> consumer)
      throws IOException;

  /// Forgets subjects at a vendor: their facts, their ids, and the links that name them as device
  /// or as account, as far as the ledger has them now. What is disclosed of them later counts
  /// again. Readers see nothing of them when this returns; a store with files takes them out of
  /// those later. The caller brings the ledger up to date first: an outcome that comes in
  /// afterwards is a new fact, whenever the record was sent. A vendor that the ledger does not know
  /// is no error.
  ///
  /// @throws IOException where it could not be made durable; then everything is still there
  void erase(VendorId vendor, Collection<SubjectKey> subjects) throws IOException;

  /// How many subjects of a vendor were ever erased, one that was erased twice counted twice. What
  /// an answer lacks because of them, the ledger does not know any more.
  long erasedSubjects(VendorId vendor);

  /// When subjects of a vendor were last erased; empty where none ever were. For the time before,
  /// the ledger cannot say what was never disclosed.
  Optional<Instant> lastErasedAt(VendorId vendor);

  /// Forgets what a vendor got before a month (UTC), for good: facts of earlier days, and links and
  /// ids that came with no later ones. Later batches bring nothing of that time back. An earlier
  /// month than before, or a vendor that the ledger does not know, changes nothing.
  ///
  /// @throws IOException where it could not be made durable; then everything is still there
  void forgetBefore(VendorId vendor, YearMonth month) throws IOException;

  /// Counts the people whose data a vendor received, as [DisclosedPeople#people] does without a
  /// directory, naming nobody: for where there are too many to look at each.
  default PeopleSummary count(PeopleQuery query) throws IOException {
    return DisclosedPeople.counted(this, query);
  }

  /// Counts the people whose data a vendor received by the days on which they first appear, in the
  /// order of those days: how its blast radius grew. Who counts as one person is what
  /// [DisclosedPeople#people] says.
  ///
  /// @param clear categories, as mask, of which the first disclosure in clear is asked
  default List<FirstDays> firstDays(VendorId vendor, long clear) throws IOException {
    return DisclosedPeople.firstDays(this, vendor, clear);
  }

  /// Counts the events that a vendor got through Firebreak on some days (UTC, of disclosure), by
  /// what happened to their categories; what was dropped as a whole is in none. Imported history is
  /// left out: nobody treated it.
  ///
  /// @param from first day, inclusive
  /// @param to last day, inclusive
  default List<TreatedEvents> treatedEvents(VendorId vendor, LocalDate from, LocalDate to)
      throws IOException {
    Map<Masks, Long> counts = new HashMap<>();
    forEach(
        vendor,
        Optional.empty(),
        Optional.empty(),
        fact -> {
          boolean within = !fact.day().isBefore(from) && !fact.day().isAfter(to);
          if (within && !fact.isImported()) {
            counts.merge(fact.masks(), fact.events(), Math::addExact);
          }
        });
    return counts.entrySet().stream()
        .map(each -> new TreatedEvents(each.getKey(), each.getValue()))
        .toList();
  }

  /// Gives the device links of a vendor to the consumer, each once, by device and account.
  void forEachLink(VendorId vendor, Consumer<DeviceLink> consumer) throws IOException;

  /// The links that name an account, and the other links of the devices in them at the same vendor:
  /// what it takes to say which devices are this account's alone. By vendor, device and account.
  List<DeviceLink> linksOf(SubjectKey account) throws IOException;

  /// The device links of a vendor as one list: for where few are expected.
  default List<DeviceLink> links(VendorId vendor) throws IOException {
    List<DeviceLink> links = new ArrayList<>();
    forEachLink(vendor, links::add);
    return List.copyOf(links);
  }

  @Override
  void close() throws IOException;
}
