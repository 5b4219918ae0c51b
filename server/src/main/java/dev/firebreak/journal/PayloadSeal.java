package dev.firebreak.journal;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.google.crypto.tink.Aead;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Seals payloads under a data key per binding and UTC day of receipt, so that destroying one small
/// key file makes a day unreadable.
///
/// ```
/// plaintext   idLength u16 (0xffff: none), id at the vendor, then the payload: size u32,
///             form u8 (0 as it is, 1 zstd), bytes
/// sealed      AES-256-GCM(plaintext) bound to binding, receipt time and the record's clear header
/// ```
///
/// Only what is longer than an event is compressed: of a short text zstd saves little, and takes
/// more time than treating it. Thread-safe.
final class PayloadSeal {
  private static final int NO_ID = 0xffff;
  private static final byte AS_IT_IS = 0;
  private static final byte ZSTD = 1;
  private static final int LEVEL = 1;

  /// Payloads of so many bytes and more are compressed.
  private static final int COMPRESSED_FROM = 4 << 10;

  private static final int PAYLOAD_BYTES_MAX = 32 << 20;
  private static final int DAYS_CACHED_MAX = 64;
  private static final int COMPRESSORS_KEPT = 4;

  private final BindingId binding;
  private final KeyStore keys;
  private final Map<LocalDate, Aead> days = new ConcurrentHashMap<>();
  private final BlockingQueue<ZstdCompressCtx> compressors =
      new ArrayBlockingQueue<>(COMPRESSORS_KEPT);

  PayloadSeal(BindingId binding, KeyStore keys) {
    this.binding = binding;
    this.keys = keys;
  }

  static LocalDate dayOf(Instant receivedAt) {
    return LocalDate.ofInstant(receivedAt, ZoneOffset.UTC);
  }

  static String keyName(BindingId binding, LocalDate day) {
    return "journal-" + binding + "-" + day;
  }

  /// @throws IOException where the day's key cannot be made or read
  byte[] seal(Instant receivedAt, byte[] bound, @Nullable String idAtVendor, byte[] payload)
      throws IOException {
    byte[] id = idAtVendor == null ? new byte[0] : idAtVendor.getBytes(StandardCharsets.UTF_8);
    if (id.length >= NO_ID || payload.length > PAYLOAD_BYTES_MAX) {
      throw new IllegalArgumentException("an id below 64 KiB and a payload up to 32 MiB");
    }
    boolean compressed = payload.length >= COMPRESSED_FROM;
    byte[] kept = compressed ? compress(payload) : payload;
    byte[] plain =
        ByteBuffer.allocate(7 + id.length + kept.length)
            .putShort((short) (idAtVendor == null ? NO_ID : id.length))
            .put(id)
            .putInt(payload.length)
            .put(compressed ? ZSTD : AS_IT_IS)
            .put(kept)
            .array();
    try {
      return key(dayOf(receivedAt)).encrypt(plain, associated(receivedAt, bound));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM refuses to seal", e);
    }
  }

  /// Opens what [#seal] made.
  ///
  /// @throws UnreadablePayloadException where the day's key was destroyed or is damaged, or the
  ///   record is not the one that was sealed
  /// @throws IOException where the key cannot be read now
  OpenedPayload open(Instant receivedAt, StoredRecord.Sealed sealed) throws IOException {
    ByteBuffer plain = decrypt(receivedAt, sealed);
    Optional<String> id = id(plain);
    int size = plain.getInt();
    if (size < 0 || size > PAYLOAD_BYTES_MAX) {
      throw new UnreadablePayloadException("a sealed payload states an impossible size", null);
    }
    byte form = plain.get();
    byte[] kept = new byte[plain.remaining()];
    plain.get(kept);
    return new OpenedPayload(
        id,
        switch (form) {
          case AS_IT_IS -> kept;
          case ZSTD -> Zstd.decompress(kept, size);
          default ->
              throw new UnreadablePayloadException("a sealed payload states an unknown form", null);
        });
  }

  /// Opens the id at the vendor alone.
  Optional<String> openId(Instant receivedAt, StoredRecord.Sealed sealed) throws IOException {
    return id(decrypt(receivedAt, sealed));
  }

  /// Forgets a day's key; destroying its file is the caller's matter.
  void forget(LocalDate day) {
    days.remove(day);
  }

  private ByteBuffer decrypt(Instant receivedAt, StoredRecord.Sealed sealed) throws IOException {
    LocalDate day = dayOf(receivedAt);
    if (!days.containsKey(day) && !keyExists(day)) {
      throw new UnreadablePayloadException("the data key of " + day + " was destroyed", null);
    }
    try {
      return ByteBuffer.wrap(
          key(day).decrypt(sealed.bytes(), associated(receivedAt, sealed.bound())));
    } catch (GeneralSecurityException e) {
      throw new UnreadablePayloadException(
          "a sealed payload does not open: key or record are not the ones", e);
    }
  }

  private static Optional<String> id(ByteBuffer plain) {
    int length = plain.getShort() & 0xffff;
    if (length == NO_ID) {
      return Optional.empty();
    }
    byte[] bytes = new byte[length];
    plain.get(bytes);
    return Optional.of(new String(bytes, StandardCharsets.UTF_8));
  }

  private Aead key(LocalDate day) throws IOException {
    if (days.size() > DAYS_CACHED_MAX) {
      days.clear();
    }
    try {
      return days.computeIfAbsent(day, d -> keys.aead(keyName(binding, d)));
    } catch (FirebreakException e) {
      throw failure(day, e);
    }
  }

  private boolean keyExists(LocalDate day) throws IOException {
    try {
      return keys.exists(keyName(binding, day));
    } catch (FirebreakException e) {
      throw failure(day, e);
    }
  }

  private static IOException failure(LocalDate day, FirebreakException e) {
    return e.code() == ErrorCode.KEY_UNREADABLE
        ? new UnreadablePayloadException("the data key of " + day + " does not open", e)
        : new IOException("the data key of " + day + " cannot be used now", e);
  }

  private byte[] compress(byte[] payload) {
    ZstdCompressCtx context = compressors.poll();
    if (context == null) {
      context = new ZstdCompressCtx().setLevel(LEVEL);
    }
    byte[] compressed = context.compress(payload);
    if (!compressors.offer(context)) {
      context.close();
    }
    return compressed;
  }

  private byte[] associated(Instant receivedAt, byte[] bound) {
    byte[] name = ("firebreak journal 1 " + binding + "\0").getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(name.length + Long.BYTES + bound.length)
        .put(name)
        .putLong(receivedAt.toEpochMilli())
        .put(bound)
        .array();
  }
}
