package dev.firebreak.incident;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.delivery.BindingDelivery;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyEvaluation;
import dev.firebreak.duty.DutyFacts;
import dev.firebreak.duty.HoldingTally;
import dev.firebreak.duty.Moment;
import dev.firebreak.duty.Residences;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.ledger.DisclosedPeople;
import dev.firebreak.ledger.DisclosedPerson;
import dev.firebreak.ledger.PeopleQuery;
import dev.firebreak.ledger.PeopleSummary;
import dev.firebreak.policy.Policy;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says what would be so if a vendor were breached now. People, categories and forms come from the
/// ledger, countries from the accounts directory; what needs values is measured on an export of the
/// vendor's data, else on the treated messages that the journal still holds. Nothing is kept but an
/// entry in the audit log. Thread-safe.
public final class VendorDrill {
  private final Installation installation;
  private final DrillMeasurement measurement;

  /// @param reader what measures the data; it tries no attacker here
  public VendorDrill(Installation installation, DataSetReader reader) {
    this.installation = installation;
    measurement = new DrillMeasurement(installation, reader);
  }

  /// The accounts directory, opened for the ledger and as a file for the measurement; both empty
  /// where there is none.
  public record Accounts(Optional<AccountsDirectory> directory, Optional<Path> file) {}

  /// What is asked of a drill.
  ///
  /// @param export files of the vendor's own export; empty to measure on the journal
  /// @param other another policy, to say what it would have changed
  public record Question(VendorId vendor, List<Path> export, Optional<Policy> other) {
    public Question {
      export = List.copyOf(export);
    }

    /// Of a vendor as it is, measured on the journal.
    public static Question of(VendorId vendor) {
      return new Question(vendor, List.of(), Optional.empty());
    }
  }

  /// Measures and evaluates.
  public Drill run(Question question, Accounts accounts) throws IOException, SQLException {
    VendorId vendor = question.vendor();
    installation
        .audit()
        .append(
            "system:drill",
            "VendorDrilled",
            "vendor:" + vendor,
            Map.of("exportFiles", Integer.toString(question.export().size())));
    List<BindingDelivery> deliveries = deliveries(vendor);
    installation.deliveries().feedLedger();
    HoldingTally tally = new HoldingTally();
    Optional<PolicyTrial> trial = question.other().map(PolicyTrial::new);
    PeopleSummary people =
        new DisclosedPeople(installation.ledger(), installation.keys().subjectKeyring())
            .people(
                PeopleQuery.all(vendor),
                accounts.directory(),
                person -> {
                  add(tally, person);
                  trial.ifPresent(each -> each.add(person.masks()));
                });
    Masks disclosed = masks(people);
    DrillMeasurement.Known known =
        new DrillMeasurement.Known(
            people.total(), disclosed, accounts.file(), trial.filter(PolicyTrial::isEmpty));
    Optional<Drill.Measured> measured =
        question.export().isEmpty()
            ? measurement.ofJournal(deliveries, known)
            : Optional.of(measurement.ofExport(question.export(), known));
    Residences residences =
        measured
            .map(Drill.Measured::people)
            .filter(shown -> isMore(question, shown.total(), people.total()))
            .map(Findings.People::residences)
            .orElseGet(tally::residences);
    Instant now = installation.clock().instant();
    return new Drill(
        vendor,
        now,
        installation.ledger().knowsSince(vendor),
        people,
        residences,
        measured,
        new DutyEvaluation(DutyCatalogue.shipped(), installation.clock())
            .evaluate(facts(disclosed, measured, residences, now)),
        trend(installation, vendor),
        trial.map(each -> each.outcome(measured.map(Drill.Measured::risk))));
  }

  private static boolean isMore(Question question, long measured, long known) {
    return known == 0 || (!question.export().isEmpty() && measured > known);
  }

  /// How many people a vendor had, week by week up to now.
  public static DrillTrend trend(Installation installation, VendorId vendor) throws IOException {
    return DrillTrend.of(
        installation.ledger().firstDays(vendor, EnisaSeverity.directIdentifiers()),
        LocalDate.ofInstant(installation.clock().instant(), ZoneOffset.UTC));
  }

  /// The deliveries of the vendor's bindings that ever had a journal.
  private List<BindingDelivery> deliveries(VendorId vendor) {
    return installation.deliveries().bindings().stream()
        .filter(binding -> binding.vendor().equals(vendor))
        .map(BindingConfig::id)
        .filter(id -> Files.isDirectory(installation.directory().journal().resolve(id.value())))
        .map(installation.deliveries()::binding)
        .toList();
  }

  private static void add(HoldingTally tally, DisclosedPerson person) {
    tally.add(
        person.country(), person.region(), person.masks().clear(), person.masks().disclosed());
  }

  private static Masks masks(PeopleSummary people) {
    Masks masks = Masks.NONE;
    for (Map.Entry<DataCategory, PeopleSummary.Forms> entry : people.forms().entrySet()) {
      long bit = entry.getKey().mask();
      PeopleSummary.Forms forms = entry.getValue();
      masks =
          masks.union(
              new Masks(
                  forms.clear() > 0 ? bit : 0,
                  forms.generalized() > 0 ? bit : 0,
                  forms.tokenized() > 0 ? bit : 0,
                  0));
    }
    return masks;
  }

  /// The facts as if the vendor told us now, and nothing else were known.
  private DutyFacts facts(
      Masks disclosed, Optional<Drill.Measured> measured, Residences residences, Instant now) {
    Masks all = measured.map(m -> disclosed.union(m.forms())).orElse(disclosed);
    return new DutyFacts(
        IncidentServices.statedBy(installation.config().company()),
        new DutyFacts.Exposed(
            all.clear(),
            all.disclosed(),
            measured.map(Drill.Measured::unexplainedFields).orElse(0),
            measured.map(m -> m.source().rowsRejected()).orElse(0L),
            measured.isEmpty()),
        residences,
        measured.map(Drill.Measured::reading),
        Map.of(),
        new DutyFacts.Timeline(Map.of(Moment.VENDOR_TOLD_US, now), Map.of(), now));
  }
}
