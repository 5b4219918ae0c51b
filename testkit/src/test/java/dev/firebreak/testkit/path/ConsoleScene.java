package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.RecoveryCodes;
import dev.firebreak.access.Role;
import dev.firebreak.access.Sessions;
import dev.firebreak.access.SignIn;
import dev.firebreak.access.Totp;
import dev.firebreak.api.Api;
import dev.firebreak.cli.CommandApi;
import dev.firebreak.config.ConsoleConfig;
import dev.firebreak.console.ConsoleListener;
import dev.firebreak.duty.Moment;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.notice.CampaignDraft;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.testkit.smtp.SampleCampaign;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// An installation in the middle of an incident, with an operator of each role and the console at a
/// free port, on a clock that stands still. Confined to one thread.
final class ConsoleScene implements AutoCloseable {
  static final String PASSWORD = "correct horse battery";
  private static final String PAGE = "https://example.com/notices";
  static final String INCIDENT = "2025-11-mixpanel";
  static final String CAMPAIGN = INCIDENT + "-n1";
  static final VendorId MIXPANEL = new VendorId("mixpanel");

  private static final Instant NOW = Instant.parse("2025-11-26T10:00:00Z");
  private static final String VENDOR_FILE =
      """
      vendor: mixpanel
      name: Mixpanel
      owner: analytics@example.com
      purpose: Shows which features are used.
      legal-basis: legitimate-interests
      contacts: {security: a@vendor.example.com, incident: b@vendor.example.com}
      standards: [handles-user-data]
      """;

  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

  final Installation installation;

  /// The event path, where it runs.
  final Optional<EventPath> path;

  final ConsoleListener console;
  final Api api;
  final Sessions sessions;
  private final MovedClock clock = new MovedClock(NOW);
  private final Map<Role, NewOperator> operators = new EnumMap<>(Role.class);

  /// In the middle of an incident, the vendor cut off, and no event path.
  ConsoleScene(Path folder, Optional<ConsoleConfig.Tls> tls) throws Exception {
    this(folder, tls, "");
  }

  /// The same with a relay on loopback that takes mails.
  static ConsoleScene withMail(Path folder, int relay) throws Exception {
    return new ConsoleScene(
        folder,
        Optional.empty(),
        """
        mail:
          host: 127.0.0.1
          port: %d
          tls: none
          from: notices@example.com
          reply-to: privacy@example.com
        """
            .formatted(relay));
  }

  /// The same with more settings, as they stand in the file, and a page for checking notices.
  ConsoleScene(Path folder, Optional<ConsoleConfig.Tls> tls, String settings) throws Exception {
    this(withPage(files(folder, NOWHERE, InstallationFolder.SHIPPED), settings), false, tls);
    openIncident();
  }

  private static InstallationFolder withPage(InstallationFolder files, String settings)
      throws IOException {
    if (!settings.isEmpty()) {
      String company = "establishment: IE";
      String all = Files.readString(files.settings());
      Files.writeString(
          files.settings(), all.replace(company, company + "\n  notice-page: " + PAGE) + settings);
    }
    return files;
  }

  private static InstallationFolder files(Path folder, URI vendor, String policy)
      throws IOException {
    Files.createDirectories(folder.resolve("vendors"));
    Files.writeString(folder.resolve("vendors/mixpanel.yaml"), VENDOR_FILE);
    return InstallationFolder.write(folder, vendor, policy);
  }

  private ConsoleScene(InstallationFolder files, boolean live, Optional<ConsoleConfig.Tls> tls)
      throws Exception {
    installation = InstallationOpener.open(files.config(), clock);
    sessions = new Sessions(installation.control(), installation.audit(), clock);
    addOperators();
    path = live ? Optional.of(EventPath.start(installation)) : Optional.empty();
    ConsoleConfig config =
        new ConsoleConfig(InetSocketAddress.createUnresolved("127.0.0.1", 0), tls);
    api = CommandApi.of(installation, path, config);
    console = ConsoleListener.start(installation, path, config, List.of(api));
  }

  /// With an event path to a vendor that gets data, and no incident.
  static ConsoleScene live(Path folder, URI vendor) throws Exception {
    return live(folder, vendor, InstallationFolder.SHIPPED);
  }

  /// The same under a policy as the settings name it.
  static ConsoleScene live(Path folder, URI vendor, String policy) throws Exception {
    return new ConsoleScene(files(folder, vendor, policy), true, Optional.empty());
  }

  private void addOperators() {
    Operators all =
        new Operators(installation.control(), installation.keys(), installation.audit(), clock);
    SignIn signIn = new SignIn(installation.control(), all, installation.audit(), clock);
    operators.put(Role.ADMIN, all.addFirst(name(Role.ADMIN)));
    for (Role role : Role.values()) {
      if (role != Role.ADMIN) {
        operators.put(role, all.add(confirmed(Role.ADMIN), name(role), role));
      }
      signIn.setPassword(confirmed(role), PASSWORD);
    }
  }

  private void openIncident() throws InterruptedException {
    IncidentServices services = IncidentServices.of(installation);
    ConfirmedOperator responder = confirmed(Role.RESPONDER);
    services.incidents().open(responder, INCIDENT, MIXPANEL, "Stolen analytics export");
    services
        .incidents()
        .record(
            responder,
            INCIDENT,
            Moment.REASONABLY_CERTAIN,
            NOW.minus(Duration.ofHours(70)),
            "the vendor's letter");
    installation.deliveries().vendors().cut(MIXPANEL, confirmed(Role.ADMIN), "stolen export");
    draftCampaign();
  }

  /// To three people, drafted by the responder.
  private void draftCampaign() {
    CampaignDraft sample = SampleCampaign.draft();
    new Campaigns(installation.control(), installation.keys(), installation.audit(), clock)
        .draft(
            new CampaignDraft(INCIDENT, "First notice", sample.facts(), sample.issuer(), "", false),
            SampleCampaign.audience(3),
            confirmed(Role.RESPONDER));
  }

  /// The name of the operator of a role.
  static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// A session of the operator of a role.
  String session(Role role) {
    return sessions.begin(confirmed(role));
  }

  ConfirmedOperator confirmed(Role role) {
    return ConfirmedOperators.of(name(role), role, clock.instant());
  }

  /// Sends one event through the gateway.
  ///
  /// @param properties more of them, as JSON, each with a comma before it
  void send(String event, String properties) throws Exception {
    String body =
        """
        [{"event": "%s", "properties": {"token": "%s", "distinct_id": "user-1", "time": %d%s}}]
        """
            .formatted(event, InstallationFolder.TOKEN, clock.millis(), properties);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(path.orElseThrow().gateway().uri() + "/mp/track"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      assertThat(status).isEqualTo(200);
    }
  }

  /// What the authenticator of the operator of a role shows now.
  String code(Role role) {
    return Totp.code(Objects.requireNonNull(operators.get(role)).secret(), clock.instant());
  }

  /// New recovery codes of the operator of a role.
  List<String> recoveryCodes(Role role) {
    return new RecoveryCodes(installation.control(), installation.audit(), clock)
        .renew(confirmed(role));
  }

  Instant now() {
    return clock.instant();
  }

  Clock clock() {
    return clock;
  }

  void pass(Duration time) {
    clock.set(clock.instant().plus(time));
  }

  /// Until every authenticator shows another code.
  void passToNextCode() {
    pass(Duration.ofSeconds(30));
  }

  URI at(String path) {
    return console.uri().resolve(path);
  }

  @Override
  public void close() throws IOException {
    console.close();
    path.ifPresent(EventPath::close);
    installation.close();
  }
}
