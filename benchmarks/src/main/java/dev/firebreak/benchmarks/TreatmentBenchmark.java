package dev.firebreak.benchmarks;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.daead.AesSivParameters;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.PolicyTreatment;
import dev.firebreak.policy.TreatmentSettings;
import dev.firebreak.pseudonym.KeyId;
import dev.firebreak.pseudonym.PseudonymKey;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.vendor.VendorId;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;

/// One event of about 900 bytes, from its JSON to the treated JSON: under the shipped policy with
/// all detectors, against only parsing and writing it again with the same library. One thread.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
    value = 1,
    jvmArgsAppend = {"--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC", "-Xmx512m"})
public class TreatmentBenchmark {
  private static final int EVENTS = 4096;
  private static final Instant RECEIVED = Instant.parse("2025-11-09T10:00:00Z");

  private final byte[][] events = JsonEvents.make(EVENTS, 7);
  private final TokenBuffer buffer = new TokenBuffer();
  private final PolicyTreatment treatment = treatment();
  private int next;

  /// Fails at once where the events do not have the size that the figures are stated for.
  @Setup
  public void checkSize() {
    int bytes = 0;
    for (byte[] event : events) {
      bytes += event.length;
    }
    if (bytes / EVENTS < 850 || bytes / EVENTS > 1000) {
      throw new IllegalStateException("events have " + bytes / EVENTS + " bytes, not about 900");
    }
  }

  @Benchmark
  public TreatedMessage treated() {
    JsonEvents.read(nextEvent(), buffer);
    return treatment.treat(buffer, MessageKind.EVENT, RECEIVED);
  }

  @Benchmark
  public byte[] rewritten() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    try (JsonParser parser =
            JsonEvents.FACTORY.createParser(ObjectReadContext.empty(), nextEvent());
        JsonGenerator json =
            JsonEvents.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        write(parser, json, token);
      }
    }
    return bytes.toByteArray();
  }

  private byte[] nextEvent() {
    next = (next + 1) % EVENTS;
    return events[next];
  }

  private static void write(JsonParser parser, JsonGenerator json, JsonToken token) {
    switch (token) {
      case START_OBJECT -> json.writeStartObject();
      case END_OBJECT -> json.writeEndObject();
      case START_ARRAY -> json.writeStartArray();
      case END_ARRAY -> json.writeEndArray();
      case PROPERTY_NAME -> json.writeName(parser.currentName());
      case VALUE_STRING -> json.writeString(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.writeNumber(parser.getString());
      case VALUE_TRUE -> json.writeBoolean(true);
      case VALUE_FALSE -> json.writeBoolean(false);
      case VALUE_NULL -> json.writeNull();
      default -> throw new IllegalStateException("no token of a text");
    }
  }

  /// A treatment under the shipped policy with keys of its own.
  static PolicyTreatment treatment() {
    try {
      DeterministicAeadConfig.register();
      AesSivParameters parameters =
          AesSivParameters.builder()
              .setKeySizeBytes(64)
              .setVariant(AesSivParameters.Variant.NO_PREFIX)
              .build();
      DeterministicAead cipher =
          KeysetHandle.generateNew(parameters, RegistryConfiguration.get())
              .getPrimitive(RegistryConfiguration.get(), DeterministicAead.class);
      SecretBytes secret = SecretBytes.copyOf(new byte[32]);
      PseudonymKey key =
          new PseudonymKey(new VendorId("mixpanel"), 1, new KeyId("ab2c"), cipher, secret);
      return new PolicyTreatment(
          TreatmentSettings.enforcing(Policy.shipped("mixpanel"), Set.of("company")),
          new Pseudonymizer(key),
          new SubjectKeyring(secret),
          secret,
          RandomGenerator.getDefault());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-SIV is missing", e);
    }
  }
}
