package dev.firebreak.policy;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.Decoded;
import dev.firebreak.event.InboundRequest;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.MessageReader;
import dev.firebreak.event.MixpanelDialect;
import dev.firebreak.event.ReadMessage;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.pseudonym.SecretBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import tools.jackson.core.io.JsonStringEncoder;

/// What a policy drops appears in no decoding of the output, whichever way it came in.
class TreatmentProperties {
  private static final Policy DROPS =
      Fixture.passing(
          "categories:",
          "  user.contact.email: drop",
          "  user.name: drop",
          "  user.contact.phone_number: drop",
          "  user.unique_id: pseudonymize",
          "  user.device.device_id: pseudonymize");

  /// The ways in which a value can stand inside a string that the policy passes.
  enum Wrapping {
    PLAIN {
      @Override
      String wrap(String value) {
        return "a " + value + " b";
      }
    },
    PERCENT {
      @Override
      String wrap(String value) {
        return "https://x.example/?p=" + percent(value) + "&y=1";
      }
    },
    PERCENT_TWICE {
      @Override
      String wrap(String value) {
        return "/p?to=" + percent(percent(value));
      }
    },
    BASE64 {
      @Override
      String wrap(String value) {
        byte[] bytes = ("to " + value).getBytes(StandardCharsets.UTF_8);
        return "x " + Base64.getEncoder().encodeToString(bytes) + " y";
      }
    },
    BASE64_URL_IN_PATH {
      @Override
      String wrap(String value) {
        byte[] bytes = ("to " + value).getBytes(StandardCharsets.UTF_8);
        return "/r/" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "/z";
      }
    },
    JSON_ESCAPED {
      @Override
      String wrap(String value) {
        return "{\"k\":\"" + unicode(value) + "\"}";
      }
    },
    UTF_16 {
      @Override
      String wrap(String value) {
        return value.chars().mapToObj(c -> (char) c + "\0").collect(Collectors.joining());
      }
    },
    SOFT_HYPHEN {
      @Override
      String wrap(String value) {
        return value.charAt(0) + "\u00AD" + value.substring(1);
      }
    },
    GLUED_BASE64 {
      @Override
      String wrap(String value) {
        byte[] bytes = ("to " + value).getBytes(StandardCharsets.UTF_8);
        return "x v1_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      }
    },
    CASE_FOLDED {
      @Override
      String wrap(String value) {
        return "See " + value.toUpperCase(Locale.ROOT) + "!";
      }
    };

    abstract String wrap(String value);

    static String percent(String value) {
      return value
          .chars()
          .mapToObj(c -> Character.isLetterOrDigit(c) ? "" + (char) c : "%%%02X".formatted(c))
          .collect(Collectors.joining());
    }

    static String unicode(String value) {
      return value.chars().mapToObj(c -> "\\u%04x".formatted(c)).collect(Collectors.joining());
    }
  }

  @Provide
  Arbitrary<String> emails() {
    Arbitrary<String> local =
        Arbitraries.strings().withCharRange('a', 'z').numeric().ofMinLength(8).ofMaxLength(16);
    Arbitrary<String> domain = Arbitraries.of("example.com", "example.org", "mail.example.co.uk");
    return Combinators.combine(local, domain).as((l, d) -> "q" + l + "@" + d);
  }

  private static String json(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
  }

  private static String treat(String json) {
    TreatedMessage treated = Fixture.treat(DROPS, MessageKind.EVENT, json);
    return switch (treated) {
      case TreatedMessage.Forward forward -> new String(forward.payload(), StandardCharsets.UTF_8);
      case TreatedMessage.Dropped _ -> "";
      case TreatedMessage.Quarantined quarantined ->
          new String(quarantined.skeleton(), StandardCharsets.UTF_8);
    };
  }

  /// Looks for the value plainly and after each decoding, in any case.
  private static void assertNowhere(String written, String value) {
    String out = written.replace("\u00AD", "");
    String wanted = value.toLowerCase(Locale.ROOT);
    String lower = out.toLowerCase(Locale.ROOT).replace("\\\\", "\\");
    assertThat(lower).doesNotContain(wanted, Wrapping.percent(wanted).toLowerCase(Locale.ROOT));
    assertThat(lower)
        .doesNotContain(Wrapping.percent(Wrapping.percent(wanted)).toLowerCase(Locale.ROOT));
    assertThat(lower).doesNotContain(Wrapping.unicode(wanted).toLowerCase(Locale.ROOT));
    assertThat(lower.replace("\\u0000", "")).doesNotContain(wanted);
    for (String run : out.split("[^A-Za-z0-9+/_-]+", -1)) {
      assertThat(decoded(run)).doesNotContain(wanted);
      assertThat(decoded(run.substring(run.indexOf('_') + 1))).doesNotContain(wanted);
      for (String part : run.split("/", -1)) {
        assertThat(decoded(part)).doesNotContain(wanted);
      }
    }
  }

