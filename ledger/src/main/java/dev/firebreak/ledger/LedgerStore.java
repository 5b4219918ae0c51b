package dev.firebreak.ledger;

import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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

  /// Since when the ledger knows anything of a vendor; empty where it never had a disclosure.
  Optional<Instant> knowsSince(VendorId vendor);

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

  /// Gives the device links of a vendor to the consumer, each once, by device and account.
  void forEachLink(VendorId vendor, Consumer<DeviceLink> consumer) throws IOException;

  /// The device links of a vendor as one list: for where few are expected.
  default List<DeviceLink> links(VendorId vendor) throws IOException {
    List<DeviceLink> links = new ArrayList<>();
    forEachLink(vendor, links::add);
    return List.copyOf(links);
  }

  @Override
  void close() throws IOException;
}
