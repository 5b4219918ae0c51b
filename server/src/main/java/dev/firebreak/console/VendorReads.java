package dev.firebreak.console;

import dev.firebreak.delivery.VendorStatus;
import dev.firebreak.erasure.EndStep;
import dev.firebreak.erasure.VendorEnding;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.DrillTrend;
import dev.firebreak.incident.VendorDrill;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.PeopleQuery;
import dev.firebreak.ledger.PeopleSummary;
import dev.firebreak.register.Rating;
import dev.firebreak.register.VendorFile;
import dev.firebreak.register.VendorRegister;
import dev.firebreak.register.VendorReview;
import dev.firebreak.standard.Standing;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the pages of vendors show: register, switch and ledger beside each other. Thread-safe.
final class VendorReads {
  private final Installation installation;
  private final MinuteMemory<PeopleSummary> people = new MinuteMemory<>();
  private final MinuteMemory<DrillTrend> trends = new MinuteMemory<>();

  VendorReads(Installation installation) {
    this.installation = installation;
  }

  /// Every vendor that anything is known of, by its id.
  List<VendorRow> list() {
    VendorRegister register = VendorRegister.of(installation);
    return known(register).stream().map(vendor -> row(register, vendor, held(vendor))).toList();
  }

  /// @throws FirebreakException NOT_FOUND for one that nothing is known of
  VendorView vendor(String id) {
    VendorRegister register = VendorRegister.of(installation);
    VendorId vendor =
        known(register).stream()
            .filter(known -> known.value().equals(id))
            .findFirst()
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.NOT_FOUND, "nothing is known of a vendor of that id"));
    PeopleSummary held = held(vendor);
    Optional<VendorFile> file = register.files().vendor(vendor);
    return new VendorView(
        row(register, vendor, held),
        status(vendor),
        standing(register, vendor),
        file,
        file.map(register::check).orElse(List.of()),
        ending(vendor),
        held,
        trend(vendor),
        installation.ledger().knowsSince(vendor),
        register.reviews().list().stream()
            .filter(review -> review.vendor().equals(vendor))
            .sorted(Comparator.comparing((VendorReview review) -> review.started().at()).reversed())
            .toList(),
        register.reviews().ratings(vendor),
        register.reviews().today());
  }

  /// Where each vendor of the register, and each that is bound, stands with its standards.
  List<Standing> standings() {
    VendorRegister register = VendorRegister.of(installation);
    return known(register).stream().map(vendor -> standing(register, vendor)).toList();
  }

  private SortedSet<VendorId> known(VendorRegister register) {
    SortedSet<VendorId> known = new TreeSet<>(Comparator.comparing(VendorId::value));
    known.addAll(register.files().vendors().keySet());
    known.addAll(installation.deliveries().vendors().bound());
    known.addAll(installation.ledger().vendors());
    return known;
  }

  private VendorRow row(VendorRegister register, VendorId vendor, PeopleSummary held) {
    List<Rating.Given> ratings = register.reviews().ratings(vendor);
    return new VendorRow(
        vendor,
        register.files().vendor(vendor).map(VendorFile::name).orElse(vendor.value()),
        installation.deliveries().vendors().bound().contains(vendor),
        status(vendor).state(),
        standing(register, vendor).stage(),
        ratings.isEmpty()
            ? OptionalDouble.empty()
            : OptionalDouble.of(ratings.getFirst().rating().threat()),
        held.total(),
        held.forms().size());
  }

  /// One without a binding has no switch: nothing of ours reaches it.
  private VendorStatus status(VendorId vendor) {
    if (!installation.deliveries().vendors().bound().contains(vendor)) {
      return new VendorStatus(vendor, VendorStatus.State.ACTIVE, 0, Optional.empty(), List.of());
    }
    return installation.deliveries().vendors().status(vendor);
  }

  private Standing standing(VendorRegister register, VendorId vendor) {
    return register.allowance(vendor).at(installation.clock().instant());
  }

  private PeopleSummary held(VendorId vendor) {
    return remembered(people, vendor, () -> installation.ledger().count(PeopleQuery.all(vendor)));
  }

  private DrillTrend trend(VendorId vendor) {
    return remembered(trends, vendor, () -> VendorDrill.trend(installation, vendor));
  }

  /// The ending of a vendor, step by step; empty where nobody decided it.
  private List<EndStep> ending(VendorId vendor) {
    VendorEnding endings = VendorEnding.of(installation);
    try {
      return endings.checklist(endings.find(vendor));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FirebreakException undecided) {
      if (undecided.code() != ErrorCode.NOT_FOUND) {
        throw undecided;
      }
      return List.of();
    }
  }

  private <V> V remembered(MinuteMemory<V> memory, VendorId vendor, MinuteMemory.Asking<V> asking) {
    try {
      return memory.of(vendor.value(), installation.clock().instant(), asking).value();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
