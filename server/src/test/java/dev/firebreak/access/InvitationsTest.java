package dev.firebreak.access;

import static dev.firebreak.access.AccessScene.PASSWORD;
import static dev.firebreak.access.AccessScene.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Invitations.Answer;
import dev.firebreak.access.Invitations.Enrolled;
import dev.firebreak.access.Invitations.Opened;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.error.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class InvitationsTest {
  @TempDir Path folder;
  private AccessScene scene;
  private Invitations invitations;
  private String opened = "";

  @BeforeEach
  void open() {
    scene = new AccessScene(folder);
    invitations = scene.access.invitations();
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void firstOperatorChoosesANameAndSignsInWithWhatTheySetUp() {
    Opened opened = open(invitations.first());
    assertThat(opened.invitation().name()).isEmpty();
    Enrolled enrolled = finish(opened, "ines");
    assertThat(enrolled.operator()).isEqualTo(scene.confirmed("ines", Role.ADMIN));
    assertThat(enrolled.recoveryCodes()).hasSize(RecoveryCodes.COUNT);
    assertThat(signIn("ines", scene.code(opened.operator())))
        .as("the code of the form was used")
        .isEqualTo(ErrorCode.SECOND_FACTOR_WRONG);
    scene.pass(Duration.ofSeconds(30));
    assertThat(scene.access.signIn().check("ines", PASSWORD, scene.code(opened.operator())).role())
        .isEqualTo(Role.ADMIN);
  }

  @Test
  void linkForTheFirstIsOverOnceThereIsOne() {
    String before = invitations.first();
    String word = invitations.first();
    assertThat(invitations.open(before)).isEmpty();
    finish(open(word), "ines");
    assertThat(invitations.open(word)).isEmpty();
    assertThat(refusal(invitations::first)).isEqualTo(ErrorCode.NOT_ALLOWED);
    assertThat(invitations.list()).isEmpty();
  }

  @Test
  void operatorAddedMeanwhileEndsTheLinkForTheFirst() {
    Opened opened = open(invitations.first());
    scene.access.operators().addFirst("ines");
    assertThat(refusal(() -> finish(opened, "mallory"))).isEqualTo(ErrorCode.NOT_ALLOWED);
  }

  @Test
  void invitedOperatorHasTheNameAndRoleOfTheInvitation() {
    ConfirmedOperator ines = first();
    Opened opened = open(invitations.invite(ines, "vera", Role.PRIVACY_OFFICER));
    assertThat(opened.operator().enrolment("Example Works").toString()).contains("vera");
    Enrolled enrolled = finish(opened, "mallory");
    assertThat(enrolled.operator()).isEqualTo(scene.confirmed("vera", Role.PRIVACY_OFFICER));
    assertThat(scene.access.operators().list())
        .filteredOn(operator -> operator.name().equals("vera"))
        .extracting(Operator::createdBy)
        .containsExactly("ines");
    assertThat(scene.entries("OperatorInvited").getLast().actor()).isEqualTo("ines");
  }

  @Test
  void onlyAnAdministratorInvitesAndOnlyForAFreeName() {
    ConfirmedOperator ines = first();
    ConfirmedOperator officer = scene.confirmed("vera", Role.PRIVACY_OFFICER);
    assertThat(refusal(() -> invitations.invite(officer, "max", Role.VIEWER)))
        .isEqualTo(ErrorCode.NOT_ALLOWED);
    for (String name : List.of("ines", "", "Max", "a b")) {
      assertThat(refusal(() -> invitations.invite(ines, name, Role.VIEWER)))
          .isEqualTo(ErrorCode.WRONG_USE);
    }
  }

  /// Whoever else opens the link sees a secret that is never the operator's.
  @Test
  void everyOpeningShowsAnotherSecretAndOnlyTheLastFormCounts() {
    String word = invitations.invite(first(), "vera", Role.VIEWER);
    Opened peeked = open(word);
    Opened own = open(word);
    assertThat(peeked.operator().typedSecret()).isNotEqualTo(own.operator().typedSecret());
    assertThat(invitations.shown(word, peeked.formWord())).isEmpty();
    assertThat(refusal(() -> finish(word, peeked, "vera"))).isEqualTo(ErrorCode.NOT_FOUND);
    Opened swapped = new Opened(own.invitation(), own.formWord(), peeked.operator());
    assertThat(refusal(() -> finish(word, swapped, "vera")))
        .isEqualTo(ErrorCode.SECOND_FACTOR_WRONG);
    assertThat(finish(word, own, "vera").operator().name()).isEqualTo("vera");
    assertThat(refusal(() -> finish(word, own, "vera"))).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void linkLastsAnHour() {
    String word = invitations.invite(first(), "vera", Role.VIEWER);
    Opened opened = open(word);
    scene.pass(Invitations.LASTS.minusMillis(1));
    assertThat(invitations.shown(word, opened.formWord())).isPresent();
    scene.pass(Duration.ofMillis(1));
    assertThat(invitations.open(word)).isEmpty();
    assertThat(refusal(() -> finish(word, opened, "vera"))).isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void shortPasswordTakenNameAndWrongCodeLeaveTheFormOpen() {
    String word = invitations.first();
    Opened opened = open(word);
    String code = scene.code(opened.operator());
    assertThat(refusal(() -> answer(word, opened, "ines", "elevenchars", code)))
        .isEqualTo(ErrorCode.WRONG_USE);
    assertThat(refusal(() -> answer(word, opened, "Not A Name", PASSWORD, code)))
        .isEqualTo(ErrorCode.WRONG_USE);
    assertThat(refusal(() -> answer(word, opened, "ines", PASSWORD, "000000")))
        .isEqualTo(ErrorCode.SECOND_FACTOR_WRONG);
    assertThat(scene.access.operators().list()).isEmpty();
    Opened again = invitations.shown(word, opened.formWord()).orElseThrow();
    assertThat(again.operator().typedSecret()).isEqualTo(opened.operator().typedSecret());
    assertThat(answer(word, opened, "ines", PASSWORD, code).operator().name()).isEqualTo("ines");
  }

  @Test
  void inventedWordsOpenNothing() {
    invitations.first();
    for (String word : List.of("", "x", "x".repeat(100_000))) {
      assertThat(invitations.open(word)).isEmpty();
    }
  }

  @Test
  void openInvitationsHaveALimit() {
    ConfirmedOperator ines = first();
    for (int i = 0; i < 100; i++) {
      invitations.invite(ines, "person-" + i, Role.VIEWER);
    }
    assertThat(refusal(() -> invitations.invite(ines, "one-more", Role.VIEWER)))
        .isEqualTo(ErrorCode.WRONG_USE);
    scene.pass(Invitations.LASTS);
    assertThat(invitations.invite(ines, "one-more", Role.VIEWER)).isNotEmpty();
  }

  @Test
  void neitherWordNorSecretIsKeptInClear() {
    String word = invitations.first();
    Opened opened = open(word);
    String kept =
        scene
                .control
                .reader()
                .withHandle(handle ->
                    handle
                        .createQuery(
                            "SELECT hash || form_hash || hex(sealed_secret)"
                                + " FROM operator_invitation")
                        .mapTo(String.class)
                        .one())
            + scene.audit.show(AuditFilter.newest(100))
            + opened;
    assertThat(kept)
        .doesNotContain(word)
        .doesNotContain(opened.formWord())
        .doesNotContain(opened.operator().typedSecret().replace(" ", ""));
  }

  private ConfirmedOperator first() {
    scene.access.operators().addFirst("ines");
    return scene.confirmed("ines", Role.ADMIN);
  }

  private Opened open(String word) {
    this.opened = word;
    return invitations.open(word).orElseThrow();
  }

  private Enrolled finish(Opened opened, String name) {
    return finish(this.opened, opened, name);
  }

  private Enrolled finish(String word, Opened opened, String name) {
    return answer(word, opened, name, PASSWORD, scene.code(opened.operator()));
  }

  private Enrolled answer(String word, Opened opened, String name, String password, String code) {
    return invitations.finish(word, new Answer(opened.formWord(), name, password, code));
  }

  private ErrorCode signIn(String name, String code) {
    return refusal(() -> scene.access.signIn().check(name, PASSWORD, code));
  }
}
