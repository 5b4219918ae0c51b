package dev.firebreak.duty;

import static dev.firebreak.duty.Element.asks;
import static dev.firebreak.duty.Element.no;
import static dev.firebreak.duty.Element.yes;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the company states and what people answered about the incident, against the catalogue's
/// questions. Immutable.
final class Statements {
  private final Map<String, Question> questions;
  private final DutyFacts facts;

  Statements(DutyCatalogue catalogue, DutyFacts facts) {
    questions = catalogue.questionsByKey();
    this.facts = facts;
  }

  /// The answer to a question, given or taken; empty where nobody gave one and none is taken.
  Optional<Boolean> answer(String key) {
    Question question = question(key);
    return given(question).or(question::otherwise);
  }

  /// One of the company's statements must be yes; empty where the list is.
  Optional<Element> oneOf(List<String> keys) {
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    List<String> open = keys.stream().filter(key -> answer(key).isEmpty()).toList();
    for (String key : keys) {
      if (answer(key).orElse(false)) {
        String how = given(question(key)).isPresent() ? "stated" : "taken as stated";
        return Optional.of(yes(how + ": " + key + " is yes").becauseOfUs());
      }
    }
    return Optional.of(
        open.isEmpty()
            ? no("stated: " + String.join(" and ", keys) + " is no").becauseOfUs()
            : open(open));
  }

  /// A question about the incident must be answered with yes.
  Element ofIncident(String key) {
    Optional<Boolean> answer = answer(key);
    if (answer.isEmpty()) {
      return open(List.of(key));
    }
    if (given(question(key)).isEmpty()) {
      return yes("taken as answered: " + key + " is " + (answer.get() ? "yes" : "no"));
    }
    return answer.get() ? yes("answered: " + key + " is yes") : no("answered: " + key + " is no");
  }

  private Element open(List<String> keys) {
    String text =
        keys.stream()
            .map(this::question)
            .map(question -> question.asks() + " (" + question.key() + ")")
            .collect(Collectors.joining(" "));
    return asks("not answered: " + text, keys);
  }

  private Optional<Boolean> given(Question question) {
    Map<String, Boolean> answers =
        switch (question.of()) {
          case COMPANY -> facts.company().statements();
          case INCIDENT -> facts.answers();
        };
    return Optional.ofNullable(answers.get(question.key()));
  }

  private Question question(String key) {
    Question question = questions.get(key);
    if (question == null) {
      throw new IllegalStateException("the catalogue was read without its question " + key);
    }
    return question;
  }
}
