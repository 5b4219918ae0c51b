package dev.firebreak.access;

import static dev.firebreak.access.AccessScene.PASSWORD;
import static dev.firebreak.access.AccessScene.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.error.ErrorCode;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AdministrationTest {
  @TempDir Path folder;
  private AccessScene scene;
  private ConfirmedOperator ines;
  private NewOperator vera;

  @BeforeEach
  void open() {
    scene = new AccessScene(folder);
    scene.access.operators().addFirst("ines");
    ines = scene.confirmed("ines", Role.ADMIN);
    vera = scene.access.operators().add(ines, "vera", Role.VIEWER);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void anotherRoleHoldsFromTheNextRequestOn() {
    String token = scene.access.sessions().begin(scene.confirmed("vera", Role.VIEWER));
    scene.access.administration().setRole(ines, "vera", Role.RESPONDER);
    assertThat(scene.access.sessions().find(token).orElseThrow().role()).isEqualTo(Role.RESPONDER);
    assertThat(scene.entries("OperatorRoleSet").getFirst().details())
        .isEqualTo(Map.of("before", "viewer", "role", "responder"));
  }

  @Test
  void whoeverIsRemovedCanDoNothingAtOnce() {
    ConfirmedOperator viewer = scene.confirmed("vera", Role.VIEWER);
    scene.access.signIn().setPassword(viewer, PASSWORD);
    String token = scene.access.sessions().begin(viewer);
    String recovery = scene.access.recovery().renew(viewer).getFirst();

    scene.access.administration().remove(ines, "vera");

    assertThat(scene.access.sessions().find(token)).isEmpty();
    for (String code : new String[] {scene.code(vera), recovery}) {
      assertThat(refusal(() -> scene.access.signIn().check("vera", PASSWORD, code)))
          .isEqualTo(ErrorCode.SECOND_FACTOR_WRONG);
      assertThat(
              refusal(
                  () -> scene.access.operators().confirm("vera", code, "VendorCut", Role.VIEWER)))
          .isEqualTo(ErrorCode.SECOND_FACTOR_WRONG);
    }
    assertThat(scene.access.operators().list().getLast().endedAt()).contains(scene.now());
    assertThat(scene.entries("OperatorRemoved").getFirst().actor()).isEqualTo("ines");
  }

  @Test
  void nameOfWhoeverLeftStaysTaken() {
    scene.access.administration().remove(ines, "vera");
    assertThat(refusal(() -> scene.access.operators().add(ines, "vera", Role.VIEWER)))
        .isEqualTo(ErrorCode.WRONG_USE);
    assertThat(refusal(() -> scene.access.invitations().invite(ines, "vera", Role.VIEWER)))
        .isEqualTo(ErrorCode.WRONG_USE);
    assertThat(refusal(() -> scene.access.administration().remove(ines, "vera")))
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void lastAdministratorStaysOne() {
    Administration administration = scene.access.administration();
    assertThat(refusal(() -> administration.remove(ines, "ines"))).isEqualTo(ErrorCode.NOT_ALLOWED);
    assertThat(refusal(() -> administration.setRole(ines, "ines", Role.VIEWER)))
        .isEqualTo(ErrorCode.NOT_ALLOWED);
    administration.setRole(ines, "vera", Role.ADMIN);
    administration.remove(scene.confirmed("vera", Role.ADMIN), "ines");
    assertThat(refusal(() -> administration.remove(ines, "vera"))).isEqualTo(ErrorCode.NOT_ALLOWED);
  }

  @Test
  void onlyAnAdministratorDecides() {
    ConfirmedOperator officer = scene.confirmed("otto", Role.PRIVACY_OFFICER);
    Administration administration = scene.access.administration();
    assertThat(refusal(() -> administration.setRole(officer, "vera", Role.ADMIN)))
        .isEqualTo(ErrorCode.NOT_ALLOWED);
    assertThat(refusal(() -> administration.remove(officer, "vera")))
        .isEqualTo(ErrorCode.NOT_ALLOWED);
    assertThat(refusal(() -> administration.setRole(ines, "nobody", Role.VIEWER)))
        .isEqualTo(ErrorCode.NOT_FOUND);
  }
}
