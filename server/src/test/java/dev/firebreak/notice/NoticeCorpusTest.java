package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Good and bad notices in every language, under `src/test/resources/notice/LANGUAGE`.
final class NoticeCorpusTest {
  private static final String NUMBER = "ABCDE-12345";
  private static final String WORD = "bodi-kifa-lozo-meta";
  private static final Path CORPUS = Path.of("src/test/resources/notice");

  /// A notice is the template that comes with Firebreak with one thing put in; its file says which
  /// rules it breaks and what is replaced by what.
  record Sample(
      NoticeLanguage language, String name, Set<String> rules, String find, String replacement) {
    @Override
    public String toString() {
      return language.tag() + " " + name;
    }
  }

  @ParameterizedTest
  @MethodSource("bad")
  void badNoticeIsRefusedForItsReasonAndNoOther(Sample sample) {
    assertThat(brokenBy(sample)).containsExactlyInAnyOrderElementsOf(sample.rules());
  }

  @ParameterizedTest
  @MethodSource("good")
  void goodNoticeBreaksNoRuleAndCompiles(Sample sample) {
    assertThat(brokenBy(sample)).isEmpty();
    new NoticeClaims(NoticeFixtures.inAllLanguages(State.AFFECTED).in(sample.language()))
        .requireBacked(template(sample));
  }

  @ParameterizedTest
  @EnumSource(NoticeLanguage.class)
  void everyRuleHasABadNoticeInEveryLanguageAndIsDocumented(NoticeLanguage language)
      throws IOException {
    TreeSet<String> rules = new TreeSet<>();
    samples(language, "bad").forEach(sample -> rules.addAll(sample.rules()));
    Path page =
        Path.of(System.getProperty("firebreak.root", "..")).resolve("docs/reference/notices.md");
    String documented = Files.readString(page);
    assertThat(rules).hasSizeGreaterThanOrEqualTo(25);
    assertThat(rules).allMatch(rule -> documented.contains("`" + rule + "`"));
  }

  @ParameterizedTest
  @EnumSource(NoticeLanguage.class)
  void templateThatComesWithFirebreakCompilesAndBreaksNoRule(NoticeLanguage language) {
    for (State state : State.values()) {
      NoticeFacts facts = NoticeFixtures.inAllLanguages(state).in(language);
      new NoticeClaims(facts).requireBacked(NoticeTemplate.of(language));
      for (boolean secondFactor : new boolean[] {true, false}) {
        Addressee addressee = NoticeFixtures.addressee(state, secondFactor);
        assertThat(lint(NoticeTemplate.of(language), facts, addressee)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(NoticeLanguage.class)
  void noKindOfDataMakesANoticeBreakARule(NoticeLanguage language) {
    NoticeFacts facts = NoticeFixtures.inAllLanguages(State.AFFECTED).in(language);
    for (DataCategory category : DataCategory.values()) {
      Addressee addressee = NoticeFixtures.addresseeWith(category);
      assertThat(lint(NoticeTemplate.of(language), facts, addressee))
          .as(category.key())
          .allMatch(LintFinding::warning);
    }
  }

  static Stream<Sample> bad() {
    return Arrays.stream(NoticeLanguage.values()).flatMap(language -> samples(language, "bad"));
  }

  static Stream<Sample> good() {
    return Arrays.stream(NoticeLanguage.values()).flatMap(language -> samples(language, "good"));
  }

  private static NoticeTemplate template(Sample sample) {
    String source = NoticeTemplate.of(sample.language()).source();
    assertThat(source).contains(sample.find());
    return new NoticeTemplate(
        sample.language(), source.replace(sample.find(), sample.replacement()));
  }

  private static Set<String> brokenBy(Sample sample) {
    NoticeFacts facts = NoticeFixtures.inAllLanguages(State.AFFECTED).in(sample.language());
    TreeSet<String> rules = new TreeSet<>();
    lint(template(sample), facts, NoticeFixtures.addressee(false))
        .forEach(finding -> rules.add(finding.rule()));
    return rules;
  }

  private static List<LintFinding> lint(
      NoticeTemplate template, NoticeFacts facts, Addressee addressee) {
    NoticeDocument document =
        template.fill(new NoticeWording(facts, NoticeFixtures.ISSUER).of(addressee, NUMBER, WORD));
    return new NoticeLinter(facts, NoticeFixtures.ISSUER).lint(document, addressee, NUMBER, WORD);
  }

  private static Stream<Sample> samples(NoticeLanguage language, String kind) {
    try (Stream<Path> files = Files.list(CORPUS.resolve(language.tag()).resolve(kind))) {
      return files.sorted().map(file -> sample(language, file)).toList().stream();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// A sample's file: the rules, then `<<<`, what is replaced, `===`, by what.
  private static Sample sample(NoticeLanguage language, Path file) {
    try {
      String[] head = Files.readString(file).split("<<<\n", -1);
      String[] parts = head[1].split("\n===\n", -1);
      return new Sample(
          language,
          file.getFileName().toString(),
          Set.of(head[0].strip().split(", ", -1)),
          parts[0],
          parts[1].stripTrailing());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
