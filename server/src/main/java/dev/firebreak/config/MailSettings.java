package dev.firebreak.config;

import dev.firebreak.config.FirebreakConfig.Mail;
import dev.firebreak.yaml.YamlSection;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/// Reads the section `mail` of the settings.
final class MailSettings {
  private static final int CONNECTIONS_MAX = 64;

  private final Path folder;
  private final ErasurePlaces.Secrets secrets;

  /// @param folder of relative paths
  MailSettings(Path folder, ErasurePlaces.Secrets secrets) {
    this.folder = folder;
    this.secrets = secrets;
  }

  Mail read(YamlSection section) {
    Mail mail =
        new Mail(
            section.text("host"),
            section.required("port", "a port number", ConfigLoader::port, 25),
            section.choice("tls", Mail.Tls.class).orElse(Mail.Tls.STARTTLS),
            section.optionalText("trusted-certificates").map(folder::resolve),
            section.optionalText("username"),
            section.optionalText("username").map(_ -> secrets.read(section, "password", "mail")),
            section.text("from"),
            section.text("reply-to"),
            section.optional("connections", "1 to 64", MailSettings::connections).orElse(4),
            pace(section),
            section.optional("dkim-selector", "a DNS label", MailSettings::selector),
            section.optional("page-listen", "HOST:PORT", ConfigLoader::socketAddress),
            section.optional("returned-listen", "HOST:PORT", ConfigLoader::socketAddress),
            section
                .choice("recipient-domains", Mail.RecipientDomains.class)
                .orElse(Mail.RecipientDomains.DNS),
            section.section("in-product").map(this::inProduct));
    section.finish();
    return mail;
  }

  private Mail.InProduct inProduct(YamlSection section) {
    Mail.InProduct inProduct =
        new Mail.InProduct(
            section.required(
                "listen",
                "HOST:PORT",
                ConfigLoader::socketAddress,
                InetSocketAddress.createUnresolved("127.0.0.1", 0)),
            secrets.read(section, "secret", "mail.in-product"));
    section.finish();
    return inProduct;
  }

  private static Mail.Pace pace(YamlSection mail) {
    return new Mail.Pace(
        mail.optional("messages-per-second", "0 or more", ConfigLoader::count).orElse(0),
        mail.optional("per-domain-per-second", "0 or more", ConfigLoader::count).orElse(0),
        mail.optional("ramp", Durations.EXPECTED, Durations::parse).orElse(Duration.ZERO));
  }

  private static int connections(String text) {
    int connections = Integer.parseInt(text);
    ConfigLoader.check(text, connections >= 1 && connections <= CONNECTIONS_MAX);
    return connections;
  }

  private static String selector(String text) {
    return ConfigLoader.check(text, text.matches("[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?"));
  }
}
