package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.FieldMeaning;
import dev.firebreak.assessment.Form;
import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.assessment.Slot;
import dev.firebreak.assessment.SourceFile;
import dev.firebreak.assessment.SourceFiles;
import dev.firebreak.assessment.ValueProfile;
import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.config.AuditConfig;
import dev.firebreak.config.DataDirectory;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.DutyFacts;
import dev.firebreak.installation.Installation;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.ledger.InMemoryLedger;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.template.Templates;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// An installation in a folder, with an incident of November 2025 and a reader whose answer a test
/// makes by hand.
final class IncidentFixture implements AutoCloseable {
  static final String ID = "2025-11-mixpanel";
  static final VendorId VENDOR = new VendorId("mixpanel");
  static final Instant NOW = Instant.parse("2025-11-26T09:00:00Z");
  static final Instant LAST_EVENT = Instant.parse("2025-11-09T12:00:00Z");
  static final String CANARY = "canary.person@example.com";

  final Installation installation;
  final InMemoryLedger ledger = new InMemoryLedger();
  final HashChainAuditLog audit;
  final Incidents incidents;
  final Assessments assessments;
  final IncidentStatements statements;
  final IncidentDuties duties;
  final List<PersonExposure> people = new ArrayList<>();
  final Map<DataCategory, Assessment.Search> searches = new HashMap<>();
  final List<Assessment.Field> fields = new ArrayList<>();
  long rejected;
  final List<AttackFigures> attacks = new ArrayList<>();
  final List<DataCategory> unmeasured = new ArrayList<>();
  final ConfirmedOperator responder = ConfirmedOperators.of("rae", Role.RESPONDER, NOW);
  final ConfirmedOperator officer = ConfirmedOperators.of("olu", Role.PRIVACY_OFFICER, NOW);

  private Instant now = NOW;
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

  /// Lets time pass.
  void pass(Duration time) {
    now = now.plus(time);
  }

  IncidentFixture(Path folder) {
    SecretBytes masterKey = SecretBytes.copyOf(new byte[32]);
    DataDirectory directory = DataDirectory.own(folder.resolve("data"));
    ControlDatabase control = ControlDatabase.open(directory.controlDatabase());
    audit = new HashChainAuditLog(control, clock);
    installation =
        new Installation(
            config(folder),
            directory,
            KeyStore.open(directory.keys(), masterKey),
            control,
            audit,
            ledger,
            clock);
    incidents = new Incidents(control, audit, clock);
    assessments = new Assessments(installation, incidents);
    statements = new IncidentStatements(incidents, control, audit, clock);
    duties =
        new IncidentDuties(
            incidents,
            statements,
            assessments,
            DutyCatalogue.shipped(),
            new DutyFacts.Company("IE", Map.of()),
            new CatalogueArchive(control, clock),
            clock);
  }

  private static FirebreakConfig config(Path folder) {
    return new FirebreakConfig(
        folder,
        folder.resolve("data"),
        folder.resolve("master.key"),
        new FirebreakConfig.Company(
            "Example Cloud",
            "example.com",
            "https://example.com/incident",
            "privacy@example.com",
            "IE",
            URI.create("https://example.com/notices")),
        new InetSocketAddress(java.net.InetAddress.getLoopbackAddress(), 0),
        FirebreakConfig.Clients.DEFAULT,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofDays(7),
        Duration.ofDays(30),
        FirebreakConfig.Held.DEFAULT,
        FirebreakConfig.LedgerRetention.DEFAULT,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        FirebreakConfig.Webhooks.DEFAULT,
        AuditConfig.DEFAULT);
  }

  void open() {
    incidents.open(responder, ID, VENDOR, "Stolen analytics export");
  }

  final List<OrganizationExposure> organizations = new ArrayList<>();

  void addPerson(String account, long clear) {
    people.add(person(account, clear, "none", "admin"));
  }

  void addPerson(String account, long clear, String country) {
    people.add(person(account, clear, "none", "admin", Optional.of(country)));
  }

  static PersonExposure person(String account, long clear, String mfa, String role) {
    return person(account, clear, mfa, role, Optional.of("DE"));
  }

