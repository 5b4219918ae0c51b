package dev.firebreak.cli;

import dev.firebreak.register.Question;
import dev.firebreak.register.QuestionSet;
import dev.firebreak.register.ReviewDossier;
import dev.firebreak.register.VendorReview;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.List;

/// Reviews as words for a terminal. Confined.
final class ReviewPrinter {
  private final PrintWriter out;
  private final LocalDate today;

  ReviewPrinter(PrintWriter out, LocalDate today) {
    this.out = out;
    this.today = today;
  }

  /// A table, and how many of them are done.
  void print(List<VendorReview> reviews) {
    TextTable table = new TextTable("review", "vendor", "status", "due", "conclusion", "because");
    for (VendorReview review : reviews) {
      table.row(
          review.id(),
          review.vendor(),
          review.statusOn(today),
          review.dueOn(),
          review.closing().map(closing -> closing.conclusion().label()).orElse("-"),
          review.because());
    }
    table.print(out);
    out.printf(
        "%d done, %d open, %d overdue%n",
        count(reviews, "done"), count(reviews, "open"), count(reviews, "overdue"));
  }

  private long count(List<VendorReview> reviews, String status) {
    return reviews.stream().filter(review -> review.statusOn(today).equals(status)).count();
  }

  void print(ReviewDossier dossier, QuestionSet questions) {
    VendorReview review = dossier.review();
    out.printf(
        "%s of %s: %s, due %s, because %s%n",
        review.id(), review.vendor(), review.statusOn(today), review.dueOn(), review.because());
    review
        .closing()
        .ifPresent(closing ->
            out.printf(
                "  %s, signed by %s at %s: %s%n",
                closing.conclusion().label(),
                closing.signature().operator(),
                closing.signature().at(),
                closing.note()));
    out.printf("Answers: %d of %d%n", dossier.answers().size(), questions.questions().size());
    for (Question question : questions.questions()) {
      VendorReview.Answer answer = dossier.answers().get(question.key());
      out.printf("  %-26s %s%n", question.key(), answer == null ? "-" : answer.word().label());
    }
    out.println("Evidence: " + dossier.evidence().size());
    dossier
        .evidence()
        .forEach(each ->
            out.printf(
                "  %d %s %s%s, SHA-256 %s%n",
                each.number(),
                each.kind(),
                each.name(),
                each.expiresOn().map(day -> ", expires " + day).orElse(""),
                each.sha256()));
    out.println("Findings: " + dossier.findings().size());
    dossier
        .findings()
        .forEach(each ->
            out.printf("  %d %s: %s%n", each.number(), each.severity().label(), each.text()));
    out.println("Actions: " + dossier.actions().size());
    dossier
        .actions()
        .forEach(each ->
            out.printf(
                "  %d %s, due %s, %s, for finding %d: %s%n",
                each.number(),
                each.statusOn(today),
                each.dueOn(),
                each.owner(),
                each.finding(),
                each.text()));
  }
}
