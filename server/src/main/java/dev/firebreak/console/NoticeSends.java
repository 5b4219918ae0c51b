package dev.firebreak.console;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.notice.CampaignSend;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.notice.MailSigning;
import dev.firebreak.notice.NoticeIssuer;
import dev.firebreak.notice.SendEstimate;
import dev.firebreak.notice.SendSettings;
import dev.firebreak.notice.SmtpMailTransport;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Campaigns that are sent in this process because somebody said so in the console. A page answers
/// at once; sending goes on in a thread of its own, until everybody has an outcome, somebody pauses
/// it, the relay stays away, or the console closes. Whatever ended it, sending again goes on.
/// Thread-safe.
final class NoticeSends implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeSends.class);

  private final Installation installation;
  private final Campaigns campaigns;
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Latest<String> failures = new Latest<>();

  NoticeSends(Installation installation, Campaigns campaigns) {
    this.installation = installation;
    this.campaigns = campaigns;
  }

  private record Running(Thread thread, SendEstimate estimate, AtomicLong accepted) {}

  /// Begins.
  ///
  /// @throws FirebreakException as [Campaigns#begin], WRONG_USE where it is being sent already, and
  ///   CONFIG_INVALID without settings of mail
  void begin(String id, ConfirmedOperator sender) {
    FirebreakConfig config = installation.config();
    NoticeIssuer.of(config);
    FirebreakConfig.Mail mail = config.mail().orElseThrow();
    mail.requireSecrets();
    MailSigning signing =
        new MailSigning(installation.control(), installation.keys(), installation.clock());
    synchronized (running) {
      if (running.containsKey(id)) {
        throw new FirebreakException(ErrorCode.WRONG_USE, "the campaign is being sent already");
      }
      CampaignSend send =
          campaigns.begin(
              id, sender, new SmtpMailTransport(mail, signing.signer(mail)), SendSettings.of(mail));
      SendEstimate estimate =
          new SendEstimate(campaigns.status(id).open(), installation.clock().instant());
      AtomicLong accepted = new AtomicLong();
      Thread thread =
          Thread.ofVirtual().name("notice-send-" + id).unstarted(() -> run(id, send, accepted));
      var _ = failures.take(id);
      running.put(id, new Running(thread, estimate, accepted));
      thread.start();
    }
  }

  private void run(String id, CampaignSend send, AtomicLong accepted) {
    try {
      var _ = send.run(count -> accepted.accumulateAndGet(count, Math::max));
    } catch (FirebreakException e) {
      failures.put(id, String.valueOf(e.getMessage()));
      LOG.atWarn()
          .addKeyValue("campaign", id)
          .addKeyValue("code", e.code())
          .log("NoticeSendingFailed");
    } catch (RuntimeException e) {
      failures.put(id, "sending failed; the log says why. Sending again goes on");
      LOG.atError().addKeyValue("campaign", id).setCause(e).log("NoticeSendingFailed");
    } finally {
      running.remove(id);
    }
  }

  /// Whether it is being sent from here.
  boolean isRunning(String id) {
    return running.containsKey(id);
  }

  /// How long it still takes; empty where it is not sent from here, or nothing is known yet.
  Optional<Duration> left(String id) {
    return Optional.ofNullable(running.get(id))
        .flatMap(
            each -> each.estimate().left(each.accepted().get(), installation.clock().instant()));
  }

  /// Why the last send from here ended before its time, in English; empty where it did not.
  Optional<String> failure(String id) {
    return failures.get(id);
  }

  /// Ends what is being sent after the mails that are under way, and waits for it.
  @Override
  public void close() {
    for (Running each : running.values()) {
      each.thread().interrupt();
    }
    for (Running each : running.values()) {
      try {
        each.thread().join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
