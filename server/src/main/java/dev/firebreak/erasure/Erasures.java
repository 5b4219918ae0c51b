package dev.firebreak.erasure;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.access.StatedReason;
import dev.firebreak.access.TwoOperators;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.config.ErasurePlace;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.delivery.Deliveries;
import dev.firebreak.delivery.Suppressions;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Decisions to have people erased at vendors, and what came of them.
///
/// A decision is durable with its audit entry, and a person is suppressed from then on; asking the
/// vendors is the work of [ErasureWatch], in the process that serves. Thread-safe.
public final class Erasures {
  private static final Pattern NAME = Pattern.compile("[Ee]([0-9]{1,18})");

  private final ErasureStore store;
  private final ControlDatabase control;
  private final AuditLog audit;
  private final LedgerStore ledger;
  private final Deliveries deliveries;
  private final Clock clock;
  private final List<VendorId> placed;

  private Erasures(Installation installation) {
    control = installation.control();
    store = new ErasureStore(control);
    audit = installation.audit();
    ledger = installation.ledger();
    deliveries = installation.deliveries();
    clock = installation.clock();
    placed = installation.config().erasure().stream().map(ErasurePlace::vendor).toList();
  }

  /// Those of an installation.
  public static Erasures of(Installation installation) {
    return new Erasures(installation);
  }

  /// Two operators who decide.
  public record Deciders(ConfirmedOperator first, ConfirmedOperator second) {}

  /// A person who was suppressed and is to be erased.
  ///
  /// @param subjects how many subjects that is, devices included
  /// @param linked how many of them are devices that only browsers and apps linked to the account
  /// @param left how many further devices only browsers and apps linked: they are suppressed, but
  ///   not erased unless they are named
  public record PersonErasure(Erasure erasure, int subjects, int linked, int left) {}

  /// An erasure with everything that is known of it.
  ///
  /// @param devices how many are erased with the person, by why they are taken for theirs
  public record Dossier(
      Erasure erasure,
      Map<DeviceGround, Long> devices,
      List<VendorErasure> vendors,
      List<ErasureRequest> requests,
      List<Proof> proofs) {}

  /// Decides that a person is to be erased at every vendor that is known, and suppresses the
  /// person.
  ///
  /// @param person the key of the account, or of a device for somebody without one
  /// @param devices further devices that are known to be the person's
  /// @param linked whether devices are erased too that only browsers and apps linked to the account
  ///   alone, under ids that cannot be guessed
  /// @throws FirebreakException SECOND_OPERATOR_NEEDED, NOT_ALLOWED, or WRONG_USE where an earlier
  ///   erasure of the person is not closed
  public PersonErasure erasePerson(
      Deciders by, SubjectKey person, Collection<SubjectKey> devices, boolean linked, String reason)
      throws IOException {
    check(by, reason);
    deliveries.feedLedger();
    PersonKeys known = PersonKeys.of(ledger, person, deliveries::hasGuessableIds);
    Map<SubjectKey, DeviceGround> erased = known.erased(linked);
    devices.forEach(device -> erased.put(device, DeviceGround.NAMED));
    erased.remove(person);
    Set<SubjectKey> suppressed = new TreeSet<>(known.all());
    suppressed.addAll(erased.keySet());
    suppressed.add(person);
    Erasure[] decided = new Erasure[1];
    deliveries
        .suppressions()
        .suppress(
            person, suppressed, () -> decided[0] = decide(by, person, erased, linked, reason));
    int onBrowsersWord =
        (int) erased.values().stream().filter(DeviceGround.BROWSER::equals).count();
    return new PersonErasure(
        decided[0], erased.size() + 1, onBrowsersWord, suppressed.size() - erased.size() - 1);
  }

  private Erasure decide(
      Deciders by,
      SubjectKey person,
      Map<SubjectKey, DeviceGround> devices,
      boolean linked,
      String reason) {
    Set<SubjectKey> subjects = new TreeSet<>(devices.keySet());
    subjects.add(person);
    return control
        .writer()
        .inTransaction(handle -> {
          Erasure erasure =
              decide(names(by), Optional.of(person), Optional.empty(), subjects, reason);
          ErasureStore.devices(handle, erasure.number(), devices, linked);
          return erasure;
        });
  }

