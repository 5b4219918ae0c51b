package dev.firebreak.standard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Each requirement met and not met, on the last day and the day after.
class StandardCheckTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final LocalDate TODAY = LocalDate.parse("2026-03-10");
  private static final VendorFacts.Term YEAR =
      new VendorFacts.Term(
          LocalDate.parse("2025-03-11"), Optional.of(LocalDate.parse("2026-03-10")));

  @Test
  void whatIsNotKnownIsNotMet() {
    VendorFacts nothing =
        new VendorFacts(
            VENDOR,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    List<Requirement> all =
        List.of(
            new Requirement.ContractInForce(),
            new Requirement.AgreementInForce(),
            new Requirement.RegionsWithin(Set.of("EU")),
            new Requirement.RetentionAtMost(90),
            new Requirement.NoticeWithin(48),
            new Requirement.ReviewWithin(12),
            new Requirement.AnswerIsYes("mfa-enforced"),
            new Requirement.EvidenceCurrent(Set.of("certificate")),
            new Requirement.HoldsAsDeclared());
    assertThat(StandardCheck.check(standard(all), nothing, TODAY))
        .hasSize(all.size())
        .allSatisfy(finding -> {
          assertThat(finding.met()).isFalse();
          assertThat(finding.reason()).isNotEmpty();
          assertThat(finding.todo()).isNotEmpty();
          assertThat(finding.lastDay()).isEmpty();
        });
  }

  @Test
  void goodVendorMeetsEverythingUntilItsFirstEnd() {
    List<RequirementFinding> findings =
        StandardCheck.check(
            standard(
                List.of(
                    new Requirement.AgreementInForce(),
                    new Requirement.RegionsWithin(Set.of("EU", "US")),
                    new Requirement.TransfersCovered(Set.of("EU")),
                    new Requirement.RetentionAtMost(90),
                    new Requirement.NoticeWithin(48),
                    new Requirement.ReviewWithin(12),
                    new Requirement.AnswerIsYes("mfa-enforced"),
                    new Requirement.EvidenceCurrent(Set.of("certificate")),
                    new Requirement.ActionsInTime())),
            good(true),
            TODAY);
    assertThat(findings).allMatch(RequirementFinding::met);
    assertThat(lastDay(findings, "dpa-in-force")).isEqualTo(TODAY);
    assertThat(lastDay(findings, "review-within")).isEqualTo(LocalDate.parse("2026-11-30"));
    assertThat(lastDay(findings, "evidence-current")).isEqualTo(LocalDate.parse("2026-06-30"));
    assertThat(lastDay(findings, "actions-in-time")).isEqualTo(LocalDate.parse("2026-04-01"));
    assertThat(
            StandardCheck.check(
                standard(List.of(new Requirement.AgreementInForce())),
                good(true),
                TODAY.plusDays(1)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.met()).isFalse();
          assertThat(finding.reason()).contains("ended on 2026-03-10");
        });
  }

  @Test
  void refusedReviewEndsAtOnce() {
    Standing standing = standing(review(good(false)), "2025-12-01T08:00:00Z");
    assertThat(standing.stage()).isEqualTo(Deadline.Stage.TOKENS_ONLY);
    assertThat(standing.over().getFirst().finding().reason()).contains("refusal");
  }

  @Test
  void stagesFollowEachOtherAtTheAnnouncedHour() {
    RequirementFinding review = review(good(true));
    assertThat(standing(review, "2026-12-01T07:59:59.999Z").stage()).isEqualTo(Deadline.Stage.FULL);
    Standing tokens = standing(review, "2026-12-01T08:00:00Z");
    assertThat(tokens.stage()).isEqualTo(Deadline.Stage.TOKENS_ONLY);
    assertThat(tokens.changesAt()).hasValue(Instant.parse("2026-12-15T08:00:00Z"));
    assertThat(standing(review, "2026-12-15T08:00:00Z").stage()).isEqualTo(Deadline.Stage.HELD);
    assertThat(standing(review, "2026-12-15T08:00:00Z").changesAt()).isEmpty();
  }

  @Test
  void theLatestWarningThatIsDueIsTold() {
    RequirementFinding review = review(good(true));
    assertThat(warned(review, "2026-11-01T07:59:59Z")).isEmpty();
    assertThat(warned(review, "2026-11-01T08:00:00Z")).containsExactly(30);
    assertThat(warned(review, "2026-11-20T00:00:00Z")).containsExactly(14);
    assertThat(warned(review, "2026-11-30T08:00:00Z")).containsExactly(1);
    assertThat(warned(review, "2026-12-01T08:00:00Z")).isEmpty();
  }

  private static List<Integer> warned(RequirementFinding finding, String now) {
    return standing(finding, now).warnings().stream().map(Standing.Warning::days).toList();
  }

  private static Standing standing(RequirementFinding finding, String now) {
    Deadline deadline =
        new Deadline("s", finding, finding.lastDay().orElseThrow(), ExpiryPlan.DEFAULT);
    return new Standing(VENDOR, Instant.parse(now), List.of(deadline));
  }

  private static RequirementFinding review(VendorFacts facts) {
    return StandardCheck.check(standard(List.of(new Requirement.ReviewWithin(12))), facts, TODAY)
        .getFirst();
  }

  private static LocalDate lastDay(List<RequirementFinding> findings, String requirement) {
    return findings.stream()
        .filter(finding -> finding.requirement().equals(requirement))
        .findFirst()
        .orElseThrow()
        .lastDay()
        .orElseThrow();
  }

  private static VendorFacts good(boolean accepted) {
    return new VendorFacts(
        VENDOR,
        Optional.of(YEAR),
        Optional.of(YEAR),
        List.of("EU", "US"),
        List.of("US"),
        OptionalInt.of(90),
        OptionalInt.of(48),
        Optional.of(
            new VendorFacts.Review(
                "mixpanel-r1",
                LocalDate.parse("2025-12-01"),
                accepted,
                Map.of("mfa-enforced", "yes"),
                List.of(
                    new VendorFacts.Evidence("policy", Optional.empty()),
                    new VendorFacts.Evidence(
                        "certificate", Optional.of(LocalDate.parse("2026-06-30")))))),
        Optional.of(LocalDate.parse("2026-04-01")),
        Optional.of(List.of()));
  }

  @Test
  void whatItsExportsShowMustBeDeclared() {
    Standard standard = standard(List.of(new Requirement.HoldsAsDeclared()));
    VendorFacts good = good(true);
    assertThat(StandardCheck.check(standard, good, TODAY).getFirst().met()).isTrue();
    VendorFacts more =
        new VendorFacts(
            good.vendor(),
            good.contract(),
            good.agreement(),
            good.regions(),
            good.transferRegions(),
            good.retentionDays(),
            good.noticeHours(),
            good.review(),
            good.oldestOpenAction(),
            Optional.of(List.of(DataCategory.EMAIL)));
    RequirementFinding finding = StandardCheck.check(standard, more, TODAY).getFirst();
    assertThat(finding.met()).isFalse();
    assertThat(finding.reason()).isEqualTo("its exports show user.contact.email");
  }

  private static Standard standard(List<Requirement> requirements) {
    return new Standard("s", "S", requirements, ExpiryPlan.DEFAULT);
  }
}
