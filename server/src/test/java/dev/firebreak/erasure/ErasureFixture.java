package dev.firebreak.erasure;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.installation.MasterKey;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// An installation whose ledger knows people of two vendors: `mixpanel`, which has a place, and
/// `desk`, which has none. Nothing runs by itself.
final class ErasureFixture implements AutoCloseable {
  static final VendorId MIXPANEL = new VendorId("mixpanel");
  static final VendorId DESK = new VendorId("desk");

  final ScriptedErasure api = new ScriptedErasure();
  final Installation installation;
  ErasureWatch watch;
  Instant now = Instant.parse("2025-11-27T10:00:00Z");
  private final Erasures.Deciders deciders =
      new Erasures.Deciders(operator("nadia", Role.ADMIN), operator("omar", Role.PRIVACY_OFFICER));
  private long watermark;

  ErasureFixture(Path folder) throws IOException {
    MasterKey.create(folder.resolve("firebreak-master.key"), new SecureRandom());
    Path settings = folder.resolve("firebreak.yaml");
    Files.writeString(folder.resolve("token"), "token");
    Files.writeString(
        settings,
        """
        company: {name: Example, domain: example.com, contact: a@example.com, establishment: IE}
        erasure:
          - id: main
            vendor: mixpanel
            api: mixpanel
            credential: {file: token}
            project-token: {file: token}
        """);
    installation = InstallationOpener.open(ConfigLoader.load(settings, Map.of()), clock());
    watch = newWatch();
  }

  private ErasureWatch newWatch() {
    return ErasureWatch.of(installation, new PrometheusRegistry(), _ -> api);
  }

  void restartWatch() {
    watch.close();
    watch = newWatch();
  }

  /// As if the place had had another name when ids were looked up.
  void movePlace(String was) {
    installation
        .control()
        .writer()
        .useHandle(handle -> handle.execute("UPDATE erasure_id SET place = ?", was));
  }

  ConfirmedOperator operator(String name, Role role) {
    return ConfirmedOperators.of(name, role, now);
  }

  Erasures.Deciders deciders() {
    return deciders;
  }

  Erasures erasures() {
    return Erasures.of(installation);
  }

  SubjectKey account(String id) {
    return installation.keys().subjectKeyring().account(id);
  }

  SubjectKey device(String id) {
    return installation.keys().subjectKeyring().device(id);
  }

  /// A vendor got something of a subject under these ids.
  void disclose(VendorId vendor, SubjectKey subject, String... ids) throws IOException {
    append(
        vendor,
        subject,
        List.of(),
        List.of(ids).stream().map(id -> new VendorSubject(vendor, subject, id)).toList());
  }

  void link(SubjectKey device, SubjectKey account, AssertedBy by) throws IOException {
    append(MIXPANEL, account, List.of(new DeviceLink(MIXPANEL, device, account, by)), List.of());
  }

  private void append(
      VendorId vendor, SubjectKey subject, List<DeviceLink> links, List<VendorSubject> ids)
      throws IOException {
    watermark++;
    installation
        .ledger()
        .append(
            new LedgerBatch(
                new BindingId("web"),
                watermark,
                List.of(
                    new Disclosure(
                        vendor,
                        subject,
                        LocalDate.ofInstant(now, ZoneOffset.UTC),
                        Masks.NONE,
                        "0123456789ab",
                        AssertedBy.PUBLIC,
                        1,
                        now,
                        now)),
                links,
                ids));
  }

  /// Plans and asks until nothing is left to do now; then an hour passes.
  void anHour() {
    watch.plan();
    while (watch.ask()) {
      watch.plan();
    }
    watch.plan();
    now = now.plus(Duration.ofHours(1));
  }

  Map<SubjectState, Long> subjects(String erasure, VendorId vendor) {
    return erasures().dossier(erasure).vendors().stream()
        .filter(each -> each.vendor().equals(vendor))
        .findFirst()
        .orElseThrow()
        .subjects();
  }

  List<String> audited() {
    return audited(AuditFilter.newest(1_000));
  }

  List<String> auditedOf(String subject) {
    return audited(AuditFilter.about(subject, 1_000));
  }

  private List<String> audited(AuditFilter filter) {
    return ((HashChainAuditLog) installation.audit())
        .show(filter).stream().map(AuditEntry::action).toList();
  }

  boolean knows(VendorId vendor, SubjectKey subject) throws IOException {
    return installation.ledger().ofSubject(subject).stream()
        .anyMatch(fact -> fact.vendor().equals(vendor));
  }

  private Clock clock() {
    InstantSource source = () -> now;
    return source.withZone(ZoneOffset.UTC);
  }

  @Override
  public void close() throws IOException {
    watch.close();
    installation.close();
  }
}