  /// Decides that everybody is to be erased at a vendor, which must be cut off.
  ///
  /// @throws FirebreakException SECOND_OPERATOR_NEEDED, NOT_ALLOWED, or WRONG_USE where an earlier
  ///   erasure of everybody there is not closed
  public Erasure eraseEverybody(Deciders by, VendorId vendor, String reason) {
    check(by, reason);
    return eraseEverybody(names(by), vendor, reason);
  }

  /// The same as part of a decision that two operators have made before.
  Erasure eraseEverybody(Decided by, VendorId vendor, String reason) {
    return control
        .writer()
        .inTransaction(_ -> decide(by, Optional.empty(), Optional.of(vendor), Set.of(), reason));
  }

  /// The names of two operators who decided, as the decision has them.
  record Decided(String first, String second) {}

  private static Decided names(Deciders by) {
    return new Decided(by.first().name(), by.second().name());
  }

  private static void check(Deciders by, String reason) {
    TwoOperators.require("erasing", by.first(), by.second());
    StatedReason.check(reason);
  }

  private Erasure decide(
      Decided by,
      Optional<SubjectKey> person,
      Optional<VendorId> vendor,
      Set<SubjectKey> subjects,
      String reason) {
    refuseTwice(person, vendor);
    Set<VendorId> vendors = new TreeSet<>();
    vendor.ifPresentOrElse(vendors::add, () -> vendors.addAll(known()));
    return control
        .writer()
        .inTransaction(handle -> {
          Erasure erasure =
              new Erasure(
                  ErasureStore.next(handle),
                  person,
                  vendor,
                  reason,
                  by.first(),
                  by.second(),
                  clock.instant());
          Map<String, String> details = new TreeMap<>();
          details.put("secondOperator", by.second());
          details.put("reason", reason);
          details.put("vendors", Integer.toString(vendors.size()));
          details.put("subjects", person.isPresent() ? "" + subjects.size() : "all");
          vendor.ifPresent(each -> details.put("vendor", each.value()));
          audit.append(by.first(), "ErasureDecided", "erasure:" + erasure.name(), details);
          store.insert(handle, erasure, vendors);
          ErasureStore.insertSubjects(handle, erasure.number(), subjects);
          return erasure;
        });
  }

