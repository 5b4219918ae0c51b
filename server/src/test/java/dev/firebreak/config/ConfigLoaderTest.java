package dev.firebreak.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.CleartextAccess;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  private static final String COMPANY =
      """
      company:
        name: Example Cloud
        domain: example.com
        contact: privacy@example.com
        establishment: IE
      """;

  private static final String PAGE = "  notice-page: https://example.com/security/notices\n";

  private static final String MAIL =
      """
      mail: {host: relay.example.com, port: 25, from: a@example.com, reply-to: a@example.com}
      """;

  private static final String BINDING =
      """
      bindings:
        - id: web
          vendor: mixpanel
          dialect: mixpanel
          path-prefix: /mp
          upstream: https://api.mixpanel.com
          credential: {env: MIXPANEL_TOKEN}
      """;

  @TempDir Path folder;

  @Test
  void defaultsFillWhatIsNotSaid() throws IOException {
    FirebreakConfig config = load(COMPANY);

    assertThat(config.dataDirectory()).isEqualTo(folder.resolve("data"));
    assertThat(config.gateway().getPort()).isEqualTo(8080);
    assertThat(config.journalRetention()).isEqualTo(Duration.ofDays(7));
    assertThat(config.incidentRetention()).isEqualTo(Duration.ofDays(1095));
    assertThat(config.bindings()).isEmpty();
    assertThat(config.mail()).isEmpty();
    assertThat(config.metrics()).isEmpty();
    assertThat(config.company().noticePage()).hasToString("https://example.com/security/notices");
  }

  @Test
  void consoleHasAnAddressForBrowsers() throws IOException {
    String local = COMPANY + "console: {listen: '127.0.0.1:8443'%s}\n";
    assertThat(load(local.formatted("")).console().flatMap(console -> console.addressAt(8443)))
        .contains(URI.create("http://localhost:8443"));
    String named = local.formatted(", address: 'https://console.example.com'");
    assertThat(load(named).console().flatMap(console -> console.addressAt(8443)))
        .contains(URI.create("https://console.example.com"));
    for (String wrong :
        List.of("http://console.example.com", "https://console.example.com/firebreak", "here")) {
      assertThatThrownBy(() -> load(local.formatted(", address: '" + wrong + "'")))
          .as(wrong)
          .hasMessageContaining("console.address")
          .hasMessageContaining("https://NAME");
    }
  }

  @Test
  void consoleThatOtherMachinesReachNeedsTls() throws IOException {
    assertThat(load(COMPANY).console()).isEmpty();
    assertThat(load(COMPANY + "console: {listen: '127.0.0.1:8443'}\n").console())
        .hasValueSatisfying(console -> assertThat(console.onThisMachine()).isTrue());
    assertThatThrownBy(() -> load(COMPANY + "console: {listen: '0.0.0.0:8443'}\n"))
        .hasMessageContaining("console.listen")
        .hasMessageContaining("key-store");
    assertThat(
            load(COMPANY
                    + "gateway: {trusted-proxies: [10.0.0.2]}\n"
                    + "console: {listen: '0.0.0.0:8443'}\n")
                .console())
        .hasValueSatisfying(console -> assertThat(console.tls()).isEmpty());
    String keyStore =
        "console: {listen: '0.0.0.0:8443', key-store: tls.p12, key-store-password: {file: pw}}\n";
    assertThat(load(COMPANY + keyStore).console().flatMap(ConsoleConfig::tls))
        .hasValueSatisfying(tls -> assertThat(tls.keyStore()).isEqualTo(folder.resolve("tls.p12")));
    assertThatThrownBy(
            () -> load(COMPANY + "console: {listen: '0.0.0.0:8443', key-store: tls.p12}\n"))
        .hasMessageContaining("key-store-password");
  }

  @Test
  void theLedgersRetentionIsPerVendorOfABinding() throws IOException {
    VendorId mixpanel = new VendorId("mixpanel");
    VendorId other = new VendorId("other");
    assertThat(load(COMPANY).ledgerRetention().of(mixpanel)).isEqualTo(Duration.ofDays(2555));
    FirebreakConfig config =
        load(COMPANY + BINDING + "ledger-retention: {default: 1000d, mixpanel: 400d}\n");
    assertThat(config.ledgerRetention().of(mixpanel)).isEqualTo(Duration.ofDays(400));
    assertThat(config.ledgerRetention().of(other)).isEqualTo(Duration.ofDays(1000));
    assertThatThrownBy(
            () -> load(COMPANY + BINDING + "ledger-retention: {default: 1h, Other: 400d}\n"))
        .hasMessageContainingAll(
            "ledger-retention.default: expected at least 1d",
            "ledger-retention.Other: unknown key");
  }

  @Test
  void companyStatesWhatItIsInTheCataloguesWords() throws IOException {
    FirebreakConfig config =
        load(
            COMPANY + "  statements: {processor: no, nis2-entity: yes, telecom-provider: false}\n");

    assertThat(config.company().statements())
        .containsOnly(
            Map.entry("processor", false),
            Map.entry("nis2-entity", true),
            Map.entry("telecom-provider", false));
    assertThat(load(COMPANY).company().statements()).isEmpty();
  }

  @Test
  void statementThatNoDutyAsksForIsRefused() {
    assertThatThrownBy(
            () -> load(COMPANY + "  statements: {nis2-entitty: yes, processor: maybe}\n"))
        .hasMessageContainingAll(
            "company.statements.nis2-entitty: unknown key; known are",
            "nis2-entity",
            "company.statements.processor: expected yes or no");
  }

  @Test
  void everyKeyIsRead() throws IOException {
    Files.writeString(folder.resolve("inbound"), "s3rver-secret\n");
    FirebreakConfig config =
        load(
            COMPANY
                + PAGE
                + """
                data-directory: state
                master-key-file: master
                accounts: accounts.csv
                journal-retention: 36h
                incident-retention: 90d
                gateway: {listen: "0.0.0.0:9000"}
                metrics: {listen: "127.0.0.1:9464"}
                mail:
                  host: relay.example.com
                  port: 587
                  tls: starttls
                  from: security@example.com
                  reply-to: privacy@example.com
                  connections: 8
                  recipient-domains: unchecked
                  returned-listen: "127.0.0.1:2525"
                """
                + BINDING
                + """
                    mode: observe
                    sender: authenticated
                    inbound-credential: {file: inbound}
                    user-id: email
                    ids: guessable
                    accept-guessable-tokens: true
                    groups: [organization_id]
                    allowed-origins: ["https://app.example.com"]
                    policy: mixpanel.yaml
                    maximum-event-age: 5d
                """
                    .indent(0));

    BindingConfig binding = config.bindings().getFirst();
    assertThat(binding.mode()).isEqualTo(BindingConfig.Mode.OBSERVE);
    assertThat(binding.inboundCredential().reveal(CleartextAccess.KEY_USE))
        .isEqualTo("s3rver-secret");
    assertThat(binding.credential().matches("project-token")).isTrue();
    assertThat(binding.policy()).isEqualTo(folder.resolve("mixpanel.yaml"));
    assertThat(binding.maximumEventAge()).isEqualTo(Duration.ofDays(5));
    assertThat(config.mail().orElseThrow().connections()).isEqualTo(8);
    assertThat(config.mail().orElseThrow().returned().orElseThrow().getPort()).isEqualTo(2525);
    assertThat(config.mail().orElseThrow().recipientDomains())
        .isEqualTo(FirebreakConfig.Mail.RecipientDomains.UNCHECKED);
    assertThat(config.incidentRetention()).isEqualTo(Duration.ofDays(90));
    assertThat(config.gateway().getHostString()).isEqualTo("0.0.0.0");
    assertThat(config.metrics().orElseThrow().getPort()).isEqualTo(9464);
  }

  @Test
  void allProblemsAreToldAtOnceWithTheirLines() {
    assertThatThrownBy(() ->
            load(
                """
                company: {name: Example, domain: example.com, contact: a, establishment: Eire}
                journal-retention: soon
                incident-retention: 23h
                colour: blue
                bindings:
                  - id: Web
                    vendor: mixpanel
                    dialect: carrier-pigeon
                    upstream: api
                """))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining("firebreak.yaml:1: company.establishment: expected a country code")
        .hasMessageContaining("firebreak.yaml:2: journal-retention: expected a duration")
        .hasMessageContaining("firebreak.yaml:3: incident-retention: expected at least 1d")
        .hasMessageContaining("firebreak.yaml:4: colour: unknown key; known are accounts,")
        .hasMessageContaining("firebreak.yaml:6: bindings[0].id: expected")
        .hasMessageContaining("firebreak.yaml:8: bindings[0].dialect: expected mixpanel")
        .hasMessageContaining("firebreak.yaml:9: bindings[0].upstream: expected a web address")
        .hasMessageContaining("bindings[0].credential: is required")
        .hasMessageContaining("bindings[0].host: a binding has either");
  }

  @Test
  void mailNeedsThePageThatEveryNoticeNames() {
    assertThatThrownBy(() -> load(COMPANY + MAIL))
        .hasMessageContaining("company.notice-page: is required with `mail`");
  }

  @Test
  void problemsAreToldInTheOrderOfTheirLines() {
    assertThatThrownBy(() -> load("colour: blue\njournal-retention: soon\n" + COMPANY + "x: 1\n"))
        .hasMessageMatching("(?s).*yaml:1: colour.*yaml:2: journal-retention.*yaml:8: x: .*");
  }

  @Test
  void settingsAreReadWithoutTheirSecrets() throws IOException {
    FirebreakConfig config = loadWithout(COMPANY + BINDING);

    assertThat(config.bindings()).hasSize(1);
    assertThatThrownBy(() -> config.bindings().getFirst().credential().matches("project-token"))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessage(
            "binding web: credential: the environment variable MIXPANEL_TOKEN is empty or missing");
  }

  @Test
  void everyMissingSecretIsToldAtOnce() throws IOException {
    Files.writeString(folder.resolve("blank"), "\n");
    FirebreakConfig config =
        loadWithout(
            COMPANY
                + PAGE
                + """
                mail:
                  host: relay.example.com
                  port: 587
                  username: firebreak
                  password: {file: blank}
                  from: security@example.com
                  reply-to: privacy@example.com
                  in-product: {listen: "127.0.0.1:8083", secret: {file: away}}
                """
                + BINDING
                + "    inbound-credential: {file: nowhere}\n");

    assertThatThrownBy(config::requireSecrets)
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining("binding web: credential: the environment variable MIXPANEL_TOKEN")
        .hasMessageContaining("binding web: inbound-credential: the file nowhere cannot be read")
        .hasMessageContaining("mail.in-product: secret: the file away cannot be read")
        .hasMessageContaining("mail: password: the file blank is empty");
    assertThat(config.mail().orElseThrow().inProduct().orElseThrow().listen().getPort())
        .isEqualTo(8083);
    assertThatThrownBy(config.mail().orElseThrow()::requireSecrets)
        .hasMessage("mail: password: the file blank is empty");
    load(COMPANY + BINDING).requireSecrets();
  }

  @Test
  void masterKeyInsideTheDataDirectoryIsRefused() {
    for (String key : new String[] {"data/key", "./data/master.key", "././data/../data/k"}) {
      assertThatThrownBy(() -> load(COMPANY + "master-key-file: " + key + "\n"))
          .hasMessageContaining("lies inside the data directory");
    }
    assertThatThrownBy(() -> load(COMPANY + "data-directory: ./data\nmaster-key-file: data/k\n"))
        .hasMessageContaining("lies inside the data directory");
  }

  @Test
  void masterKeyThatLeadsIntoTheDataDirectoryIsRefusedHoweverItIsWritten() throws IOException {
    assertThatThrownBy(() -> load(COMPANY + "master-key-file: keys/../data/key\n"))
        .hasMessageContaining("lies inside the data directory");
    assertThatThrownBy(() -> load(COMPANY + "data-directory: x/../data\nmaster-key-file: data/k\n"))
        .hasMessageContaining("lies inside the data directory");
    Files.createDirectories(folder.resolve("data"));
    Files.createSymbolicLink(folder.resolve("elsewhere"), folder.resolve("data"));
    assertThatThrownBy(() -> load(COMPANY + "master-key-file: elsewhere/key\n"))
        .hasMessageContaining("lies inside the data directory");
  }

  @Test
  void anUpstreamWithoutASchemeIsToldLikeAnyOtherMistake() {
    for (String upstream :
        new String[] {
          "//host", "api.mixpanel.com", "ftp://host", "'https:'", "'https://'", "': x'"
        }) {
      assertThatThrownBy(
              () -> load(COMPANY + BINDING.replace("https://api.mixpanel.com", upstream)))
          .isInstanceOf(FirebreakException.class)
          .hasMessageContaining("bindings[0].upstream: expected a web address");
    }
  }

  @Test
  void aSecretIsNeverPrinted() throws IOException {
    assertThat(load(COMPANY + BINDING).toString())
        .contains("(secret)")
        .doesNotContain("project-token");
  }

  @Test
  void theSamplesThatShipAreValid() throws IOException {
    Map<String, String> environment =
        Map.of(
            "MIXPANEL_TOKEN", "project-token",
            "FIREBREAK_BACKEND_SECRET", "backend",
            "FIREBREAK_MAIL_PASSWORD", "password");
    for (String sample : List.of("minimal", "reference")) {
      Path file = folder.resolve(sample + ".yaml");
      try (InputStream in = getClass().getResourceAsStream("/settings/" + sample + ".yaml")) {
        Files.copy(Objects.requireNonNull(in, sample), file);
      }
      assertThat(ConfigLoader.load(file, environment).company().name()).isEqualTo("Example Cloud");
    }
  }

  private FirebreakConfig load(String text) throws IOException {
    return load(text, Map.of("MIXPANEL_TOKEN", "project-token"));
  }

  private FirebreakConfig loadWithout(String text) throws IOException {
    return load(text, Map.of());
  }

  private FirebreakConfig load(String text, Map<String, String> environment) throws IOException {
    Path file = folder.resolve("firebreak.yaml");
    Files.writeString(file, text);
    return ConfigLoader.load(file, environment);
  }
}
