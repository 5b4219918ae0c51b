package dev.firebreak.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.notice.AudienceMember;
import dev.firebreak.notice.CampaignDraft;
import dev.firebreak.notice.CampaignProgress;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.notice.NoticeFacts;
import dev.firebreak.notice.NoticeIssuer;
import dev.firebreak.notice.NoticeVerifier;
import dev.firebreak.notice.SendSettings;
import dev.firebreak.notice.SmtpMailTransport;
import dev.firebreak.notice.VerificationAnswer;
import dev.firebreak.pseudonym.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sends real mails over real connections to a server that fails.
final class NoticeSendingIT {
  private static final int PEOPLE = 2_000;
  private static final Instant NOW = Instant.parse("2025-11-26T08:00:00Z");

  @TempDir Path folder;
  private final List<ReceivedMail> mails = Collections.synchronizedList(new ArrayList<>());
  private final ConfirmedOperator ines = ConfirmedOperators.of("ines", Role.PRIVACY_OFFICER, NOW);
  private final ConfirmedOperator omar = ConfirmedOperators.of("omar", Role.PRIVACY_OFFICER, NOW);
  private ControlDatabase control;
  private Campaigns campaigns;
  private NoticeVerifier verifier;

  @BeforeEach
  void open() {
    Clock clock = Clock.systemUTC();
    control = ControlDatabase.open(folder.resolve("control.db"));
    KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    campaigns = new Campaigns(control, keys, new HashChainAuditLog(control, clock), clock);
    verifier = new NoticeVerifier(control, keys, campaigns, clock);
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void everybodyGetsAVerifiableMail() {
    try (SmtpSink sink = SmtpSink.keeping(mails)) {
      CampaignProgress progress = send(approved(), sink);
      assertThat(progress.sent()).isEqualTo(PEOPLE);
      assertThat(progress.doubted()).isZero();
    }
    assertThat(recipients()).hasSize(PEOPLE);
    assertThat(mails).hasSize(PEOPLE);
    for (ReceivedMail mail : mails.subList(0, 50)) {
      assertThat(verifier.verifyMail(mail.content(), mail.recipient()))
          .isInstanceOf(VerificationAnswer.Genuine.class);
      assertThat(verifier.verifyMail(mail.content(), "stranger@example.org"))
          .isEqualTo(new VerificationAnswer.NotFromUs());
      String altered =
          new String(mail.content(), StandardCharsets.UTF_8).replace("copied data", "kept data");
      assertThat(verifier.verifyMail(altered.getBytes(StandardCharsets.UTF_8), mail.recipient()))
          .isEqualTo(new VerificationAnswer.NotFromUs());
    }
  }

  @Test
  void faultsLoseNobodyAndDoubleOnlyTheDoubted() {
    Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    Function<String, SmtpFault> faults =
        to -> fault(to, attempts.computeIfAbsent(to, _ -> new AtomicInteger()).incrementAndGet());
    String id = approved();
    CampaignProgress progress;
    try (SmtpSink sink = SmtpSink.start(mails::add, faults)) {
      progress = send(id, sink);
      assertThat(sink.refused()).isPositive();
      assertThat(sink.dropped()).isPositive();
      long before = sink.transactions();
      assertThat(send(id, sink)).isEqualTo(progress);
      assertThat(sink.transactions()).isEqualTo(before);
    }
    assertThat(progress.bounced()).isEqualTo(PEOPLE / 20);
    assertThat(progress.givenUp()).isEqualTo(PEOPLE / 20);
    assertThat(progress.sent()).isEqualTo(PEOPLE - PEOPLE / 10);
    assertThat(progress.doubted()).isEqualTo(PEOPLE / 20);
    assertThat(recipients()).hasSize(PEOPLE - PEOPLE / 10);
    Map<String, Integer> counts = new HashMap<>();
    mails.forEach(mail -> counts.merge(mail.recipient(), 1, Integer::sum));
    assertThat(counts.values().stream().filter(count -> count > 1).count()).isEqualTo(PEOPLE / 20);
  }

  /// One in twenty each: refused for good, deferred for ever, deferred once, content deferred once,
  /// dropped after the content once, dropped before it once.
  private static SmtpFault fault(String to, int attempt) {
    int person = Integer.parseInt(to.replaceAll("\\D", ""));
    boolean first = attempt == 1;
    return switch (person % 20) {
      case 0 -> new SmtpFault.Refuse(550);
      case 1 -> new SmtpFault.Refuse(450);
      case 2 -> first ? new SmtpFault.Refuse(451) : new SmtpFault.None();
      case 3 -> first ? new SmtpFault.RefuseContent(452) : new SmtpFault.None();
      case 4 -> first ? new SmtpFault.DropAfterContent() : new SmtpFault.None();
      case 5 -> first ? new SmtpFault.DropBeforeContent() : new SmtpFault.None();
      default -> new SmtpFault.None();
    };
  }

  private String approved() {
    List<AudienceMember> audience = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      audience.add(
          new AudienceMember(
              "acc-" + i,
              "person" + i + "@example.org",
              "",
              "en",
              0x1_0043,
              0,
              0,
              i % 3 == 0,
              "",
              i));
    }
    NoticeFacts facts =
        new NoticeFacts(
            NoticeFacts.State.AFFECTED,
            "Mixpanel",
            LocalDate.of(2025, 11, 9),
            LocalDate.of(2025, 11, 25),
            List.of("No one broke into our own systems."),
            Map.of(),
            List.of("We stopped using Mixpanel."),
            LocalDate.of(2025, 12, 2));
    NoticeIssuer issuer =
        new NoticeIssuer(
            "Example Works",
            "example.com",
            "privacy@example.com",
            "https://example.com/notices",
            "notices@example.com",
            "privacy@example.com");
    String id =
        campaigns
            .draft(new CampaignDraft("2025-11", "First", facts, issuer, "", false), audience, ines)
            .id();
    assertThat(campaigns.lint(id)).isEmpty();
    return campaigns.approve(id, omar).id();
  }

  private CampaignProgress send(String id, SmtpSink sink) {
    FirebreakConfig.Mail mail =
        new FirebreakConfig.Mail(
            "127.0.0.1",
            sink.port(),
            FirebreakConfig.Mail.Tls.NONE,
            Optional.empty(),
            Optional.empty(),
            "notices@example.com",
            "privacy@example.com",
            4,
            0);
    SendSettings real = SendSettings.of(mail);
    SendSettings fast =
        new SendSettings(4, 0, real.attemptsMax(), Duration.ofMillis(2), real.pause());
    return campaigns.send(id, ines, new SmtpMailTransport(mail), fast, _ -> {});
  }

  private Set<String> recipients() {
    Set<String> recipients = new HashSet<>();
    mails.forEach(mail -> recipients.add(mail.recipient()));
    return recipients;
  }
}
