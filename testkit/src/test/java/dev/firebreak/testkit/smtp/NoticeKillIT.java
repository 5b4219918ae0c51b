package dev.firebreak.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.notice.CampaignProgress;
import dev.firebreak.testkit.path.CommandProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that sends a campaign is killed at moments given by chance, each counted in mails that
/// the relay took, and started again. What the relay got is then compared with what the campaign
/// says: everybody got a mail, and only who is flagged can have got it twice.
class NoticeKillIT {
  /// What a process may leave in doubt: as many as each of its connections claims at once.
  private static final int IN_DOUBT_MAX = 8 * NoticeScene.CONNECTIONS;

  private static final int PATIENCE_SECONDS = 120;

  @TempDir Path folder;
  private final List<ReceivedMail> mails = Collections.synchronizedList(new ArrayList<>());
  private final AtomicReference<CountDownLatch> until =
      new AtomicReference<>(new CountDownLatch(0));

  @Test
  void afterFourKillsEverybodyHasOneOutcome() throws Exception {
    killAndCompare(4, 2_000, new Random(1));
  }

  @Test
  @Tag("long")
  void afterTwentyKillsEverybodyHasOneOutcome() throws Exception {
    killAndCompare(20, 20_000, new Random(2));
  }

  private void killAndCompare(int kills, int people, Random random) throws Exception {
    String campaign;
    try (NoticeScene scene = new NoticeScene(folder)) {
      campaign = scene.approved(people);
    }
    try (SmtpSink relay = SmtpSink.start(this::take, _ -> new SmtpFault.None())) {
      for (int kill = 0; kill < kills; kill++) {
        sendAndKill(campaign, relay.port(), 1 + random.nextInt(people / (kills + 1)));
      }
      try (NoticeScene scene = new NoticeScene(folder)) {
        CampaignProgress killed = scene.status(campaign);
        assertThat(killed.sent()).isPositive().isLessThan(people);
        CampaignProgress progress = scene.send(campaign, relay.port());
        assertThat(progress.sent()).isEqualTo(people);
        assertThat(progress.total()).isEqualTo(people);
        assertThat(progress.doubted()).isLessThanOrEqualTo((long) kills * IN_DOUBT_MAX);
        compare(people, scene.doubted(campaign));
        long before = relay.transactions();
        assertThat(scene.send(campaign, relay.port())).isEqualTo(progress);
        assertThat(relay.transactions()).isEqualTo(before);
      }
    }
  }

  private void take(ReceivedMail mail) {
    mails.add(mail);
    Objects.requireNonNull(until.get()).countDown();
  }

  private void sendAndKill(String campaign, int port, int mailsBefore)
      throws IOException, InterruptedException {
    Path errors = folder.resolve("err.txt");
    CountDownLatch enough = new CountDownLatch(mailsBefore);
    until.set(enough);
    Process sender =
        CommandProcess.java(
                NoticeSenderMain.class,
                List.of(folder.toString(), campaign, Integer.toString(port)))
            .redirectErrorStream(true)
            .redirectOutput(errors.toFile())
            .start();
    try {
      boolean came = enough.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(came).as("%s", Files.readString(errors)).isTrue();
      assertThat(sender.isAlive()).as("%s", Files.readString(errors)).isTrue();
    } finally {
      sender.toHandle().destroyForcibly();
      sender.waitFor();
    }
  }

  /// Return paths name the notice: `notices+abcde-fghjk@example.com`.
  private void compare(int people, Set<String> doubted) {
    Map<String, Integer> counts = new HashMap<>();
    Map<String, Set<String>> numbers = new HashMap<>();
    for (ReceivedMail mail : List.copyOf(mails)) {
      counts.merge(mail.recipient(), 1, Integer::sum);
      String from = mail.envelopeFrom();
      numbers
          .computeIfAbsent(mail.recipient(), _ -> new HashSet<>())
          .add(from.substring(from.indexOf('+') + 1, from.indexOf('@')));
    }
    assertThat(counts).hasSize(people);
    assertThat(numbers.values()).allMatch(each -> each.size() == 1);
    counts.forEach((recipient, count) -> {
      if (count > 1) {
        assertThat(doubted).containsAll(numbers.get(recipient));
      }
    });
  }
}