  private static PersonExposure person(
      String account, long clear, String mfa, String role, Optional<String> country) {
    return new PersonExposure(
        account,
        Optional.of(account),
        false,
        List.of("token"),
        List.of(new PersonExposure.Identifier("user_id", account)),
        List.of(account),
        clear,
        DataCategory.USER_AGENT.mask(),
        DataCategory.ACCOUNT_ID.mask(),
        7,
        LAST_EVENT.minusSeconds(60).toEpochMilli(),
        LAST_EVENT.toEpochMilli(),
        Optional.of(CANARY),
        Optional.of("Canary Person"),
        country,
        Optional.empty(),
        Optional.of("org-1"),
        Optional.of(role),
        Optional.of(mfa),
        Optional.empty());
  }

  /// Reads nothing but answers with what the test put in, and leaves plaintext in the work folder,
  /// as a real reader does.
  DataSetReader.Reading read(AssessmentRequest request) throws IOException {
    Files.writeString(request.workFolder().resolve("converted.ndjson"), CANARY);
    request.tokens().announce(1, "f".repeat(64));
    request.tokens().resolve(List.of("fb1saaaanothing"));
    return new DataSetReader.Reading(
        assessment(request), people::forEach, organizations::forEach, attacks, List.of());
  }

  /// Reports on the incident.
  IncidentReport report() {
    return new IncidentReport(installation, incidents, assessments, duties, new Templates());
  }

  Findings assess(Path... files) {
    return assessments.assess(responder, ID, task(this::read, files));
  }

  static Assessments.Task task(DataSetReader reader, Path... files) {
    return Assessments.Task.stolen(List.of(files), Optional.empty(), reader, (step, rows) -> {});
  }

  private static List<Assessment.Original> originals(AssessmentRequest request) throws IOException {
    List<Assessment.Original> originals = new ArrayList<>();
    for (SourceFile file : SourceFiles.of(request.files()).files()) {
      originals.add(SourceFiles.copy(file, OutputStream.nullOutputStream()));
    }
    return originals;
  }

  private Assessment assessment(AssessmentRequest request) throws IOException {
    Map<DataCategory, Assessment.CategoryExposure> categories = new HashMap<>();
    for (DataCategory category : DataCategory.values()) {
      long clear = people.stream().filter(p -> (p.clear() & category.mask()) != 0).count();
      long general = people.stream().filter(p -> (p.generalized() & category.mask()) != 0).count();
      long token = people.stream().filter(p -> (p.tokenized() & category.mask()) != 0).count();
      if (clear + general + token > 0) {
        categories.put(category, new Assessment.CategoryExposure(clear, general, token, clear));
      }
    }
    return new Assessment(
        originals(request),
        List.of("mixpanel-events"),
        100,
        rejected,
        rejected == 0
            ? List.of()
            : List.of(new Assessment.RejectedRow("export.ndjson", 7, "not JSON")),
        rejected == 0 ? Map.of() : Map.of("not JSON", rejected),
        LAST_EVENT.minusSeconds(86_400).toEpochMilli(),
        LAST_EVENT.toEpochMilli(),
        people.size(),
        0,
        0,
        Assessment.Organizations.NONE,
        fields,
        categories,
        searches,
        new Assessment.RiskFigures(
            List.of(DataCategory.COUNTRY),
            unmeasured,
            people.size(),
            1,
            people.size(),
            0,
            0.01,
            List.of(),
            Optional.empty(),
            Optional.empty()),
        request.resultFolder().resolve("people.parquet"),
        request.resultFolder().resolve("organizations.parquet"));
  }

  static Assessment.Field field(Optional<DataCategory> category, long values, long distinct) {
    return new Assessment.Field(
        "properties.x",
        new FieldMeaning(category, Slot.NONE, "values", 0.9, false),
        Form.CLEAR,
        values,
        distinct,
        ValueProfile.NONE);
  }

  List<String> auditedActions() {
    return audit.show(new AuditFilter(null, null, null, null, 1_000)).stream()
        .map(AuditEntry::action)
        .toList();
  }

  /// Files of the data directory that hold a text.
  List<Path> filesWith(String text) {
    try (Stream<Path> files = Files.walk(installation.directory().root())) {
      return files.filter(Files::isRegularFile).filter(file -> contains(file, text)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    installation.close();
  }
}
