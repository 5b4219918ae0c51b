package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AudienceTest {
  @Test
  void accountsOfOneAddressShareOneMail() {
    Audience audience =
        Audience.of(
            List.of(
                member("acc-2", " Ada@EXAMPLE.org", DataCategory.NAME.mask(), true, 1),
                member("acc-1", "ada@example.org", DataCategory.CITY.mask(), false, 5),
                member("acc-3", "bob@example.org", 0, true, 2)));
    assertThat(audience.addressees()).hasSize(2);
    Addressee ada = audience.addressees().getFirst();
    assertThat(ada.address()).isEqualTo("ada@example.org");
    assertThat(ada.accounts()).containsExactly("acc-1", "acc-2");
    assertThat(ada.clear()).isEqualTo(DataCategory.NAME.mask() | DataCategory.CITY.mask());
    assertThat(ada.secondFactor()).isFalse();
    assertThat(ada.phishingScore()).isEqualTo(5);
  }

  @Test
  void riskiestComeFirst() {
    Audience audience =
        Audience.of(
            List.of(
                member("a", "a@example.org", 0, true, 1),
                member("b", "b@example.org", 0, true, 9),
                member("c", "c@example.org", 0, true, 9)));
    assertThat(audience.addressees().stream().map(Addressee::address))
        .containsExactly("b@example.org", "c@example.org", "a@example.org");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "'',MISSING",
        "'   ',MISSING",
        "no-at-sign,MALFORMED",
        "@example.org,MALFORMED",
        "a@localhost,MALFORMED",
        "a b@example.org,MALFORMED",
        "a@exa_mple.org,MALFORMED",
        "a@-example.org,MALFORMED",
        "a..b@example.org,MALFORMED",
        "'a\r\nBcc: x@example.org',MALFORMED",
        "'a,b@example.org',MALFORMED",
        "jörg@example.org,NOT_ASCII",
        "ada@bücher.example,-",
        "ada+tag@example.org,-"
      })
  void unusableAddressesAreSetAsideWithTheirReason(String address, SetAsideReason reason) {
    Audience audience = Audience.of(List.of(member("acc", address, 0, true, 1)));
    if (reason == null) {
      assertThat(audience.setAside()).isEmpty();
    } else {
      assertThat(audience.setAside()).containsExactly(new Audience.SetAside("acc", reason));
      assertThat(audience.addressees()).isEmpty();
    }
  }

  @Test
  void overlongAddressesAreSetAside() {
    String local = "a".repeat(65) + "@example.org";
    String domain = "a@" + "b".repeat(63) + "." + ("c".repeat(63) + ".").repeat(3) + "example";
    for (String address : List.of(local, domain)) {
      assertThat(Audience.of(List.of(member("acc", address, 0, true, 1))).setAside())
          .containsExactly(new Audience.SetAside("acc", SetAsideReason.TOO_LONG));
    }
  }

  @Test
  void internationalDomainsAreWrittenInAscii() {
    assertThat(MailAddress.parse("ada@Bücher.example").orElseThrow().value())
        .isEqualTo("ada@xn--bcher-kva.example");
  }

  @Test
  void hashDoesNotDependOnTheOrderButOnEveryMember() {
    List<AudienceMember> members = new ArrayList<>(NoticeFixtures.members(50));
    String hash = Audience.of(members).hash();
    Collections.shuffle(members, new Random(7));
    assertThat(Audience.of(members).hash()).isEqualTo(hash);
    members.removeLast();
    assertThat(Audience.of(members).hash()).isNotEqualTo(hash);
  }

  @Test
  void printingShowsNoValue() {
    Audience audience = Audience.of(NoticeFixtures.members(3));
    assertThat(audience + "" + NoticeFixtures.member(1) + audience.addressees().getFirst())
        .doesNotContain("example.org")
        .doesNotContain("Ada");
  }

  private static AudienceMember member(
      String account, String email, long clear, boolean secondFactor, double score) {
    return new AudienceMember(account, email, "", "en", clear, 0, 0, secondFactor, "", score);
  }
}
