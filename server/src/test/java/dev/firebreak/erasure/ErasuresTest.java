package dev.firebreak.erasure;

import static dev.firebreak.erasure.ErasureFixture.DESK;
import static dev.firebreak.erasure.ErasureFixture.MIXPANEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.incident.Incidents;
import dev.firebreak.pseudonym.SubjectKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasuresTest {
  @TempDir Path folder;
  private ErasureFixture fixture;
  private SubjectKey maya;
  private SubjectKey jonas;

  @BeforeEach
  void open() throws IOException {
    fixture = new ErasureFixture(folder);
    maya = fixture.account("maya");
    jonas = fixture.account("jonas");
    fixture.disclose(MIXPANEL, maya, "fb1saaaa1", "fb1sbbbb1");
    fixture.disclose(MIXPANEL, jonas, "fb1saaaa2");
    fixture.disclose(DESK, maya, "maya-at-desk");
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void aPersonIsErasedUnderEveryIdAndThenForgottenByTheLedger() throws IOException {
    Erasures.PersonErasure decided = erase(maya);
    assertThat(decided.erasure().name()).isEqualTo("E1");
    assertThat(fixture.installation.deliveries().suppressions().covers(maya)).isTrue();
    fixture.anHour();
    assertThat(fixture.api.asked).containsExactly(List.of("fb1saaaa1", "fb1sbbbb1"));
    assertThat(fixture.subjects("E1", MIXPANEL)).isEqualTo(Map.of(SubjectState.ASKED, 1L));
    assertThat(fixture.knows(MIXPANEL, maya)).as("until the receipt").isTrue();
    fixture.anHour();
    assertThat(fixture.subjects("E1", MIXPANEL)).isEqualTo(Map.of(SubjectState.DONE, 1L));
    assertThat(fixture.knows(MIXPANEL, maya)).isFalse();
    assertThat(fixture.knows(DESK, maya)).as("not erased there").isTrue();
    assertThat(fixture.knows(MIXPANEL, jonas)).isTrue();
    assertThat(fixture.installation.ledger().erasedSubjects(MIXPANEL)).isEqualTo(1);
    assertThat(fixture.audited())
        .contains("ErasureDecided", "ErasureAsked", "ErasureDone", "ErasureClosed");
  }

  @Test
  void whatNoMachineCanBeAskedForIsSignedWithAProof() throws IOException {
    erase(maya);
    fixture.anHour();
    fixture.anHour();
    assertThat(fixture.subjects("E1", DESK)).isEqualTo(Map.of(SubjectState.MANUAL, 1L));
    assertThat(fixture.erasures().open()).hasSize(1);
    var omar = fixture.operator("omar", Role.PRIVACY_OFFICER);
    fixture.erasures().sign(omar, "E1", DESK, "deleted by their support", Optional.of("ab12"));
    assertThatThrownBy(() -> fixture.erasures().sign(omar, "E1", DESK, "again", Optional.empty()))
        .isInstanceOf(FirebreakException.class);
    fixture.anHour();
    assertThat(fixture.subjects("E1", DESK)).isEqualTo(Map.of(SubjectState.DONE, 1L));
    assertThat(fixture.knows(DESK, maya)).isFalse();
    assertThat(fixture.erasures().open()).isEmpty();
    assertThat(fixture.erasures().dossier("e1").proofs())
        .singleElement()
        .matches(proof -> proof.sha256().equals(Optional.of("ab12")) && proof.subjects() == 1);
  }

  @Test
  void onlyDevicesThatOurOwnServersLinkedToTheAccountAloneAreErased() throws IOException {
    SubjectKey phone = fixture.device("phone");
    SubjectKey shared = fixture.device("shared");
    SubjectKey browser = fixture.device("browser");
    fixture.link(phone, maya, AssertedBy.AUTHENTICATED);
    fixture.link(shared, maya, AssertedBy.AUTHENTICATED);
    fixture.link(shared, jonas, AssertedBy.PUBLIC);
    fixture.link(browser, maya, AssertedBy.PUBLIC);
    fixture.disclose(MIXPANEL, phone, "$device:phone");
    fixture.disclose(MIXPANEL, shared, "$device:shared");
    fixture.disclose(MIXPANEL, browser, "$device:browser");
    Erasures.PersonErasure decided = erase(maya);
    assertThat(decided.linked()).isEqualTo(1);
    assertThat(decided.left()).isZero();
    var suppressions = fixture.installation.deliveries().suppressions();
    assertThat(suppressions.keysOf(maya)).containsExactlyInAnyOrder(maya, phone, browser);
    fixture.anHour();
    assertThat(Set.copyOf(fixture.api.asked.getFirst()))
        .isEqualTo(Set.of("fb1saaaa1", "fb1sbbbb1", "$device:phone", "$device:browser"));
    assertThat(fixture.erasures().dossier("E1").devices())
        .isEqualTo(Map.of(DeviceGround.SERVER, 1L, DeviceGround.BROWSER, 1L));
  }

  @Test
  void whatOnlyBrowsersLinkedCanBeLeft() throws IOException {
    SubjectKey browser = fixture.device("browser");
    SubjectKey later = fixture.device("later");
    fixture.link(browser, maya, AssertedBy.PUBLIC);
    fixture.disclose(MIXPANEL, browser, "$device:browser");
    Erasures.PersonErasure decided =
        fixture.erasures().erasePerson(fixture.deciders(), maya, List.of(), false, "asked");
    assertThat(decided.linked()).isZero();
    assertThat(decided.left()).isEqualTo(1);
    fixture.link(later, maya, AssertedBy.PUBLIC);
    fixture.disclose(MIXPANEL, later, "$device:later");
    assertThat(fixture.installation.deliveries().suppressions().keysOf(maya)).contains(browser);
    fixture.anHour();
    assertThat(Set.copyOf(fixture.api.asked.getFirst()))
        .isEqualTo(Set.of("fb1saaaa1", "fb1sbbbb1"));
  }

  /// A device may come up with the account between the decision and the look-up.
  @Test
  void aDeviceThatComesUpLaterIsErasedWithTheAccount() throws IOException {
    SubjectKey later = fixture.device("later");
    var _ = erase(maya);
    fixture.link(later, maya, AssertedBy.PUBLIC);
    fixture.disclose(MIXPANEL, later, "$device:later");
    fixture.anHour();
    assertThat(Set.copyOf(fixture.api.asked.getFirst()))
        .isEqualTo(Set.of("fb1saaaa1", "fb1sbbbb1", "$device:later"));
  }

  @Test
  void underIdsThatCanBeGuessedABrowsersWordErasesNothing() throws IOException {
    SubjectKey browser = fixture.device("browser");
    SubjectKey phone = fixture.device("phone");
    fixture.link(browser, maya, AssertedBy.PUBLIC);
    fixture.link(phone, maya, AssertedBy.AUTHENTICATED);
    PersonKeys keys =
        PersonKeys.of(fixture.installation.ledger(), maya, vendor -> vendor.equals(MIXPANEL));
    assertThat(keys.erased(true)).isEqualTo(Map.of(phone, DeviceGround.SERVER));
    assertThat(keys.all()).containsExactlyInAnyOrder(phone, browser);
  }

  @Test
  void aNamedDeviceIsErasedWithoutAnyLinkAndAPersonWithoutAccountByItAlone() throws IOException {
    SubjectKey tablet = fixture.device("tablet");
    fixture.disclose(MIXPANEL, tablet, "$device:tablet");
    var _ = fixture.erasures().erasePerson(fixture.deciders(), tablet, List.of(), true, "asked");
    fixture.anHour();
    assertThat(fixture.api.asked).containsExactly(List.of("$device:tablet"));
  }

  @Test
  void aSubjectWithoutAKnownIdIsLeftToPeople() throws IOException {
    SubjectKey nameless = fixture.account("nameless");
    fixture.disclose(MIXPANEL, nameless);
    erase(nameless);
    fixture.anHour();
    assertThat(fixture.subjects("E1", MIXPANEL)).isEqualTo(Map.of(SubjectState.MANUAL, 1L));
    assertThat(fixture.api.asked).isEmpty();
  }

  @Test
  void nobodyWhomNoVendorHasIsClosedAtOnceAndStaysSuppressed() throws IOException {
    erase(fixture.account("nobody"));
    fixture.anHour();
    assertThat(fixture.erasures().open()).isEmpty();
    assertThat(fixture.erasures().suppressedSince(fixture.account("nobody"))).isPresent();
  }

  @Test
  void theLedgerKeepsThemWhileAnIncidentAtTheVendorIsOpen() throws IOException {
    Incidents incidents =
        new Incidents(
            fixture.installation.control(),
            fixture.installation.audit(),
            fixture.installation.clock());
    incidents.open(fixture.operator("rae", Role.RESPONDER), "one", MIXPANEL, "Stolen export");
    erase(maya);
    fixture.anHour();
    fixture.anHour();
    assertThat(fixture.subjects("E1", MIXPANEL)).isEqualTo(Map.of(SubjectState.DONE, 1L));
    assertThat(fixture.knows(MIXPANEL, maya)).isTrue();
    assertThat(fixture.erasures().openAt(MIXPANEL)).hasSize(1);
  }

  @Test
  void refusedSubjectsStayInTheLedgerAndCanBeAskedForAgain() throws IOException {
    erase(jonas);
    fixture.api.asks.add(new ErasureAnswer.Refused("status 400"));
    fixture.anHour();
    assertThat(fixture.subjects("E1", MIXPANEL)).isEqualTo(Map.of(SubjectState.REFUSED, 1L));
    assertThat(fixture.erasures().open()).as("closed, with refusals").isEmpty();
    assertThat(fixture.knows(MIXPANEL, jonas)).isTrue();
    var omar = fixture.operator("omar", Role.PRIVACY_OFFICER);
    assertThat(fixture.erasures().retry(omar, "E1", Map.of(MIXPANEL, List.of("main"))))
        .isEqualTo(1);
    fixture.anHour();
    fixture.anHour();
    assertThat(fixture.subjects("E1", MIXPANEL)).isEqualTo(Map.of(SubjectState.DONE, 1L));
    assertThat(fixture.knows(MIXPANEL, jonas)).isFalse();
  }

  @Test
  void everybodyAtAVendorIsErased() throws IOException {
    fixture.disclose(MIXPANEL, fixture.account("nameless"));
    fixture.api.idsMax = 2;
    var _ = fixture.erasures().eraseEverybody(fixture.deciders(), MIXPANEL, "ended");
    fixture.anHour();
    assertThat(fixture.subjects("E1", MIXPANEL))
        .isEqualTo(Map.of(SubjectState.ASKED, 2L, SubjectState.MANUAL, 1L));
    assertThat(fixture.api.asked).extracting(List::size).containsExactly(2, 1);
    fixture.anHour();
    assertThat(fixture.knows(MIXPANEL, maya)).isFalse();
    assertThat(fixture.knows(MIXPANEL, jonas)).isFalse();
    assertThat(fixture.knows(DESK, maya)).isTrue();
    assertThat(fixture.installation.deliveries().suppressions().people()).isZero();
  }

  @Test
  void twoOperatorsDecideAndNotTheSameTwice() throws IOException {
    var nadia = fixture.operator("nadia", Role.ADMIN);
    var rae = fixture.operator("rae", Role.RESPONDER);
    assertCode(new Erasures.Deciders(nadia, nadia), ErrorCode.SECOND_OPERATOR_NEEDED);
    assertCode(new Erasures.Deciders(nadia, rae), ErrorCode.NOT_ALLOWED);
    assertThat(fixture.installation.deliveries().suppressions().covers(maya)).isFalse();
    erase(maya);
    assertCode(fixture.deciders(), ErrorCode.WRONG_USE);
    assertThat(fixture.erasures().list()).hasSize(1);
  }

  @Test
  void aSuppressionIsLiftedByASignedDecision() throws IOException {
    erase(jonas);
    fixture.anHour();
    fixture.anHour();
    var omar = fixture.operator("omar", Role.PRIVACY_OFFICER);
    fixture.erasures().unsuppress(omar, jonas, "a customer again");
    assertThat(fixture.erasures().suppressedSince(jonas)).isEmpty();
    assertThat(fixture.auditedOf("erasure:E1")).contains("SuppressionLifted");
    assertThatThrownBy(() -> fixture.erasures().unsuppress(omar, jonas, "again"))
        .isInstanceOf(FirebreakException.class);
  }

  @Test
  void aSuppressionStaysUntilTheLedgerHasForgottenWhatWent() throws IOException {
    erase(jonas);
    fixture.api.asks.add(new ErasureAnswer.Refused("status 400"));
    var omar = fixture.operator("omar", Role.PRIVACY_OFFICER);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> fixture.erasures().unsuppress(omar, jonas, "a customer again"))
          .isInstanceOfSatisfying(
              FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_USE));
      fixture.watch.plan();
    }
    assertThat(fixture.erasures().suppressedSince(jonas)).isPresent();
    fixture.anHour();
    fixture.erasures().unsuppress(omar, jonas, "a customer again");
    assertThatThrownBy(
            () -> fixture.erasures().retry(omar, "E1", Map.of(MIXPANEL, List.of("main"))))
        .as("what went since would be forgotten")
        .isInstanceOf(FirebreakException.class);
    assertThatThrownBy(() -> fixture.erasures().sign(omar, "E1", MIXPANEL, "ok", Optional.empty()))
        .isInstanceOf(FirebreakException.class);
  }

  @Test
  void whatWasToBeAskedAtAPlaceThatIsGoneIsLeftToPeople() throws IOException {
    erase(jonas);
    fixture.watch.plan();
    fixture.movePlace("old");
    fixture.restartWatch();
    assertThat(fixture.subjects("E1", MIXPANEL)).isEqualTo(Map.of(SubjectState.MANUAL, 1L));
    assertThat(fixture.audited()).contains("ErasureLeft");
    var omar = fixture.operator("omar", Role.PRIVACY_OFFICER);
    fixture.movePlace("older");
    assertThat(fixture.erasures().retry(omar, "E1", Map.of(MIXPANEL, List.of("main"))))
        .isEqualTo(1);
    fixture.anHour();
    fixture.anHour();
    assertThat(fixture.subjects("E1", MIXPANEL)).isEqualTo(Map.of(SubjectState.DONE, 1L));
    assertThat(fixture.erasures().open()).isEmpty();
  }

  private Erasures.PersonErasure erase(SubjectKey person) throws IOException {
    return fixture
        .erasures()
        .erasePerson(fixture.deciders(), person, List.of(), true, "asked for it");
  }

  private void assertCode(Erasures.Deciders by, ErrorCode code) {
    assertThatThrownBy(
            () -> fixture.erasures().erasePerson(by, maya, List.of(), true, "asked for it"))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
