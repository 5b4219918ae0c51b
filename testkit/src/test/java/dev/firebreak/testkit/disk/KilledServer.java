package dev.firebreak.testkit.disk;

import dev.firebreak.config.Secret;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.journal.JournalRecord;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A child process for `JournalKillIT`: appends without end, says what was acknowledged, delivers.
///
/// Arguments: folder, vendor's address, name of this run.
final class KilledServer {
  static final BindingId BINDING = new BindingId("product");
  static final String TOKEN = "project-token";
  static final Duration MAXIMUM_AGE = Duration.ofDays(5);
  private static final int WRITERS = 4;

  private KilledServer() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    Clock clock = Clock.systemUTC();
    try (KillTestParts parts = KillTestParts.open(Path.of(args[0]), clock)) {
      parts.startLane(URI.create(args[1]), Secret.of(TOKEN));
      List<Thread> writers = new java.util.ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String name = args[2] + "-" + i;
        writers.add(Thread.ofVirtual().start(() -> write(parts, name, clock)));
      }
      for (Thread writer : writers) {
        writer.join();
      }
    }
  }

  private static void write(KillTestParts parts, String name, Clock clock) {
    try {
      for (int i = 0; i < 1_000_000; i++) {
        String id = name + "-" + i;
        parts.journal().append(List.of(record(id, i % 25 != 0, clock.instant())));
        synchronized (System.out) {
          System.out.println(id);
          System.out.flush();
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// An event; or, where sending twice would count twice, an addition to a profile.
  static JournalRecord record(String id, boolean idempotent, Instant now) {
    MessageKind kind = idempotent ? MessageKind.EVENT : MessageKind.PROFILE;
    String payload =
        idempotent
            ? "{\"event\":\"Opened\",\"properties\":{\"$insert_id\":\"" + id + "\"}}"
            : "{\"$distinct_id\":\"" + id + "\",\"$add\":{\"visits\":1}}";
    EventHeader header =
        new EventHeader(kind, id, now.toEpochMilli(), idempotent, null, null, null, Masks.NONE);
    return new JournalRecord(
        BINDING,
        now,
        AssertedBy.PUBLIC,
        "0123456789ab",
        0,
        new TreatedMessage.Forward(header, payload.getBytes(StandardCharsets.UTF_8)));
  }
}
