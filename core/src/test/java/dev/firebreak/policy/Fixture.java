package dev.firebreak.policy;

import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.daead.AesSivParameters;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.event.TokenBuffer.Kind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.pseudonym.KeyId;
import dev.firebreak.pseudonym.PseudonymKey;
import dev.firebreak.pseudonym.PseudonymResolver;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.vendor.VendorId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Treats JSON messages in tests, with real keys of two vendors.
final class Fixture {
  static final Instant RECEIVED = Instant.parse("2025-11-09T10:20:30.456Z");
  static final PseudonymKey KEY = key("mixpanel", "ab2c");
  static final PseudonymKey NEXT_KEY = key("amplitude", "xy7z");
  static final PseudonymResolver RESOLVER = new PseudonymResolver(List.of(KEY, NEXT_KEY));
  static final SubjectKeyring SUBJECTS = new SubjectKeyring(secret(1));
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Fixture() {}

  static Policy shipped() {
    try {
      Path file =
          Path.of(
              System.getProperty("firebreak.root"),
              "server/src/main/resources/policies/mixpanel.yaml");
      return Policy.parse("policies/mixpanel.yaml", Files.readString(file));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static Policy policy(String... lines) {
    return Policy.parse("test.yaml", String.join("\n", lines));
  }

  /// A policy with these sections over a default that passes everything.
  static Policy passing(String... lines) {
    return Policy.parse(
        "test.yaml",
        "vendor: mixpanel\ndefault: pass\nunclassified: pass\n" + String.join("\n", lines));
  }

  static PolicyTreatment treatment(Policy policy) {
    return treatment(policy, KEY, false);
  }

  static PolicyTreatment treatment(Policy policy, PseudonymKey key, boolean observe) {
    TreatmentSettings settings =
        new TreatmentSettings(
            policy, observe, false, UserIdKind.ACCOUNT_ID, Set.of("company"), false, false);
    return new PolicyTreatment(
        settings, new Pseudonymizer(key), SUBJECTS, secret(2), new Random(42));
  }

  static TreatedMessage treat(Policy policy, MessageKind kind, String json) {
    return treatment(policy).treat(tokens(json), kind, RECEIVED);
  }

  static EventHeader header(Policy policy, String json) {
    return forward(treat(policy, MessageKind.EVENT, json)).header();
  }

  static String out(Policy policy, String json) {
    return out(policy, MessageKind.EVENT, json);
  }

  static String out(Policy policy, MessageKind kind, String json) {
    return new String(forward(treat(policy, kind, json)).payload(), StandardCharsets.UTF_8);
  }

  static JsonNode tree(Policy policy, MessageKind kind, String json) {
    return MAPPER.readTree(out(policy, kind, json));
  }

  /// The properties of a treated event.
  static JsonNode properties(Policy policy, String properties) {
    return tree(policy, MessageKind.EVENT, event(properties)).get("properties");
  }

  static String event(String properties) {
    return "{\"event\":\"Opened\",\"properties\":{" + properties + "}}";
  }

  static TreatedMessage.Forward forward(TreatedMessage message) {
    if (message instanceof TreatedMessage.Forward forward) {
      return forward;
    }
    throw new AssertionError("not forwarded: " + message);
  }

  static TokenBuffer tokens(String json) {
    TokenBuffer buffer = new TokenBuffer();
    Deque<Integer> open = new ArrayDeque<>();
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      while (parser.nextToken() != null) {
        switch (parser.currentToken()) {
          case START_OBJECT -> open.push(buffer.add(Kind.START_OBJECT));
          case START_ARRAY -> open.push(buffer.add(Kind.START_ARRAY));
          case END_OBJECT -> buffer.close(open.pop(), buffer.add(Kind.END_OBJECT));
          case END_ARRAY -> buffer.close(open.pop(), buffer.add(Kind.END_ARRAY));
          case PROPERTY_NAME -> buffer.add(Kind.NAME, parser.currentName());
          case VALUE_STRING -> buffer.add(Kind.STRING, parser.getString());
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> buffer.add(Kind.NUMBER, parser.getString());
          case VALUE_TRUE -> buffer.add(Kind.TRUE);
          case VALUE_FALSE -> buffer.add(Kind.FALSE);
          case VALUE_NULL -> buffer.add(Kind.NULL);
          default -> throw new AssertionError("unexpected token");
        }
      }
    }
    return buffer;
  }

  private static PseudonymKey key(String vendor, String id) {
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
      return new PseudonymKey(new VendorId(vendor), 1, new KeyId(id), cipher, secret(id.charAt(0)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static SecretBytes secret(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return SecretBytes.copyOf(bytes);
  }
}