  private void refuseTwice(Optional<SubjectKey> person, Optional<VendorId> vendor) {
    List<Erasure> open = open();
    for (Erasure erasure : open) {
      if (erasure.person().equals(person) && erasure.vendor().equals(vendor)) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE,
            erasure.name() + " is the same and not closed; `erase show` says how far it is");
      }
    }
  }

  /// The vendors that bindings, the ledger or the places name.
  Set<VendorId> known() {
    Set<VendorId> known = new TreeSet<>(deliveries.vendors().bound());
    known.addAll(ledger.vendors());
    known.addAll(placed);
    return known;
  }

  /// All of them, the oldest first.
  public List<Erasure> list() {
    return store.list();
  }

  /// Those that are not closed at every vendor.
  public List<Erasure> open() {
    Set<Long> open = new TreeSet<>();
    store.unprepared().forEach(at -> open.add(at.erasure().number()));
    store.open().forEach(at -> open.add(at.erasure().number()));
    return store.list().stream().filter(erasure -> open.contains(erasure.number())).toList();
  }

  /// The erasures that are not closed at this vendor.
  public List<Erasure> openAt(VendorId vendor) {
    return store.openAt(vendor).stream().map(ErasureStore.At::erasure).toList();
  }

  /// Everything of an erasure.
  ///
  /// @param name as `E7`
  /// @throws FirebreakException NOT_FOUND
  public Dossier dossier(String name) {
    Erasure erasure = find(name);
    return new Dossier(
        erasure,
        store.devices(erasure.number()),
        store.progress(erasure.number()),
        store.requests(erasure.number()),
        store.proofs(erasure.number()));
  }

  private Erasure find(String name) {
    Matcher matcher = NAME.matcher(name);
    return Optional.of(matcher)
        .filter(Matcher::matches)
        .flatMap(found -> store.find(Long.parseLong(found.group(1))))
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.NOT_FOUND, "no erasure has that name; `erase list` shows them"));
  }

  /// The places that are left alone for a while, each with why and until when.
  public List<String> problems() {
    return store.problems();
  }

  /// Since when a person is suppressed; empty where the person is not.
  public Optional<Instant> suppressedSince(SubjectKey person) {
    return deliveries.suppressions().since(person);
  }

  /// Signs that the subjects of whom the vendor cannot be asked by a machine, or who it refused to
  /// erase, are erased there.
  ///
  /// @param note what was done, without personal data
  /// @param sha256 of the document that shows it; empty where there is none
  /// @throws FirebreakException WRONG_USE where there is nobody to sign for, or the person is let
  ///   go
  public void sign(
      ConfirmedOperator operator,
      String name,
      VendorId vendor,
      String note,
      Optional<String> sha256) {
    allow(operator);
    StatedReason.check(note);
    Erasure erasure = find(name);
    requireSuppressed(erasure);
    control
        .writer()
        .useTransaction(handle -> {
          long subjects = ErasureManual.sign(handle, erasure.number(), vendor);
          if (subjects == 0) {
            throw new FirebreakException(
                ErrorCode.WRONG_USE,
                "nobody is refused or left to be erased by hand at "
                    + vendor
                    + " in "
                    + erasure.name());
          }
          Map<String, String> details = new TreeMap<>();
          details.put("vendor", vendor.value());
          details.put("subjects", Long.toString(subjects));
          details.put("note", note);
          sha256.ifPresent(digest -> details.put("sha256", digest));
          audit.append(operator.name(), "ErasureSigned", "erasure:" + erasure.name(), details);
          ErasureManual.insert(
              handle,
              erasure.number(),
              new Proof(vendor, subjects, note, sha256, operator.name(), clock.instant()));
        });
  }

  /// Has asked again what vendors refused, and asked what could not be asked for want of an
  /// interface that is set up by now.
  ///
  /// @param places by vendor, where it is asked
  /// @return how many ids that are
  /// @throws FirebreakException NOT_ALLOWED, or WRONG_USE where the person is let go
  public long retry(ConfirmedOperator operator, String name, Map<VendorId, List<String>> places) {
    allow(operator);
    Erasure erasure = find(name);
    requireSuppressed(erasure);
    return control
        .writer()
        .inTransaction(handle -> {
          long ids = ErasureManual.retry(handle, erasure.number(), places, clock.instant());
          audit.append(
              operator.name(),
              "ErasureRetried",
              "erasure:" + erasure.name(),
              Map.of("ids", Long.toString(ids)));
          return ids;
        });
  }

  /// Lets a person's data go out again: what comes in from now on.
  ///
  /// @throws FirebreakException NOT_FOUND where the person is not suppressed, NOT_ALLOWED, or
  ///   WRONG_USE where an erasure of the person is not closed at every vendor: the ledger would
  ///   forget with the receipt what goes out before it
  public void unsuppress(ConfirmedOperator operator, SubjectKey person, String reason) {
    allow(operator);
    StatedReason.check(reason);
    Suppressions suppressions = deliveries.suppressions();
    int keys = suppressions.keysOf(person).size();
    if (keys == 0) {
      throw new FirebreakException(ErrorCode.NOT_FOUND, "this person is not suppressed");
    }
    suppressions.lift(
        person,
        () -> {
          refuseWhileOpen(person);
          audit.append(
              operator.name(),
              "SuppressionLifted",
              newest(person).map(each -> "erasure:" + each.name()).orElse("suppression"),
              Map.of("keys", Integer.toString(keys), "reason", reason));
        });
  }

  private void refuseWhileOpen(SubjectKey person) {
    for (Erasure erasure : open()) {
      if (erasure.person().equals(Optional.of(person))) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE,
            erasure.name() + " is not closed at every vendor; `erase show` says how far it is");
      }
    }
  }

  private Optional<Erasure> newest(SubjectKey person) {
    return store.list().stream()
        .filter(erasure -> erasure.person().equals(Optional.of(person)))
        .max(Comparator.comparingLong(Erasure::number));
  }

  /// What was erased of somebody who is let go is over: the ledger would forget what went since.
  private void requireSuppressed(Erasure erasure) {
    if (erasure.person().isPresent()
        && deliveries.suppressions().keysOf(erasure.person().get()).isEmpty()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "the data of the person of " + erasure.name() + " goes out again; decide a new erasure");
    }
  }

  private static void allow(ConfirmedOperator operator) {
    if (!operator.role().includes(Role.PRIVACY_OFFICER)) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED, "only a privacy officer or an administrator may decide this");
    }
  }
}
