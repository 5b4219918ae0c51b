package dev.firebreak.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.config.FirebreakConfig.Mail.Tls;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.notice.CampaignProgress;
import dev.firebreak.testkit.tls.LoopbackKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sends over TLS to a relay whose certificate an authority of the company's own signed.
final class NoticeTlsIT {
  private static final int PEOPLE = 400;
  private static final int EVERY = 40;

  @TempDir Path folder;
  private final List<ReceivedMail> mails = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger asked = new AtomicInteger();

  private NoticeScene scene;
  private LoopbackKey key;
  private Path certificate;

  @BeforeEach
  void open() throws Exception {
    key = LoopbackKey.make(folder);
    certificate = key.certificate(folder.resolve("authority.pem"));
    scene = new NoticeScene(Files.createDirectory(folder.resolve("data")));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void everybodyGetsTheirMailAfterStartTls() throws Exception {
    try (SmtpSink sink = SmtpSink.startTls(key.server(), mails::add, this::fault)) {
      requireSent(sink, Tls.STARTTLS);
    }
  }

  @Test
  void everybodyGetsTheirMailByTlsFromTheStart() throws Exception {
    try (SmtpSink sink = SmtpSink.implicitTls(key.server(), mails::add, this::fault)) {
      requireSent(sink, Tls.IMPLICIT);
    }
  }

  @Test
  void nothingGoesToARelayWhomNobodyTrustedVouchesFor() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    Path stranger = LoopbackKey.make(other).certificate(other.resolve("stranger.pem"));
    String id = scene.approved(2);
    for (Tls tls : List.of(Tls.STARTTLS, Tls.IMPLICIT)) {
      try (SmtpSink sink =
          tls == Tls.STARTTLS
              ? SmtpSink.startTls(key.server(), mails::add, this::fault)
              : SmtpSink.implicitTls(key.server(), mails::add, this::fault)) {
        requireNothingSent(id, sink, new SampleCampaign.Protection(tls, Optional.of(stranger)));
        requireNothingSent(id, sink, new SampleCampaign.Protection(tls, Optional.empty()));
      }
    }
  }

  @Test
  void nothingGoesInClearToARelayWithoutTls() {
    try (SmtpSink sink = SmtpSink.start(mails::add, this::fault)) {
      requireNothingSent(
          scene.approved(2),
          sink,
          new SampleCampaign.Protection(Tls.STARTTLS, Optional.of(certificate)));
    }
  }

  @Test
  void fileWithoutCertificatesIsRefused() throws Exception {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "no certificate\n");
    String id = scene.approved(1);
    assertThatThrownBy(() ->
            scene.send(id, 1, new SampleCampaign.Protection(Tls.STARTTLS, Optional.of(empty))))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining("mail.trusted-certificates");
  }

  /// Breaks off now and then, so that connections are made anew.
  private SmtpFault fault(String recipient) {
    assertThat(recipient).endsWith("@example.org");
    return asked.incrementAndGet() % EVERY == 0
        ? new SmtpFault.DropBeforeContent()
        : new SmtpFault.None();
  }

  private void requireSent(SmtpSink sink, Tls tls) {
    CampaignProgress progress =
        scene.send(
            scene.approved(PEOPLE),
            sink.port(),
            new SampleCampaign.Protection(tls, Optional.of(certificate)));
    assertThat(progress.sent()).isEqualTo(PEOPLE);
    assertThat(progress.doubted()).isZero();
    assertThat(sink.dropped()).isPositive();
    assertThat(mails).extracting(ReceivedMail::recipient).hasSize(PEOPLE).doesNotHaveDuplicates();
  }

  private void requireNothingSent(String id, SmtpSink sink, SampleCampaign.Protection protection) {
    assertThatThrownBy(() -> scene.send(id, sink.port(), protection))
        .isInstanceOfSatisfying(
            FirebreakException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.MAIL_UNREACHABLE));
    CampaignProgress progress = scene.status(id);
    assertThat(progress.sent()).isZero();
    assertThat(progress.doubted()).isZero();
    assertThat(mails).isEmpty();
  }
}
