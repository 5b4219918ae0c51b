package dev.firebreak.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ApiToken;
import dev.firebreak.access.Role;
import dev.firebreak.access.Scope;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class KeptAnswersTest {
  private static final String BODY = "{\"person\": \"maya@example.org\"}";

  @TempDir Path folder;
  private Instant now = Instant.parse("2025-11-25T09:00:00Z");
  private ControlDatabase control;
  private KeptAnswers kept;

  @BeforeEach
  void open() {
    control = ControlDatabase.open(folder.resolve("control.db"));
    KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    kept = new KeptAnswers(control, keys, ((InstantSource) () -> now).withZone(ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void sameRequestGetsTheFirstAnswerForADay() {
    KeptAnswers.Keyed keyed = keyed("a", "key", "request");
    assertThat(kept.begin(keyed)).isEmpty();
    kept.keep(keyed, answer());

    now = now.plus(KeptAnswers.KEPT).minusMillis(1);
    assertThat(kept.begin(keyed))
        .hasValueSatisfying(again -> {
          assertThat(new String(again.bytes(), StandardCharsets.UTF_8)).isEqualTo(BODY);
          assertThat(again.status()).isEqualTo(200);
          assertThat(again.type()).isEqualTo(Answer.JSON_TYPE);
          assertThat(again.headers())
              .containsEntry(Answer.EXIT_CODE, "0")
              .containsEntry("Idempotency-Replayed", "true");
        });
    now = now.plusMillis(1);
    assertThat(kept.begin(keyed)).isEmpty();
  }

  @Test
  void keyOfAnotherRequestIsRefusedAndAnotherTokensKeyIsAnother() {
    kept.keep(begun("a", "key", "request"), answer());
    assertKind("other-request", () -> kept.begin(keyed("a", "key", "other")));
    assertThat(kept.begin(keyed("b", "key", "request"))).isEmpty();
  }

  @Test
  void requestUnderWayIsNotRunAgain() {
    KeptAnswers.Keyed keyed = begun("a", "key", "request");
    assertKind("under-way", () -> kept.begin(keyed));
    kept.forget(keyed);
    assertThat(kept.begin(keyed)).isEmpty();
  }

  @Test
  void answerThatIsTooLargeOrAFileIsToldToBeDone() {
    KeptAnswers.Keyed large = begun("a", "large", "request");
    kept.keep(large, Answer.of(Answer.JSON_TYPE, new byte[KeptAnswers.BYTES_MAX + 1]));
    assertKind("done-before", () -> kept.begin(large));
    KeptAnswers.Keyed file = begun("a", "file", "request");
    kept.keep(file, Answer.ofFile("application/pdf", folder.resolve("x.pdf")));
    assertKind("done-before", () -> kept.begin(file));
  }

  @Test
  void nothingOfAnAnswerStandsOnDiskInTheClear() throws IOException {
    kept.keep(begun("a", "key", "request"), answer());
    control.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
            .doesNotContain("maya@example.org");
      }
    }
  }

  @Test
  void keyHasItsLimits() {
    assertKind("wrong-use", () -> keyed("a", " ", "request"));
    assertKind("wrong-use", () -> keyed("a", "x".repeat(129), "request"));
  }

  private KeptAnswers.Keyed begun(String token, String key, String request) {
    KeptAnswers.Keyed keyed = keyed(token, key, request);
    assertThat(kept.begin(keyed)).isEmpty();
    return keyed;
  }

  private static Answer answer() {
    return Answer.of(Answer.JSON_TYPE, BODY.getBytes(StandardCharsets.UTF_8))
        .with(Answer.EXIT_CODE, "0");
  }

  private KeptAnswers.Keyed keyed(String token, String key, String request) {
    ApiToken of =
        new ApiToken(
            token,
            "rae",
            Role.RESPONDER,
            "x",
            Set.of(Scope.READ),
            now,
            now.plus(Duration.ofDays(1)),
            Optional.empty(),
            Optional.empty());
    return KeptAnswers.keyed(of, key, request);
  }

  private static void assertKind(String kind, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            ApiProblem.class, problem -> assertThat(problem.problem().kind()).isEqualTo(kind));
  }
}