  private static String decoded(String run) {
    try {
      String standard = run.replace('-', '+').replace('_', '/');
      byte[] bytes = Base64.getDecoder().decode(standard);
      return new String(bytes, StandardCharsets.UTF_8)
          .replace("\u00AD", "")
          .toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException noBase64) {
      return "";
    }
  }

  @Property(tries = 400)
  void droppedEmailAppearsInNoDecodingOfTheOutput(
      @ForAll("emails") String email, @ForAll Wrapping wrapping, @ForAll boolean nested) {
    String value = json(wrapping.wrap(email));
    String field = nested ? "\"o\":{\"l\":[\"" + value + "\"]}" : "\"memo\":\"" + value + "\"";
    String out =
        treat("{\"event\":\"E\",\"properties\":{" + field + ",\"$email\":\"" + email + "\"}}");
    assertNowhere(out, email);
    assertThat(out).contains("\"event\":\"E\"");
  }

  /// Kinds of values that an event states, or that no policy passes.
  enum Kind {
    NAME("$name"),
    PHONE("$phone"),
    ID("distinct_id"),
    DEVICE("$device_id"),
    CARD("seats");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    String value(long seed) {
      Random random = new Random(seed);
      return switch (this) {
        case NAME -> word(random) + " " + word(random);
        case PHONE -> "+33 6 " + digits(random, 2) + " " + digits(random, 2) + " 12 34";
        case ID -> "u-" + word(random) + digits(random, 4);
        case DEVICE -> new UUID(random.nextLong(), random.nextLong()).toString();
        case CARD -> card("4" + digits(random, 14));
      };
    }

    private static String word(Random random) {
      String word = random.ints(8, 'a', 'z' + 1).mapToObj(c -> "" + (char) c).collect(joining());
      return "Q" + word;
    }

    private static String digits(Random random, int count) {
      return random.ints(count, 1, 10).mapToObj(Integer::toString).collect(joining());
    }

    private static String card(String digits) {
      int sum = 0;
      for (int i = 0; i < digits.length(); i++) {
        int digit = digits.charAt(digits.length() - 1 - i) - '0';
        int doubled = i % 2 == 0 ? 2 * digit : digit;
        sum += doubled > 9 ? doubled - 9 : doubled;
      }
      return digits + (10 - sum % 10) % 10;
    }
  }

  @Property(tries = 600)
  void withheldValueAppearsInNoDecodingOfTheOutput(
      @ForAll Kind kind, @ForAll long seed, @ForAll Wrapping wrapping, @ForAll boolean inner) {
    String value = kind.value(seed);
    String wrapped = wrapping.wrap(inner ? Wrapping.SOFT_HYPHEN.wrap(value) : value);
    String out =
        treat(
            Fixture.event(
                "\"memo\":\"%s\",\"list\":[[\"%s\"]],\"%s\":\"%s\""
                    .formatted(json(wrapped), json(wrapped), kind.field, json(value))));
    assertNowhere(out.replace("\u00AD", ""), value);
    assertThat(out).contains("\"event\":\"Opened\"");
  }

  /// Bytes that are no UTF-8 inside a value hide it from nobody who leaves them out.
  @Property(tries = 200)
  void bytesThatAreNoTextHideNothing(
      @ForAll("emails") String email, @ForAll @IntRange(max = 7) int at, @ForAll BrokenBytes bad) {
    byte[] json =
        ("[{\"event\":\"E\",\"properties\":{\"memo\":\"to " + email + " now\"}}]")
            .getBytes(StandardCharsets.UTF_8);
    int split = new String(json, StandardCharsets.UTF_8).indexOf(email) + 1 + at;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.write(json, 0, split);
    body.writeBytes(bad.bytes());
    body.write(json, split, json.length - split);
    String out = throughTheDialect(body.toByteArray());
    assertThat(out).contains("[user.contact.email]");
    assertNowhere(out.replace("\uFFFD", ""), email);
  }

  /// What no decoder takes for a character.
  enum BrokenBytes {
    CONTINUATION("80"),
    NO_BYTE("ff"),
    LEAD_ALONE("c3"),
    OVERLONG("c080"),
    HALF("eda080");

