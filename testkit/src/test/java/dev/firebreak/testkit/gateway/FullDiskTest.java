package dev.firebreak.testkit.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.gateway.GatewayCounters;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.journal.StoredRecord;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.testkit.disk.SimulatedDisk;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The gateway with a real journal on a disk that becomes full: what cannot be kept is answered
/// with 503, whole requests at a time, and everything works again when there is space.
class FullDiskTest {
  private static final BindingId BINDING = new BindingId("plain");
  private static final Pattern NAME = Pattern.compile("\"event\":\"([^\"]+)\"");

  private final SimulatedDisk disk = SimulatedDisk.honest(new Random(1));
  private final SimulatedDisk keyDisk = SimulatedDisk.honest(new Random(2));
  private final HttpClient client = HttpClient.newHttpClient();
  private final Set<String> kept = new ConcurrentSkipListSet<>();

  private KeyStore keys;
  private SegmentJournal journal;
  private TestGateway gateway;

  @BeforeEach
  void start() throws IOException {
    keys = KeyStore.open(keyDisk.mount(), SecretBytes.copyOf(new byte[32]));
    journal = openJournal();
    gateway = new TestGateway(AsDecoded::new, Clock.systemUTC(), Optional.of(journal));
  }

  @AfterEach
  void stop() throws IOException {
    client.close();
    gateway.close();
    journal.close();
  }

  @Test
  void aFullDiskIsAnsweredWith503AndNothingIsHalfAccepted() throws Exception {
    assertThat(send("before", 5)).isEqualTo(200);
    disk.fullAfter(300);
    assertThat(send("full", 50)).isEqualTo(503);
    assertThat(journal.end()).isEqualTo(5);
    assertThat(send("still-full", 50)).isEqualTo(503);
    disk.fullAfter(Long.MAX_VALUE);
    assertThat(send("after", 7)).isEqualTo(200);
    assertSums(12, 100);
    assertThat(namesAfterPowerFailure()).isEqualTo(kept);
  }

  @Test
  void manySendersMeetADiskThatFillsAndEmptiesAndEachAnswerIsTrue() throws Exception {
    Random random = new Random(7);
    List<Future<Integer>> answers = new ArrayList<>();
    try (ExecutorService senders = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 12; round++) {
        disk.fullAfter(round % 3 == 2 ? Long.MAX_VALUE : random.nextInt(6000));
        List<Future<Integer>> inRound = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          String name = round + "-" + i;
          inRound.add(senders.submit(() -> send(name, 10)));
        }
        for (Future<Integer> answer : inRound) {
          answer.get();
        }
        answers.addAll(inRound);
      }
    }
    disk.fullAfter(Long.MAX_VALUE);
    assertThat(send("last", 10)).isEqualTo(200);
    long refused = answers.stream().filter(answer -> answer.resultNow() == 503).count();
    assertThat(answers).allMatch(answer -> Set.of(200, 503).contains(answer.resultNow()));
    // a third of the rounds had space enough
    assertThat(refused).isBetween(1L, 64L);
    assertSums((97 - refused) * 10, refused * 10);
    assertThat(namesAfterPowerFailure()).isEqualTo(kept);
  }

  @Test
  void aKeyThatTheFullDiskDoesNotTakeIsAnsweredWith503AndTheSumsHold() throws Exception {
    keyDisk.fullAfter(10);
    assertThat(send("full", 5)).isEqualTo(503);
    assertSums(0, 5);
    keyDisk.fullAfter(Long.MAX_VALUE);
    assertThat(send("after", 5)).isEqualTo(200);
    assertSums(5, 5);
    assertThat(namesAfterPowerFailure()).isEqualTo(kept);
  }

  private void assertSums(long accepted, long refused) {
    GatewayCounters counters = gateway.counters();
    assertThat(journal.totals().accepted()).isEqualTo(accepted);
    assertThat(counters.refused()).isEqualTo(refused);
    assertThat(counters.received()).isEqualTo(accepted + refused);
  }

  /// One request with so many events; their names are noted where it is answered with success.
  private int send(String name, int events) throws IOException, InterruptedException {
    List<String> names = IntStream.range(0, events).mapToObj(i -> name + "/" + i).toList();
    String body =
        names.stream()
            .map(one ->
                "{\"event\":\"%s\",\"properties\":{\"token\":\"%s\"}}"
                    .formatted(one, TestGateway.TOKEN))
            .collect(Collectors.joining(",", "[", "]"));
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(gateway.uri().resolve("/import?strict=1"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() == 200) {
      kept.addAll(names);
    }
    return answer.statusCode();
  }

  private Set<String> namesAfterPowerFailure() throws IOException {
    disk.crash();
    keyDisk.crash();
    keys = KeyStore.open(keyDisk.mount(), SecretBytes.copyOf(new byte[32]));
    Set<String> names = new TreeSet<>();
    try (SegmentJournal reopened = openJournal();
        JournalCursor cursor = reopened.read(0)) {
      for (StoredRecord record = cursor.next(); record != null; record = cursor.next()) {
        StoredRecord.Forwarded forwarded = (StoredRecord.Forwarded) record.content();
        byte[] payload = reopened.open(record, forwarded.sealed()).payload();
        Matcher name = NAME.matcher(new String(payload, StandardCharsets.UTF_8));
        assertThat(name.find()).isTrue();
        assertThat(names.add(name.group(1))).isTrue();
      }
    }
    return names;
  }

  private SegmentJournal openJournal() throws IOException {
    return SegmentJournal.open(
        BINDING, disk.mount(), keys, Clock.systemUTC(), SegmentJournal.Settings.STANDARD);
  }
}
