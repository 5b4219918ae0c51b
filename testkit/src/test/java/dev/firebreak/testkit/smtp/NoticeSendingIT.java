package dev.firebreak.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.notice.CampaignProgress;
import dev.firebreak.notice.VerificationAnswer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
  private static final Duration SLOW = Duration.ofMillis(50);

  @TempDir Path folder;
  private final List<ReceivedMail> mails = Collections.synchronizedList(new ArrayList<>());
  private NoticeScene scene;

  @BeforeEach
  void open() {
    scene = new NoticeScene(folder);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void everybodyGetsAVerifiableMail() {
    try (SmtpSink sink = SmtpSink.keeping(mails)) {
      CampaignProgress progress = scene.send(scene.approved(PEOPLE), sink.port());
      assertThat(progress.sent()).isEqualTo(PEOPLE);
      assertThat(progress.doubted()).isZero();
    }
    assertThat(recipients()).hasSize(PEOPLE);
    assertThat(mails).hasSize(PEOPLE);
    for (ReceivedMail mail : mails.subList(0, 50)) {
      assertThat(scene.verifier.verifyMail(mail.content(), mail.recipient()))
          .isInstanceOf(VerificationAnswer.Genuine.class);
      assertThat(scene.verifier.verifyMail(mail.content(), "stranger@example.org"))
          .isEqualTo(new VerificationAnswer.NotFromUs());
      String altered =
          new String(mail.content(), StandardCharsets.UTF_8).replace("copied data", "kept data");
      assertThat(
              scene.verifier.verifyMail(altered.getBytes(StandardCharsets.UTF_8), mail.recipient()))
          .isEqualTo(new VerificationAnswer.NotFromUs());
    }
  }

  @Test
  void faultsLoseNobodyAndDoubleOnlyTheDoubted() {
    Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
    Function<String, SmtpFault> faults =
        to -> fault(to, attempts.computeIfAbsent(to, _ -> new AtomicInteger()).incrementAndGet());
    String id = scene.approved(PEOPLE);
    CampaignProgress progress;
    try (SmtpSink sink = SmtpSink.start(mails::add, faults)) {
      progress = scene.send(id, sink.port());
      assertThat(sink.refused()).isPositive();
      assertThat(sink.dropped()).isPositive();
      long before = sink.transactions();
      assertThat(scene.send(id, sink.port())).isEqualTo(progress);
      assertThat(sink.transactions()).isEqualTo(before);
    }
    assertThat(progress.bounced()).isEqualTo(PEOPLE / 20);
    assertThat(progress.givenUp()).isEqualTo(PEOPLE / 20);
    assertThat(progress.sent()).isEqualTo(PEOPLE - PEOPLE / 10);
    assertThat(progress.doubted()).isEqualTo(PEOPLE / 10);
    assertThat(recipients()).hasSize(PEOPLE - PEOPLE / 10);
    Map<String, Integer> counts = new HashMap<>();
    mails.forEach(mail -> counts.merge(mail.recipient(), 1, Integer::sum));
    assertThat(counts.values().stream().filter(count -> count > 1).count()).isEqualTo(PEOPLE / 20);
  }

  /// One in twenty each: refused for good, deferred for ever, deferred once, content deferred once,
  /// dropped after the content once, dropped before it once, dropped within it once, slow.
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
      case 6 -> first ? new SmtpFault.DropWithinContent() : new SmtpFault.None();
      case 7 -> new SmtpFault.Delay(SLOW);
      default -> new SmtpFault.None();
    };
  }

  private Set<String> recipients() {
    Set<String> recipients = new HashSet<>();
    mails.forEach(mail -> recipients.add(mail.recipient()));
    return recipients;
  }
}
