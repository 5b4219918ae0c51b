package dev.firebreak.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.gateway.Clients;
import dev.firebreak.gateway.SideListener;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.notice.CampaignProgress;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.notice.DkimKeys;
import dev.firebreak.notice.DkimSigner;
import dev.firebreak.notice.MailSigning;
import dev.firebreak.notice.NoticeDecisions;
import dev.firebreak.notice.NoticePage;
import dev.firebreak.notice.NoticeStatements;
import dev.firebreak.notice.NoticeVerifier;
import dev.firebreak.notice.SendSettings;
import dev.firebreak.notice.SmtpMailTransport;
import dev.firebreak.pseudonym.SecretBytes;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// A company on a folder that tells its people, over real connections to a relay on loopback.
final class NoticeScene implements AutoCloseable {
  static final int CONNECTIONS = 4;

  private static final Duration PAUSE_MAX = Duration.ofMillis(50);

  private static final Instant NOW = Instant.parse("2025-11-26T08:00:00Z");

  final NoticeVerifier verifier;
  private final ConfirmedOperator ines = ConfirmedOperators.of("ines", Role.PRIVACY_OFFICER, NOW);
  private final ConfirmedOperator omar = ConfirmedOperators.of("omar", Role.PRIVACY_OFFICER, NOW);
  private final ControlDatabase control;
  private final KeyStore keys;
  private final Campaigns campaigns;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final Clock clock =
      ((InstantSource) () -> Clock.systemUTC().instant().plus(ahead.get()))
          .withZone(ZoneOffset.UTC);

  NoticeScene(Path folder) {
    control = ControlDatabase.open(folder.resolve("control.db"));
    keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    HashChainAuditLog audit = new HashChainAuditLog(control, clock);
    campaigns = new Campaigns(control, keys, audit, clock);
    SampleCampaign.decide(new NoticeDecisions(control, audit, clock), ines);
    verifier = new NoticeVerifier(control, keys, campaigns, clock);
  }

  /// A campaign to this many people, `person0@example.org` and so on, ready to be sent.
  String approved(int people) {
    String id = campaigns.draft(SampleCampaign.draft(), SampleCampaign.audience(people), ines).id();
    assertThat(campaigns.lint(id)).isEmpty();
    return campaigns.approve(id, omar).id();
  }

  /// A campaign to one person for each language, `de@example.org` and so on, ready to be sent.
  String approvedInEveryLanguage() {
    String id =
        campaigns
            .draft(
                SampleCampaign.draftInEveryLanguage(),
                SampleCampaign.audienceInEveryLanguage(),
                ines)
            .id();
    assertThat(campaigns.lint(id)).isEmpty();
    return campaigns.approve(id, omar).id();
  }

  /// Sends, or goes on, without waiting long for anybody who is deferred or for the relay.
  CampaignProgress send(String id, int port) {
    return send(id, SampleCampaign.mail(port, CONNECTIONS), Optional.empty());
  }

  /// The same to a relay that speaks TLS.
  CampaignProgress send(String id, int port, SampleCampaign.Protection protection) {
    return send(id, SampleCampaign.mail(port, CONNECTIONS, protection), Optional.empty());
  }

  /// The same, signed.
  CampaignProgress sendSigned(String id, int port) {
    FirebreakConfig.Mail mail = SampleCampaign.mail(port, CONNECTIONS);
    return send(id, mail, SampleCampaign.signer(new MailSigning(control, keys, clock), mail));
  }

  /// The public page, on a free port.
  SideListener page() {
    FirebreakConfig.Company company =
        new FirebreakConfig.Company(
            "Example Works",
            "example.com",
            "privacy@example.com",
            "dpo@example.com",
            "IE",
            URI.create("https://example.com/notices"));
    return SideListener.start(
        InetSocketAddress.createUnresolved("127.0.0.1", 0),
        "notice-page",
        "mail.page-listen",
        new NoticePage(
            verifier,
            new DkimKeys(control, keys, clock),
            new NoticeStatements(control, keys, company, clock),
            company,
            "example.com",
            new Clients(List.of()),
            clock));
  }

  /// Moves the clock by a minute at every thirtieth call.
  void nextMinute(int call) {
    if (call % 30 == 0) {
      ahead.updateAndGet(by -> by.plusMinutes(1));
    }
  }

  private CampaignProgress send(String id, FirebreakConfig.Mail mail, Optional<DkimSigner> signer) {
    SendSettings real = SendSettings.of(mail);
    SendSettings fast =
        new SendSettings(
            CONNECTIONS,
            real.pace(),
            real.attemptsMax(),
            Duration.ofMillis(2),
            duration -> real.pause().pause(min(duration, PAUSE_MAX)),
            true);
    return campaigns.send(id, ines, new SmtpMailTransport(mail, signer), fast, _ -> {});
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  CampaignProgress status(String id) {
    return campaigns.status(id);
  }

  /// Notice numbers, in lower case, of whoever may have got a mail twice.
  Set<String> doubted(String id) {
    return new HashSet<>(
        control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT lower(number) FROM notice_addressee WHERE campaign = :id"
                            + " AND doubted = 1")
                    .bind("id", id)
                    .mapTo(String.class)
                    .list()));
  }

  @Override
  public void close() {
    control.close();
  }
}
