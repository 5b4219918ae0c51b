package dev.firebreak.journal;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.DropReason;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.QuarantineReason;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The bytes of a journal record (docs/adr/0008-journal-format.md). The frame around it carries
/// offset and receipt time.
///
/// ```
/// format u8 = 1, type u8, asserted by u8, policy version (length u8, text), key version u32
/// type 1 forward      kind u8, flags u8 (1 idempotent, 2 subject, 4 device), [subject 16],
///                     [device 16], masks 4 x i64, event time i64, dedupe id (length u8, text),
///                     then sealed: id at the vendor and payload
/// type 2 dropped      reason u8, kind u8
/// type 3 quarantined  reason u8, then sealed: the skeleton
/// ```
final class RecordCodec {
  static final int TYPE_FORWARD = 1;
  static final int TYPE_DROPPED = 2;
  static final int TYPE_QUARANTINED = 3;

  private static final byte FORMAT = 1;
  private static final int IDEMPOTENT = 1;
  private static final int SUBJECT = 2;
  private static final int DEVICE = 4;
  private static final int HEAD_BYTES_MAX = 512;

  private final PayloadSeal seal;

  RecordCodec(PayloadSeal seal) {
    this.seal = seal;
  }

  /// The bytes of a record, sealed where it has a payload.
  ///
  /// @throws IOException where the key for sealing cannot be made or read
  byte[] encode(JournalRecord record) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES_MAX);
    head.put(FORMAT).put((byte) type(record.message()));
    head.put((byte) code(record.assertedBy()));
    putText(head, record.policyVersion());
    head.putInt(record.keyVersion());
    return switch (record.message()) {
      case TreatedMessage.Forward(EventHeader header, byte[] payload) -> {
        putHeader(head, header);
        yield sealed(record.receivedAt(), head, header.idAtVendor(), payload);
      }
      case TreatedMessage.Dropped(DropReason reason, MessageKind kind) -> {
        head.put((byte) reason.code()).put((byte) kind.code());
        yield bytes(head);
      }
      case TreatedMessage.Quarantined(QuarantineReason reason, byte[] skeleton) -> {
        head.put((byte) reason.code());
        yield sealed(record.receivedAt(), head, null, skeleton);
      }
    };
  }

  /// Reads a record without opening what is sealed.
  ///
  /// @throws IOException where the bytes are of no format that this version knows
  static StoredRecord decode(Frame frame) throws IOException {
    try {
      ByteBuffer in = ByteBuffer.wrap(frame.body());
      int format = in.get();
      if (format != FORMAT) {
        throw new IOException(
            "journal record " + frame.number() + " has format " + format + ", known is 1");
      }
      int type = in.get();
      AssertedBy assertedBy = assertedBy(in.get());
      String policyVersion = text(in);
      int keyVersion = in.getInt();
      return new StoredRecord(
          frame.number(),
          Instant.ofEpochMilli(frame.timeMillis()),
          assertedBy,
          policyVersion,
          keyVersion,
          content(type, in));
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("journal record " + frame.number() + " is damaged", e);
    }
  }

  /// The type byte of a record.
  static int type(byte[] body) {
    return body[1];
  }

  OpenedPayload open(Instant receivedAt, StoredRecord.Sealed sealed) throws IOException {
    return seal.open(receivedAt, sealed);
  }

  Optional<String> openId(Instant receivedAt, StoredRecord.Sealed sealed) throws IOException {
    return seal.openId(receivedAt, sealed);
  }

  private static StoredRecord.Content content(int type, ByteBuffer in) {
    return switch (type) {
      case TYPE_FORWARD -> {
        EventHeader header = header(in);
        yield new StoredRecord.Forwarded(header, rest(in));
      }
      case TYPE_DROPPED ->
          new StoredRecord.Dropped(DropReason.ofCode(in.get()), MessageKind.ofCode(in.get()));
      case TYPE_QUARANTINED -> {
        QuarantineReason reason = QuarantineReason.ofCode(in.get());
        yield new StoredRecord.Quarantined(reason, rest(in));
      }
      default -> throw new IllegalArgumentException("no record type has code " + type);
    };
  }

  private byte[] sealed(
      Instant receivedAt, ByteBuffer head, @Nullable String idAtVendor, byte[] payload)
      throws IOException {
    byte[] bound = bytes(head);
    byte[] sealed = seal.seal(receivedAt, bound, idAtVendor, payload);
    byte[] body = Arrays.copyOf(bound, bound.length + sealed.length);
    System.arraycopy(sealed, 0, body, bound.length, sealed.length);
    return body;
  }

  private static StoredRecord.Sealed rest(ByteBuffer in) {
    byte[] bound = bytes(in);
    byte[] sealed = new byte[in.remaining()];
    in.get(sealed);
    return new StoredRecord.Sealed(sealed, bound);
  }

  private static void putHeader(ByteBuffer out, EventHeader header) {
    SubjectKey subject = header.subjectKey();
    SubjectKey device = header.linkedDeviceKey();
    int flags =
        (header.idempotent() ? IDEMPOTENT : 0)
            | (subject == null ? 0 : SUBJECT)
            | (device == null ? 0 : DEVICE);
    out.put((byte) header.kind().code()).put((byte) flags);
    if (subject != null) {
      out.put(subject.toBytes());
    }
    if (device != null) {
      out.put(device.toBytes());
    }
    Masks masks = header.masks();
    out.putLong(masks.clear()).putLong(masks.generalized());
    out.putLong(masks.tokenized()).putLong(masks.withheld());
    out.putLong(header.eventTimeMillis());
    putText(out, header.dedupeId());
  }

  private static EventHeader header(ByteBuffer in) {
    MessageKind kind = MessageKind.ofCode(in.get());
    int flags = in.get();
    SubjectKey subject = (flags & SUBJECT) == 0 ? null : subjectKey(in);
    SubjectKey device = (flags & DEVICE) == 0 ? null : subjectKey(in);
    Masks masks = new Masks(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    long eventTimeMillis = in.getLong();
    boolean idempotent = (flags & IDEMPOTENT) != 0;
    return new EventHeader(
        kind, text(in), eventTimeMillis, idempotent, subject, device, null, masks);
  }

  private static SubjectKey subjectKey(ByteBuffer in) {
    return new SubjectKey(in.getLong(), in.getLong());
  }

  private static void putText(ByteBuffer out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 127) {
      throw new IllegalArgumentException("a record's short text has at most 127 bytes");
    }
    out.put((byte) bytes.length).put(bytes);
  }

  private static String text(ByteBuffer in) {
    byte[] bytes = new byte[in.get() & 0x7f];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /// What stands before the buffer's position.
  private static byte[] bytes(ByteBuffer head) {
    byte[] bytes = new byte[head.position()];
    head.get(0, bytes);
    return bytes;
  }

  private static int type(TreatedMessage message) {
    return switch (message) {
      case TreatedMessage.Forward _ -> TYPE_FORWARD;
      case TreatedMessage.Dropped _ -> TYPE_DROPPED;
      case TreatedMessage.Quarantined _ -> TYPE_QUARANTINED;
    };
  }

  private static int code(AssertedBy assertedBy) {
    return switch (assertedBy) {
      case AUTHENTICATED -> 1;
      case PUBLIC -> 2;
    };
  }

  private static AssertedBy assertedBy(int code) {
    return switch (code) {
      case 1 -> AssertedBy.AUTHENTICATED;
      case 2 -> AssertedBy.PUBLIC;
      default -> throw new IllegalArgumentException("nobody vouches with code " + code);
    };
  }
}
