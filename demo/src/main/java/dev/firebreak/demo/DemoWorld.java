package dev.firebreak.demo;

import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.demo.traffic.ProductTraffic;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.installation.MasterKey;
import dev.firebreak.testkit.company.Company;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.mixpanel.TrafficSender;
import dev.firebreak.testkit.smtp.SmtpSink;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/// Everything that runs in the replay: an invented company and its traffic, a vendor that gets it
/// directly, a vendor that gets it through Firebreak, a mail server, and an installation of
/// Firebreak in a fresh folder. All listen on loopback. Confined to the replay's thread.
final class DemoWorld implements AutoCloseable {
  static final VendorId VENDOR = new VendorId("mixpanel");
  static final VendorId DIRECT = new VendorId("mixpanel-direct");
  static final BindingId BINDING = new BindingId("backend");

  static final String DIRECT_TOKEN = "demo-direct-project-token";
  static final String GUARDED_TOKEN = "demo-guarded-project-token";
  private static final String SENDER_SECRET = "demo-backend-secret";

  /// What the invented company is, for its duties: a cloud service with customers in many countries
  /// and an establishment in Ireland only.
  private static final String STATEMENTS =
      """
      statements:
        controller: yes
        processor: no
        telecom-provider: no
        nis2-entity: yes
        eu-financial-entity: no
        eu-product-manufacturer: no
        ny-dfs-covered-entity: no
        hipaa-covered-entity: no
        hipaa-business-associate: no
        health-records-vendor: no
        us-financial-institution: no
        us-banking-organization: no
        us-sec-registrant: no
        us-critical-infrastructure: no
        us-telecom-carrier: no
        au-privacy-principles-entity: yes
        cn-network-operator: no
        cn-critical-infrastructure: no
        in-cert-in-body: no
        il-database-medium-or-high: no
        ae-difc-established: no
        ae-adgm-established: no
        breach-notice-contracts: no
      """;

  final Path folder;
  final Company company;
  final ProductTraffic traffic;
  final SimulatedClock clock = new SimulatedClock(Story.BEGIN);
  final MixpanelEmulator direct;
  final MixpanelEmulator guarded;
  final DemoMailbox mailbox = new DemoMailbox();
  final Installation firebreak;
  final EventPath path;
  final TrafficSender toDirect;
  final TrafficSender toFirebreak;
  final DemoOperator responder;
  final DemoOperator officer;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  DemoWorld(Path folder, long seed, Company.Size size) throws Exception {
    this.folder = folder;
    try {
      company = Company.generate(seed, size, Story.STOLEN);
      traffic = ProductTraffic.plan(company, seed, Story.BEGIN, Story.STOLEN, Story.END);
      direct = keep(MixpanelEmulator.start(DIRECT_TOKEN, clock));
      guarded = keep(MixpanelEmulator.start(GUARDED_TOKEN, clock));
      SmtpSink mailServer = keep(SmtpSink.start(mailbox, mailbox::fault));
      firebreak = keep(InstallationOpener.open(config(guarded.uri(), mailServer.port()), clock));
      path = keep(EventPath.start(firebreak));
      toDirect = keep(new TrafficSender(direct.uri(), DIRECT_TOKEN));
      toFirebreak =
          keep(new TrafficSender(path.gateway().uri().resolve("/backend"), SENDER_SECRET));
      Operators operators =
          new Operators(firebreak.control(), firebreak.keys(), firebreak.audit(), clock);
      NewOperator first = operators.addFirst("demo-privacy-officer");
      officer = new DemoOperator(first, operators, clock);
      responder =
          new DemoOperator(
              operators.add(
                  officer.confirm("OperatorAdded", Role.ADMIN), "demo-responder", Role.RESPONDER),
              operators,
              clock);
    } catch (Exception e) {
      closeAll(e);
      throw e;
    }
  }

  /// The accounts directory, as a file.
  Path accounts() {
    return folder.resolve("accounts.csv");
  }

  @Override
  public void close() throws IOException {
    IOException failure = new IOException("the replay could not be closed");
    closeAll(failure);
    if (failure.getSuppressed().length > 0) {
      throw failure;
    }
  }

  private FirebreakConfig config(URI vendor, int mailPort) throws IOException {
    company.accountsCsv(accounts());
    MasterKey.create(folder.resolve("firebreak-master.key"), new SecureRandom());
    Files.writeString(folder.resolve("vendor-token"), GUARDED_TOKEN);
    Files.writeString(folder.resolve("sender-secret"), SENDER_SECRET);
    register(VENDOR);
    register(DIRECT);
    Path file = folder.resolve("firebreak.yaml");
    Files.writeString(
        file,
        """
        data-directory: data
        master-key-file: firebreak-master.key
        accounts: accounts.csv
        company:
          name: %s
          domain: example.com
          contact: privacy@example.com
          data-protection-contact: dpo@example.com
          establishment: IE
          notice-page: https://example.com/security/notices
        %s
        gateway: {listen: "127.0.0.1:0"}
        mail:
          host: 127.0.0.1
          port: %d
          tls: none
          from: security@example.com
          reply-to: privacy@example.com
          connections: 4
          recipient-domains: unchecked
        bindings:
          - id: %s
            vendor: %s
            dialect: mixpanel
            path-prefix: /backend
            upstream: %s
            credential: {file: vendor-token}
            inbound-credential: {file: sender-secret}
            sender: authenticated
            groups: [organization_id]
            policy: shipped:mixpanel
        """
            .formatted(
                Story.COMPANY,
                STATEMENTS.indent(2).stripTrailing(),
                mailPort,
                BINDING,
                VENDOR,
                vendor));
    return ConfigLoader.load(file, Map.of());
  }

  /// What the company has written down about a vendor: that it is the one that people know.
  private void register(VendorId vendor) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve("vendors")).resolve(vendor + ".yaml"),
        """
        vendor: %s
        name: Mixpanel
        owner: analytics@example.com
        purpose: Shows product teams which features are used.
        legal-basis: legitimate-interests
        contacts: {security: security@example.net, incident: incidents@example.net}
        """
            .formatted(vendor));
  }

  private <T extends AutoCloseable> T keep(T part) {
    open.push(part);
    return part;
  }

  private void closeAll(Exception reason) {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        reason.addSuppressed(e);
      }
    }
  }
}
