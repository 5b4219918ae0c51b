package dev.firebreak.config;

import dev.firebreak.config.FirebreakConfig.Mail;
import dev.firebreak.yaml.YamlSection;
import java.time.Duration;
import java.util.Optional;

/// Reads the section `mail`.
final class MailSettings {
  private static final int CONNECTIONS_MAX = 64;

  private MailSettings() {}

  /// @param password of the relay, where there is a user
  static Mail read(YamlSection section, Optional<Secret> password) {
    return new Mail(
        section.text("host"),
        section.required("port", "a port number", ConfigLoader::port, 25),
        section.choice("tls", Mail.Tls.class).orElse(Mail.Tls.STARTTLS),
        section.optionalText("username"),
        password,
        section.text("from"),
        section.text("reply-to"),
        section.optional("connections", "1 to 64", MailSettings::connections).orElse(4),
        pace(section),
        section.optional("dkim-selector", "a DNS label", MailSettings::selector),
        section.optional("page-listen", "HOST:PORT", ConfigLoader::socketAddress),
        section.optional("returned-listen", "HOST:PORT", ConfigLoader::socketAddress),
        section
            .choice("recipient-domains", Mail.RecipientDomains.class)
            .orElse(Mail.RecipientDomains.DNS));
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
