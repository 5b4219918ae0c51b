package dev.firebreak.register;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.yaml.YamlDocument;
import dev.firebreak.yaml.YamlProblems;
import dev.firebreak.yaml.YamlSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The questions that a review asks, in our own words. Reviews keep the version that they were
/// begun with; a key means the same in every version. Immutable.
///
/// @param version counts up with every change
/// @param questions in the order in which they are asked
public record QuestionSet(int version, List<Question> questions) {
  private static final String RESOURCE = "/register/questions.yaml";

  public QuestionSet {
    questions = List.copyOf(questions);
  }

  /// The set that comes with the program.
  public static QuestionSet shipped() {
    YamlProblems problems = new YamlProblems(RESOURCE);
    Optional<QuestionSet> set =
        YamlDocument.read(RegisterFiles.resource(RESOURCE), problems).map(QuestionSet::read);
    problems.throwIfAny(ErrorCode.CONFIG_INVALID);
    return set.orElseThrow();
  }

  private static QuestionSet read(YamlSection root) {
    int version = root.required("version", "a number", Integer::valueOf, 0);
    List<Question> questions = new ArrayList<>();
    for (YamlSection each : root.sections("questions")) {
      questions.add(
          new Question(each.text("key"), each.text("area"), each.text("asks"), each.text("topic")));
      each.finish();
    }
    root.finish();
    return new QuestionSet(version, questions);
  }

  /// The names of all questions.
  public Set<String> keys() {
    return questions.stream().map(Question::key).collect(Collectors.toUnmodifiableSet());
  }
}
