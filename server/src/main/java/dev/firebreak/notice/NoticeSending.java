package dev.firebreak.notice;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.notice.OutcomeDesk.Batch;
import dev.firebreak.notice.OutcomeDesk.Claim;
import dev.firebreak.notice.OutcomeDesk.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run of a campaign: several connections, each with a virtual thread that claims a few
/// addressees, sends to them, and hands in the outcomes together with its next claim. A kill at any
/// moment loses nobody; it leaves in doubt at most [SendSettings#CLAIMS] addressees per connection.
final class NoticeSending {
  private static final Logger LOG = LoggerFactory.getLogger(NoticeSending.class);
  private static final int CONNECT_ATTEMPTS = 4;
  private static final Duration CONNECT_RETRY = Duration.ofSeconds(1);
  private static final int PROGRESS_STEP = 100;

  /// Often enough to see that the campaign was stopped.
  private static final long WAIT_MILLIS_MAX = 1_000;

  private final OutcomeDesk desk;
  private final NoticeMails mails;
  private final MailTransport transport;
  private final SendSettings settings;
  private final AtomicLong accepted = new AtomicLong();
  private final NoticePace pace;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicBoolean unwatched = new AtomicBoolean();

  NoticeSending(
      OutcomeDesk desk, NoticeMails mails, MailTransport transport, SendSettings settings) {
    this.desk = desk;
    this.mails = mails;
    this.transport = transport;
    this.settings = settings;
    pace = new NoticePace(settings.pace());
  }

  /// Sends until nobody is left, the campaign is stopped, or the relay stays away.
  void run(LongConsumer progress) {
    desk.begin();
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("notice-", 1).factory())) {
      List<Future<?>> workers = new ArrayList<>();
      for (int i = 0; i < settings.connections(); i++) {
        workers.add(threads.submit(() -> new Worker(progress).call()));
      }
      join(workers);
    }
    tell(progress, accepted.get());
    desk.end();
  }

  /// Who watches may be gone, such as a closed terminal; people are still to be told.
  private void tell(LongConsumer progress, long count) {
    if (unwatched.get()) {
      return;
    }
    try {
      progress.accept(count);
    } catch (RuntimeException gone) {
      unwatched.set(true);
      LOG.atWarn().addKeyValue("reason", gone.getClass().getSimpleName()).log("NoticeWatcherLost");
    }
  }

  private static void join(List<Future<?>> workers) {
    @Nullable Throwable first = null;
    for (Future<?> worker : workers) {
      try {
        worker.get();
      } catch (ExecutionException e) {
        first = first == null ? e.getCause() : first;
      } catch (InterruptedException e) {
        workers.forEach(other -> other.cancel(true));
        Thread.currentThread().interrupt();
        throw new FirebreakException(
            ErrorCode.MAIL_UNREACHABLE, "sending was interrupted; send again to go on", e);
      }
    }
    switch (first) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException("sending failed", first);
    }
  }

  /// One connection. Confined to its thread.
  private final class Worker {
    private final LongConsumer progress;
    private MailTransport.@Nullable Connection connection;
    private int refusals;

    Worker(LongConsumer progress) {
      this.progress = progress;
    }

    @Nullable Void call() throws InterruptedException {
      try {
        List<Outcome> outcomes = List.of();
        while (true) {
          Batch batch = desk.exchange(outcomes, failed.get() ? 0 : SendSettings.CLAIMS);
          count(outcomes);
          if (batch.claims().isEmpty()) {
            if (batch.nextDueMillis().isEmpty()) {
              return null;
            }
            outcomes = List.of();
            long wait = batch.nextDueMillis().get() - desk.nowMillis();
            settings.pause().pause(Duration.ofMillis(Math.clamp(wait, 1, WAIT_MILLIS_MAX)));
          } else {
            outcomes = send(batch.claims());
          }
        }
      } catch (RuntimeException | Error e) {
        failed.set(true);
        throw e;
      } finally {
        disconnect();
      }
    }

    /// Sends to each. Where that ends early, what was not tried is given back first, so that only a
    /// kill leaves doubt.
    private List<Outcome> send(List<Claim> claims) throws InterruptedException {
      List<Outcome> outcomes = new ArrayList<>(claims.size());
      try {
        for (Claim claim : claims) {
          outcomes.add(failed.get() ? Outcome.untried(claim, 0) : attempt(claim));
        }
        return outcomes;
      } catch (FirebreakException | InterruptedException e) {
        failed.set(true);
        claims.stream()
            .skip(outcomes.size())
            .forEach(claim -> outcomes.add(Outcome.untried(claim, 0)));
        Batch _ = desk.exchange(outcomes, 0);
        count(outcomes);
        throw e;
      }
    }

    /// Tries until the relay was at least reached; where it stays away, the run ends. Who has to
    /// wait for the turn of a domain is not tried now. Whether its reader declined a follow-up is
    /// looked up last, when nothing is left to wait for.
    private Outcome attempt(Claim claim) throws InterruptedException {
      OutgoingMail mail = mails.mail(claim.row());
      long ordinal = claim.row().ordinal();
      long turn = pace.domainTurn(ordinal, mail.domain(), nowMicros());
      if (turn - nowMicros() > WAIT_MILLIS_MAX * 1_000) {
        return Outcome.untried(claim, turn / 1_000);
      }
      await(turn);
      await(pace.turn(ordinal, nowMicros()));
      while (true) {
        try {
          MailTransport.Connection open = connected();
          if (mails.declined(claim.row(), mail)) {
            return Outcome.of(claim, new MailResult.Declined());
          }
          MailResult result = open.send(mail);
          refusals = 0;
          if (result instanceof MailResult.NotSent || result instanceof MailResult.Unknown) {
            disconnect();
          }
          return Outcome.of(claim, result);
        } catch (IOException e) {
          disconnect();
          if (++refusals >= CONNECT_ATTEMPTS) {
            throw new FirebreakException(
                ErrorCode.MAIL_UNREACHABLE,
                "the mail relay does not take mail: "
                    + e.getMessage()
                    + "; check `mail` in firebreak.yaml, then send again to go on",
                e);
          }
          settings.pause().pause(CONNECT_RETRY.multipliedBy(1L << (refusals - 1)));
        }
      }
    }

    /// Tells the watcher, only of outcomes that are durable.
    private void count(List<Outcome> durable) {
      long more =
          durable.stream()
              .flatMap(outcome -> outcome.result().stream())
              .filter(MailResult.Accepted.class::isInstance)
              .count();
      long count = accepted.addAndGet(more);
      if (count / PROGRESS_STEP > (count - more) / PROGRESS_STEP) {
        tell(progress, count);
      }
    }

    private long nowMicros() {
      return desk.nowMillis() * 1_000;
    }

    private void await(long turn) throws InterruptedException {
      long waitMillis = (turn - nowMicros()) / 1_000;
      if (waitMillis > 0) {
        settings.pause().pause(Duration.ofMillis(waitMillis));
      }
    }

    private MailTransport.Connection connected() throws IOException {
      MailTransport.Connection open = connection;
      if (open == null) {
        open = transport.open();
        connection = open;
      }
      return open;
    }

    private void disconnect() {
      MailTransport.Connection open = connection;
      connection = null;
      if (open != null) {
        open.close();
      }
    }
  }
}
