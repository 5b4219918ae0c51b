package dev.firebreak.testkit.path;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.RecoveryCodes;
import dev.firebreak.access.Role;
import dev.firebreak.access.Sessions;
import dev.firebreak.access.SignIn;
import dev.firebreak.access.Totp;
import dev.firebreak.config.ConsoleConfig;
import dev.firebreak.console.ConsoleListener;
import dev.firebreak.duty.Moment;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
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
  static final String INCIDENT = "2025-11-mixpanel";
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

  final Installation installation;
  final ConsoleListener console;
  final Sessions sessions;
  private final MovedClock clock = new MovedClock(NOW);
  private final Map<Role, NewOperator> operators = new EnumMap<>(Role.class);

  ConsoleScene(Path folder, Optional<ConsoleConfig.Tls> tls) throws Exception {
    InstallationFolder files =
        InstallationFolder.write(
            folder, URI.create("http://127.0.0.1:9"), InstallationFolder.SHIPPED);
    Files.createDirectories(folder.resolve("vendors"));
    Files.writeString(folder.resolve("vendors/mixpanel.yaml"), VENDOR_FILE);
    installation = InstallationOpener.open(files.config(), clock);
    sessions = new Sessions(installation.control(), installation.audit(), clock);
    addOperators();
    openIncident();
    console =
        ConsoleListener.start(
            installation,
            new ConsoleConfig(InetSocketAddress.createUnresolved("127.0.0.1", 0), tls));
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
  }

  /// The name of the operator of a role.
  static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  ConfirmedOperator confirmed(Role role) {
    return ConfirmedOperators.of(name(role), role, clock.instant());
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

  void pass(Duration time) {
    clock.set(clock.instant().plus(time));
  }

  URI at(String path) {
    return console.uri().resolve(path);
  }

  @Override
  public void close() throws IOException {
    console.close();
    installation.close();
  }
}
