package dev.firebreak.register;

import dev.firebreak.standard.VendorFacts;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Everything that belongs to one review. Immutable.
///
/// @param answers the latest to each question, by question
public record ReviewDossier(
    VendorReview review,
    Map<String, VendorReview.Answer> answers,
    List<VendorReview.Evidence> evidence,
    List<VendorReview.Finding> findings,
    List<VendorReview.Action> actions) {
  public ReviewDossier {
    answers = Map.copyOf(answers);
    evidence = List.copyOf(evidence);
    findings = List.copyOf(findings);
    actions = List.copyOf(actions);
  }

  /// What standards look at; empty while the review is open.
  Optional<VendorFacts.Review> fact() {
    return review
        .closing()
        .map(closing -> {
          Map<String, String> words = new TreeMap<>();
          answers.forEach((question, answer) -> words.put(question, answer.word().label()));
          return new VendorFacts.Review(
              review.id(),
              LocalDate.ofInstant(closing.signature().at(), ZoneOffset.UTC),
              closing.conclusion() != VendorReview.Conclusion.REFUSED,
              words,
              evidence.stream().map(VendorReview.Evidence::fact).toList());
        });
  }

  /// When the first open action is due.
  Optional<LocalDate> oldestOpenAction() {
    return actions.stream()
        .filter(action -> action.done().isEmpty())
        .map(VendorReview.Action::dueOn)
        .min(LocalDate::compareTo);
  }
}
