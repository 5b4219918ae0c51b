package dev.firebreak.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A review from its start to its signature, and what standards see of it.
class ReviewsTest {
  private static final VendorId HELPDESK = new VendorId("helpdesk");
  private static final VendorId CRM = new VendorId("crm");

  @TempDir Path folder;
  private RegisterFixture fixture;
  private Reviews reviews;
  private ConfirmedOperator omar;
  private ConfirmedOperator nadia;

  @BeforeEach
  void open() throws IOException {
    fixture = RegisterFixture.open(folder);
    reviews = Reviews.of(fixture.installation());
    omar = ConfirmedOperators.of("omar", Role.RESPONDER, fixture.clock().instant());
    nadia = ConfirmedOperators.of("nadia", Role.PRIVACY_OFFICER, fixture.clock().instant());
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void everyVendorIsReviewedAfterAnIncidentAndTrackedToTheEnd() {
    List<VendorReview> begun =
        reviews.start(omar, Set.of(HELPDESK, CRM), "2026-03", Optional.empty());
    assertThat(begun).extracting(VendorReview::id).containsExactly("crm-r1", "helpdesk-r1");
    assertThat(reviews.start(omar, Set.of(HELPDESK, CRM), "2026-03", Optional.empty()))
        .isEqualTo(begun);

    answerAll("crm-r1", VendorReview.Answer.Word.YES);
    reviews.close(nadia, "crm-r1", VendorReview.Conclusion.ACCEPTED, "as before");
    fixture.clock().advanceDays(31);
    assertThat(reviews.list())
        .extracting(review -> review.id() + " " + review.statusOn(reviews.today()))
        .containsExactly("crm-r1 done", "helpdesk-r1 overdue");
  }

  @Test
  void closingNeedsEveryAnswerAndAnActionForWhatIsSevere() {
    reviews.start(omar, Set.of(HELPDESK), "yearly", Optional.empty());
    String id = "helpdesk-r1";
    refused(ErrorCode.WRONG_USE, "no answer yet to", id, VendorReview.Conclusion.ACCEPTED);
    answerAll(id, VendorReview.Answer.Word.PARTLY);
    reviews.find(
        omar,
        id,
        VendorReview.Finding.Severity.HIGH,
        "No second factor.",
        Optional.of("mfa-enforced"));
    refused(ErrorCode.WRONG_USE, "has no action", id, VendorReview.Conclusion.ACCEPTED);
    LocalDate due = reviews.today().plusDays(10);
    reviews.plan(omar, id, new Reviews.Planned(1, "Turn it on.", "it@example.com", due));
    refused(ErrorCode.WRONG_USE, "actions are open", id, VendorReview.Conclusion.ACCEPTED);
    assertThatThrownBy(
            () -> reviews.close(omar, id, VendorReview.Conclusion.ACCEPTED_WITH_ACTIONS, "n"))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_ALLOWED));
    ReviewDossier closed =
        reviews.close(nadia, id, VendorReview.Conclusion.ACCEPTED_WITH_ACTIONS, "with one action");
    assertThat(closed.review().closing().orElseThrow().signature().operator()).isEqualTo("nadia");
    assertThat(reviews.oldestOpenAction(HELPDESK)).hasValue(due);
    assertThatThrownBy(() -> answerAll(id, VendorReview.Answer.Word.YES))
        .hasMessageContaining("is closed");
    reviews.done(omar, id, 1, "on for everybody");
    assertThat(reviews.oldestOpenAction(HELPDESK)).isEmpty();
    assertThatThrownBy(() -> reviews.done(omar, id, 1, "again"))
        .hasMessageContaining("no open action 1");
  }

  @Test
  void evidenceIsSealedAndComesBackByteForByte() throws IOException {
    reviews.start(omar, Set.of(HELPDESK), "yearly", Optional.empty());
    byte[] text = "certificate of planted-secret-value".getBytes(StandardCharsets.UTF_8);
    Path document = Files.write(folder.resolve("iso.pdf"), text);
    VendorReview.Evidence evidence =
        reviews.show(
            omar,
            "helpdesk-r1",
            document,
            new Reviews.Shown("certificate", Optional.of(LocalDate.parse("2026-12-31"))));
    assertThat(evidence.sha256()).hasSize(64);
    Path sealed = folder.resolve("data/reviews/helpdesk-r1/evidence-1.sealed");
    assertThat(Files.readString(sealed, StandardCharsets.ISO_8859_1))
        .doesNotContain("planted-secret-value");
    assertThat(reviews.evidence(omar, "helpdesk-r1", 1)).isEqualTo(text);
    byte[] bytes = Files.readAllBytes(sealed);
    bytes[bytes.length - 1] ^= 1;
    Files.write(sealed, bytes);
    assertThatThrownBy(() -> reviews.evidence(omar, "helpdesk-r1", 1))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_DAMAGED));
    assertThatThrownBy(() -> reviews.evidence(omar, "helpdesk-r1", 2))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Test
  void answersGoOutAndComeBackAsCsvAndJson() throws IOException {
    reviews.start(omar, Set.of(HELPDESK), "yearly", Optional.empty());
    reviews.answer(
        omar,
        "helpdesk-r1",
        List.of(
            new Reviews.Given(
                "mfa-enforced", VendorReview.Answer.Word.YES, "=cmd|' /C calc'!A0, \"quoted\"")));
    ReviewDossier dossier = reviews.dossier("helpdesk-r1");
    String csv = AnswerFiles.csv(reviews.questions(), dossier);
    assertThat(csv).contains("\"'=cmd|").doesNotContain("\n=cmd");
    Path csvFile = Files.writeString(folder.resolve("a.csv"), csv);
    Path jsonFile =
        Files.writeString(folder.resolve("a.json"), AnswerFiles.json(reviews.questions(), dossier));
    List<Reviews.Given> expected =
        List.of(
            new Reviews.Given(
                "mfa-enforced", VendorReview.Answer.Word.YES, "=cmd|' /C calc'!A0, \"quoted\""));
    assertThat(AnswerFiles.read(csvFile)).isEqualTo(expected);
    assertThat(AnswerFiles.read(jsonFile)).isEqualTo(expected);
    Files.writeString(csvFile, "question;answer;note\r\nmfa-enforced;partly;\"two\nlines\"\r\n");
    assertThat(AnswerFiles.read(csvFile))
        .containsExactly(
            new Reviews.Given("mfa-enforced", VendorReview.Answer.Word.PARTLY, "two\nlines"));
    Files.writeString(csvFile, "question,answer\nmfa-enforced,perhaps\n");
    assertThatThrownBy(() -> AnswerFiles.read(csvFile)).hasMessageContaining("none of yes");
  }

  @Test
  void ratingsKeepTheirHistoryAndTheAuditHasNoText() {
    reviews.start(omar, Set.of(HELPDESK), "yearly", Optional.empty());
    reviews.rate(nadia, "helpdesk-r1", new Rating(4, 3, 4, 2, 3), "maya said so");
    reviews.rate(nadia, "helpdesk-r1", new Rating(4, 3, 4, 3, 4), "better now");
    assertThat(reviews.ratings(HELPDESK)).hasSize(2);
    assertThat(reviews.ratings(HELPDESK).getFirst().rating().threat()).isEqualTo(1.0);
    assertThat(reviews.ratings(HELPDESK).getLast().rating().threat()).isEqualTo(2.0);
    assertThat(fixture.auditDetails("review:helpdesk-r1"))
        .noneMatch(details -> details.contains("maya"))
        .anyMatch(details -> details.contains("maturity"));
  }

  private void answerAll(String id, VendorReview.Answer.Word word) {
    List<Reviews.Given> given = new ArrayList<>();
    reviews.questions().keys().forEach(key -> given.add(new Reviews.Given(key, word, "")));
    reviews.answer(omar, id, given);
  }

  private void refused(
      ErrorCode code, String message, String id, VendorReview.Conclusion conclusion) {
    assertThatThrownBy(() -> reviews.close(nadia, id, conclusion, "note"))
        .isInstanceOfSatisfying(FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }
}
