package dev.firebreak.console;

import dev.firebreak.config.ConsoleConfig;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.installation.Installation;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the page of settings shows: what is configured and where, and how old keys are.
/// Thread-safe.
final class SettingsReads {
  private final Installation installation;

  SettingsReads(Installation installation) {
    this.installation = installation;
  }

  SettingsView settings() {
    FirebreakConfig config = installation.config();
    String version = SettingsReads.class.getPackage().getImplementationVersion();
    return new SettingsView(
        List.of(version == null ? "development" : version, Runtime.version().toString()),
        places(config),
        listeners(config),
        List.of(
            new SettingsView.Limit(
                "settings.journal", config.journalRetention().toDays(), "journal-retention"),
            new SettingsView.Limit(
                "settings.held", config.held().retention().toDays(), "held.retention"),
            new SettingsView.Limit(
                "settings.ledger",
                config.ledgerRetention().standard().toDays(),
                "ledger-retention"),
            new SettingsView.Limit(
                "settings.incidents", config.incidentRetention().toDays(), "incident-retention")),
        config.bindings(),
        installation.vendorKeys().list());
  }

  private static List<SettingsView.Place> places(FirebreakConfig config) {
    List<SettingsView.Place> places = new ArrayList<>();
    places.add(new SettingsView.Place("settings.folder", config.folder()));
    places.add(new SettingsView.Place("settings.files", config.dataDirectory()));
    places.add(new SettingsView.Place("settings.master", config.masterKeyFile()));
    config
        .accounts()
        .ifPresent(path -> places.add(new SettingsView.Place("settings.accounts", path)));
    return places;
  }

  private static List<SettingsView.Listener> listeners(FirebreakConfig config) {
    Optional<FirebreakConfig.Mail> mail = config.mail();
    List<SettingsView.Listener> listeners = new ArrayList<>();
    add(listeners, "gateway", Optional.of(config.gateway()), "gateway.listen");
    add(listeners, "console", config.console().map(ConsoleConfig::listen), "console.listen");
    add(listeners, "metrics", config.metrics(), "metrics.listen");
    add(listeners, "page", mail.flatMap(FirebreakConfig.Mail::page), "mail.page-listen");
    add(
        listeners,
        "returned",
        mail.flatMap(FirebreakConfig.Mail::returned),
        "mail.returned-listen");
    add(
        listeners,
        "product",
        mail.flatMap(FirebreakConfig.Mail::inProduct).map(FirebreakConfig.Mail.InProduct::listen),
        "mail.in-product.listen");
    add(
        listeners,
        "relay",
        mail.map(each -> InetSocketAddress.createUnresolved(each.host(), each.port())),
        "mail.host");
    return listeners;
  }

  private static void add(
      List<SettingsView.Listener> listeners,
      String word,
      Optional<InetSocketAddress> address,
      String setting) {
    listeners.add(
        new SettingsView.Listener(
            "settings.at." + word,
            address.map(each -> each.getHostString() + ":" + each.getPort()).orElse(""),
            setting));
  }
}
