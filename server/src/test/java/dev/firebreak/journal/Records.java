package dev.firebreak.journal;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.DropReason;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.QuarantineReason;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;

/// Records for tests.
public final class Records {
  public static final BindingId BINDING = new BindingId("product");
  public static final Instant NOW = Instant.parse("2025-11-09T10:00:00Z");

  private Records() {}

  public static KeyStore keys(Path folder) {
    return KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
  }

  public static JournalRecord event(int number) {
    return forward(MessageKind.EVENT, number, true, NOW);
  }

  public static JournalRecord forward(
      MessageKind kind, int number, boolean idempotent, Instant receivedAt) {
    EventHeader header =
        new EventHeader(
            kind,
            "id-" + number,
            receivedAt.toEpochMilli(),
            idempotent,
            new SubjectKey(7, number % 10),
            number % 3 == 0 ? new SubjectKey(8, number) : null,
            number % 2 == 0 ? "fb1stoken" + number : null,
            new Masks(1, 2, 64, 8));
    return record(receivedAt, new TreatedMessage.Forward(header, payload(number)));
  }

  public static byte[] payload(int number) {
    String text =
        "{\"event\":\"Opened\",\"properties\":{\"$insert_id\":\"id-"
            + number
            + "\",\"plan\":\"team\"}}";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static JournalRecord dropped(DropReason reason) {
    return record(NOW, new TreatedMessage.Dropped(reason, MessageKind.EVENT));
  }

  public static JournalRecord quarantined(String skeleton) {
    return record(
        NOW,
        new TreatedMessage.Quarantined(
            QuarantineReason.TOO_DEEP, skeleton.getBytes(StandardCharsets.UTF_8)));
  }

  private static JournalRecord record(Instant receivedAt, TreatedMessage message) {
    return new JournalRecord(
        BINDING, receivedAt, AssertedBy.AUTHENTICATED, "0123456789ab", 1, message);
  }
}