    private final String hex;

    BrokenBytes(String hex) {
      this.hex = hex;
    }

    byte[] bytes() {
      return HexFormat.of().parseHex(hex);
    }
  }

  private static String throughTheDialect(byte[] body) {
    Decoded decoded =
        new MixpanelDialect(SecretBytes.copyOf(new byte[32]))
            .decode(new InboundRequest("POST", "/track", "", _ -> Optional.empty(), body));
    MessageReader reader = ((Decoded.Messages) decoded).reader();
    TokenBuffer buffer = new TokenBuffer();
    StringBuilder out = new StringBuilder();
    PolicyTreatment treatment = Fixture.treatment(DROPS);
    while (reader.next(buffer) instanceof ReadMessage.Message) {
      byte[] payload =
          Fixture.forward(treatment.treat(buffer, MessageKind.EVENT, Fixture.RECEIVED)).payload();
      out.append(new String(payload, StandardCharsets.UTF_8));
    }
    return out.toString();
  }

  @Property(tries = 200)
  void theSearchOfTheseTestsFindsWhatAPolicyPasses(
      @ForAll("emails") String email, @ForAll Wrapping wrapping) {
    String value = json(wrapping.wrap(email));
    String out = Fixture.out(Fixture.passing(), Fixture.event("\"memo\":\"" + value + "\""));
    boolean found = false;
    try {
      assertNowhere(out, email);
    } catch (AssertionError planted) {
      found = true;
    }
    assertThat(found).isTrue();
  }

  @Property(tries = 200)
  void droppedNameAppearsNowhereElseInTheEvent(
      @ForAll @AlphaChars @StringLength(min = 5, max = 12) String first,
      @ForAll @AlphaChars @StringLength(min = 5, max = 12) String last,
      @ForAll @IntRange(max = 3) int way) {
    String name = first + " " + last;
    String text =
        switch (way) {
          case 0 -> "Page of " + name.toUpperCase(Locale.ROOT);
          case 1 -> "https://x.example/p?to=" + first + "+" + last;
          case 2 -> "x=" + first + "%20" + last + "&y";
          default -> last + ", " + first;
        };
    String out = treat(Fixture.event("\"memo\":\"" + text + "\",\"$name\":\"" + name + "\""));
    String folded = out.toLowerCase(Locale.ROOT).replaceAll("%20|[^a-z]+", " ");
    assertThat(folded).doesNotContain(name.toLowerCase(Locale.ROOT));
    assertThat(folded).doesNotContain((last + " " + first).toLowerCase(Locale.ROOT));
  }

  @Property(tries = 300)
  void numbersPassCharacterByCharacter(
      @ForAll long whole,
      @ForAll @IntRange(max = 999) int fraction,
      @ForAll @IntRange(max = 3) int form) {
    String number =
        switch (form) {
          case 0 -> Long.toString(whole % 100_000_000L);
          case 1 -> whole % 1_000_000 + "." + fraction + "0";
          case 2 -> whole % 1000 + "E+" + fraction;
          default -> whole % 1000 + ".0e-" + fraction;
        };
    assertThat(treat(Fixture.event("\"n\":" + number + ",\"l\":[" + number + "]")))
        .contains("\"n\":" + number + ",\"l\":[" + number + "]");
  }

  @Property(tries = 300)
  void duplicateAndEscapedKeysSmuggleNothing(
      @ForAll("emails") String email, @ForAll @IntRange(min = 1, max = 4) int copies) {
    String escaped = "\\u0024\\u0065mail";
    String field = "\"" + escaped + "\":\"" + email + "\"";
    String fields =
        java.util.stream.IntStream.range(0, copies)
            .mapToObj(i -> i % 2 == 0 ? field : "\"$email\":\"" + email + "\"")
            .collect(Collectors.joining(","));
    assertNowhere(treat(Fixture.event(fields)), email);
    String key = Wrapping.unicode(email);
    assertNowhere(treat(Fixture.event("\"" + key + "\":1")), email);
  }

  @Property(tries = 100)
  void depthSmugglesNothing(@ForAll("emails") String email, @ForAll @IntRange(max = 90) int depth) {
    String open = "{\"a\":[".repeat(depth / 2);
    String close = "]}".repeat(depth / 2);
    assertNowhere(
        treat(Fixture.event("\"d\":" + "[" + open + "\"" + email + "\"" + close + "]")), email);
  }
}
