package dev.firebreak.register;

import dev.firebreak.error.FirebreakException;
import dev.firebreak.history.ImportStore;
import dev.firebreak.installation.Installation;
import dev.firebreak.standard.Deadline;
import dev.firebreak.standard.RequirementFinding;
import dev.firebreak.standard.Standard;
import dev.firebreak.standard.StandardCheck;
import dev.firebreak.standard.Standing;
import dev.firebreak.standard.VendorFacts;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// What the company knows of its vendors: their files, their reviews, and where they stand with
/// their standards. Thread-safe.
public final class VendorRegister {
  private final Path folder;
  private final Reviews reviews;
  private final VendorScans scans;
  private final ImportStore imports;
  private final LapseStore lapses;
  private final StageStore stages;
  private final Clock clock;
  private volatile RegisterFiles files;

  private VendorRegister(Installation installation) {
    folder = installation.config().folder();
    reviews = Reviews.of(installation);
    scans = VendorScans.of(installation);
    imports = new ImportStore(installation.control());
    lapses = new LapseStore(installation.control());
    stages = new StageStore(installation.control(), installation.audit());
    clock = installation.clock();
    files = RegisterFiles.load(folder);
  }

  /// The register of an installation, its files read.
  ///
  /// @throws FirebreakException CONFIG_INVALID with every problem of the files, INPUT_UNREADABLE
  public static VendorRegister of(Installation installation) {
    return new VendorRegister(installation);
  }

  /// The files as they were read last.
  public RegisterFiles files() {
    return files;
  }

  public Reviews reviews() {
    return reviews;
  }

  /// Reads the files again; where they are bad, or one is gone that limited a vendor, the last good
  /// ones stay.
  ///
  /// @param replacing told of other files before they count; where it fails they do not
  /// @throws FirebreakException as [#of]
  synchronized void reload(Consumer<RegisterFiles> replacing) {
    RegisterFiles now = RegisterFiles.load(folder, files);
    if (!now.fingerprint().equals(files.fingerprint())) {
      replacing.accept(now);
      files = now;
    }
  }

  /// What is known of a vendor, as standards look at it.
  public VendorFacts facts(VendorFile file) {
    return new VendorFacts(
        file.vendor(),
        file.contract().map(VendorFile.Agreement::term),
        file.agreement().map(VendorFile.Agreement::term),
        file.regions(),
        file.transfers().stream().map(VendorFile.Transfer::to).toList(),
        file.retentionDays(),
        file.noticeHours(),
        reviews.lastClosed(file.vendor()).flatMap(ReviewDossier::fact),
        reviews.oldestOpenAction(file.vendor()),
        undeclared(file));
  }

  /// What imported exports and scans show at a vendor and its file says nothing of; empty where
  /// there is neither. Fields of which nothing is known do not count.
  private Optional<List<DataCategory>> undeclared(VendorFile file) {
    List<VendorScan> scanned = scans.of(file.vendor());
    if (scanned.isEmpty() && imports.of(file.vendor()).isEmpty()) {
      return Optional.empty();
    }
    Masks shown =
        scanned.stream()
            .map(VendorScan::found)
            .reduce(imports.shownBy(file.vendor()), Masks::union);
    return Optional.of(
        DataCategory.ofMask(shown.disclosed() & ~DataCategory.UNCLASSIFIED.mask()).stream()
            .filter(category -> !file.expects(category))
            .toList());
  }

  /// Whether a vendor meets each of the standards that its file names, today.
  public List<StandardResult> check(VendorFile file) {
    VendorFacts facts = facts(file);
    return files.standardsOf(file).stream()
        .map(
            standard -> new StandardResult(standard, StandardCheck.check(standard, facts, today())))
        .toList();
  }

  /// Where a vendor stands now.
  public Standing standing(VendorFile file) {
    return allowance(file).at(clock.instant());
  }

  /// What any vendor is left with. One that has less than everything, and no file any more, keeps
  /// what it has until a file says something else.
  public Allowance allowance(VendorId vendor) {
    Optional<VendorFile> file = files.vendor(vendor);
    if (file.isPresent()) {
      return allowance(file.get());
    }
    return Optional.ofNullable(stages.stages().get(vendor))
        .map(kept -> Allowance.kept(vendor, kept.stage(), kept.since()))
        .orElseGet(() -> Allowance.unlimited(vendor));
  }

  /// What a vendor is left with, now and as time passes; what the register did is not undone where
  /// the clock goes back. What has no date of its own and was never noted counts from today.
  public Allowance allowance(VendorFile file) {
    return allowance(file, lapses.of(file.vendor()), new HashMap<>());
  }

  /// As [#allowance], and notes until when what has an end is met, and since when what never had a
  /// date is not, so that its grace runs out.
  Allowance note(VendorFile file) {
    Map<LapseStore.Key, LapseStore.Lapse> before = lapses.of(file.vendor());
    Map<LapseStore.Key, LapseStore.Lapse> now = new HashMap<>();
    Allowance allowance = allowance(file, before, now);
    lapses.replace(file.vendor(), before, now);
    return allowance;
  }

  /// @param now gets the ends that are known now
  private Allowance allowance(
      VendorFile file,
      Map<LapseStore.Key, LapseStore.Lapse> before,
      Map<LapseStore.Key, LapseStore.Lapse> now) {
    List<Deadline> deadlines = new ArrayList<>();
    for (StandardResult result : check(file)) {
      Standard standard = result.standard();
      for (RequirementFinding finding : result.findings()) {
        lapse(standard, finding, before)
            .ifPresent(lapse -> {
              now.put(key(standard, finding), lapse);
              LocalDate end = lapse.end(standard.plan().graceDays());
              deadlines.add(new Deadline(standard.name(), finding, end, standard.plan()));
            });
      }
    }
    Allowance allowance = new Allowance(file.vendor(), file.mayReceive(), deadlines);
    return Optional.ofNullable(stages.stages().get(file.vendor()))
        .map(kept -> allowance.notBefore(kept.since()))
        .orElse(allowance);
  }

  /// When a requirement ends; empty where it is met without an end. What is not met ends no later
  /// than was known before: a worse fact in the place of one that lapsed gains no time.
  private Optional<LapseStore.Lapse> lapse(
      Standard standard,
      RequirementFinding finding,
      Map<LapseStore.Key, LapseStore.Lapse> earlier) {
    if (finding.met()) {
      return finding.lastDay().map(LapseStore.Lapse::after);
    }
    Optional<LapseStore.Lapse> before = Optional.ofNullable(earlier.get(key(standard, finding)));
    if (finding.lastDay().isEmpty()) {
      LocalDate today = today();
      return Optional.of(
          new LapseStore.Lapse(
              before.map(LapseStore.Lapse::since).filter(today::isAfter).orElse(today),
              before.flatMap(LapseStore.Lapse::lastDay)));
    }
    LocalDate dated = finding.lastDay().get();
    return Optional.of(
        LapseStore.Lapse.after(
            before
                .map(each -> each.end(standard.plan().graceDays()))
                .filter(dated::isAfter)
                .orElse(dated)));
  }

  private static LapseStore.Key key(Standard standard, RequirementFinding finding) {
    return new LapseStore.Key(standard.name(), finding.requirement());
  }

  private LocalDate today() {
    return reviews.today();
  }
}
