package dev.firebreak.duty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import org.junit.jupiter.api.Test;

class DutyCatalogueTest {
  private static final String GOOD =
      """
      version: "1"
      compiled: 2026-01-01
      places:
        here: &here [DE, "NO"]
      duties:
      - id: first-duty
        law: {name: A law, citation: s. 1, places: *here}
        owed_to: [authority]
        requires: {territory: people}
        clock: {starts_on: [suspected], quality: soon, zone: Europe/Oslo}
        contents: [facts]
        check: {verified: search, source: none}
      """;

  @Test
  void shippedCatalogueHasEveryDuty() {
    DutyCatalogue catalogue = DutyCatalogue.shipped();

    assertThat(catalogue.duties()).extracting(Duty::id).doesNotHaveDuplicates().hasSize(96);
    assertThat(catalogue.duties()).filteredOn(Duty::canBeOwed).hasSize(62);
    assertThat(catalogue.duties().getFirst().law().places()).hasSize(30).contains("NO");
    assertThat(catalogue.duties()).allMatch(duty -> duty.requires().isPresent());
  }

  @Test
  void aliasesAreFollowedAndNorwayStaysNorway() {
    assertThat(DutyCatalogue.parse(GOOD).duties().getFirst().law().places())
        .containsExactly("DE", "NO");
  }

  @Test
  void everyProblemIsToldAtOnceWithItsLine() {
    String bad =
        GOOD.replace("zone: Europe/Oslo", "zone: Europe/Atlantis")
            .replace("[suspected]", "[rumored]")
            .replace("contents:", "content:")
            .replace("verified: search", "verified: hearsay")
            .replace("territory: people", "territory: people, people_at_least: -5");

    assertThatThrownBy(() -> DutyCatalogue.parse(bad))
        .isInstanceOfSatisfying(
            FirebreakException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CATALOGUE_INVALID))
        .hasMessageContainingAll(
            "Europe/Atlantis",
            "rumored",
            "content: unknown key",
            "check.verified: expected one of",
            "-5",
            ":10:",
            ":11:");
  }

  @Test
  void duplicateKeysAreRefused() {
    assertThatThrownBy(() -> DutyCatalogue.parse(GOOD + "  owed_to: [nobody]\n"))
        .hasMessageContaining("owed_to");
  }

  @Test
  void duplicateIdsAreRefused() {
    String twice = GOOD + GOOD.substring(GOOD.indexOf("- id:"));

    assertThatThrownBy(() -> DutyCatalogue.parse(twice)).hasMessageContaining("stands twice");
  }

  @Test
  void unknownCategoryAndPlaceAreRefused() {
    String bad =
        GOOD.replace("[DE, \"NO\"]", "[Germany]")
            .replace("territory: people", "territory: people, cases: [{all: [user.shoe_size]}]");

    assertThatThrownBy(() -> DutyCatalogue.parse(bad))
        .hasMessageContainingAll("Germany", "user.shoe_size");
  }

  @Test
  void aliasThatContainsItselfIsRefused() {
    assertThatThrownBy(() -> DutyCatalogue.parse("duties: &a [*a]\n"))
        .isInstanceOf(FirebreakException.class);
  }

  @Test
  void textThatIsNoYamlIsRefused() {
    for (String text : new String[] {"", "{", "- a\n- b", "a: b: c", "\0"}) {
      assertThatThrownBy(() -> DutyCatalogue.parse(text)).isInstanceOf(FirebreakException.class);
    }
  }
}
