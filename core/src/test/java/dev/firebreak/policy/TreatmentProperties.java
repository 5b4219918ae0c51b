package dev.firebreak.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a policy drops appears in no decoding of the output, whichever way it came in.
class TreatmentProperties {
  private static final Policy DROPS =
      Fixture.passing(
          "categories:",
          "  user.contact.email: drop",
          "  user.name: drop",
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
  private static void assertNowhere(String out, String value) {
    String wanted = value.toLowerCase(Locale.ROOT);
    String lower = out.toLowerCase(Locale.ROOT).replace("\\\\", "\\");
    assertThat(lower).doesNotContain(wanted, Wrapping.percent(wanted).toLowerCase(Locale.ROOT));
    assertThat(lower)
        .doesNotContain(Wrapping.percent(Wrapping.percent(wanted)).toLowerCase(Locale.ROOT));
    assertThat(lower).doesNotContain(Wrapping.unicode(wanted).toLowerCase(Locale.ROOT));
    assertThat(lower.replace("\\u0000", "")).doesNotContain(wanted);
    for (String run : out.split("[^A-Za-z0-9+/_-]+", -1)) {
      for (String part : (run + "/" + run.replace('/', ' ')).split(" ", -1)) {
        assertThat(decoded(part)).doesNotContain(wanted);
      }
      for (String part : run.split("/", -1)) {
        assertThat(decoded(part)).doesNotContain(wanted);
      }
    }
  }

  private static String decoded(String run) {
    try {
      String standard = run.replace('-', '+').replace('_', '/');
      byte[] bytes = Base64.getDecoder().decode(standard);
      return new String(bytes, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
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

  @Property(tries = 200)
  void oneIdHasOneTokenInEverySlotAndAnotherAtTheNextVendor(
      @ForAll @AlphaChars @StringLength(min = 1, max = 60) String id, @ForAll boolean device) {
    String slot = device ? "$device:" + id : id;
    String json =
        ("{\"event\":\"$identify\",\"properties\":{\"distinct_id\":\"%s\",\"$user_id\":\"%s\","
                + "\"alias\":\"%s\",\"$distinct_ids\":[\"%s\"]}}")
            .formatted(slot, id, id, slot);
    JsonNode here = properties(Fixture.treatment(DROPS), json);
    JsonNode there = properties(Fixture.treatment(DROPS, Fixture.NEXT_KEY, false), json);
    String token = here.get("$user_id").asString();
    assertThat(here.get("alias").asString()).isEqualTo(token);
    assertThat(here.get("distinct_id").asString()).isEqualTo(device ? "$device:" + token : token);
    assertThat(here.get("$distinct_ids").get(0)).isEqualTo(here.get("distinct_id"));
    assertThat(there.get("$user_id").asString()).isNotEqualTo(token);
    if (id.length() <= 48) {
      assertThat(Fixture.RESOLVER.resolve(token).orElseThrow().id()).isEqualTo(id);
      assertThat(Fixture.RESOLVER.resolve(there.get("alias").asString()).orElseThrow().id())
          .isEqualTo(id);
    }
  }

  private static JsonNode properties(PolicyTreatment treatment, String json) {
    byte[] payload =
        Fixture.forward(treatment.treat(Fixture.tokens(json), MessageKind.EVENT, Fixture.RECEIVED))
            .payload();
    return JsonMapper.shared().readTree(payload).get("properties");
  }
}
