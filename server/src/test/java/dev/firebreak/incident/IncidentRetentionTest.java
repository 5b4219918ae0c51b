package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.IncidentRetention.Fate;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IncidentRetentionTest extends OpenIncident {
  private static final Duration KEPT = Duration.ofDays(30);

  private IncidentRetention retention;
  private final ConfirmedOperator second =
      ConfirmedOperators.of("pia", Role.PRIVACY_OFFICER, IncidentFixture.NOW);

  @BeforeEach
  void assessed() throws IOException {
    incident.addPerson("acct-1", DataCategory.EMAIL.mask());
    incident.assess(Files.writeString(folder.resolve("export.ndjson"), "{\"user_id\":1}\n"));
    retention = IncidentRetention.of(incident.installation);
  }

  private void closeIncident() {
    incident.incidents.close(incident.officer, ID, "over", KEPT);
  }

  private static Fate only(List<IncidentRetention.Swept> swept) {
    assertThat(swept).hasSize(1);
    return swept.getFirst().fate();
  }

  private static void destroyed(ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("was destroyed at 2025-12-26T09:00:00Z")
        .extracting(e -> ((FirebreakException) e).code())
        .isEqualTo(ErrorCode.NOT_FOUND);
  }

  @Test
  void openIncidentsAreNeverSwept() {
    incident.pass(KEPT.multipliedBy(100));

    assertThat(retention.sweep(second)).isEmpty();
    assertThat(incident.assessments.latest(ID)).isPresent();
  }

  @Test
  void keyIsDestroyedAfterTheRetentionAndNothingOpensTheFilesAnyMore() {
    closeIncident();
    incident.pass(KEPT.minusSeconds(1));
    assertThat(only(retention.sweep(second))).isEqualTo(Fate.KEPT);
    assertThat(incident.assessments.latest(ID)).isPresent();

    incident.pass(Duration.ofSeconds(1));
    assertThat(only(retention.sweep(second))).isEqualTo(Fate.DESTROYED);

    IncidentVault vault = new IncidentVault(incident.installation);
    destroyed(() -> vault.open(ID, "original-1-1"));
    destroyed(() -> incident.assessments.latest(ID));
    destroyed(() -> incident.assessments.provisional(ID));
    destroyed(() -> incident.assessments.people("x", ID, 1, "why", _ -> {}));
    assertThat(incident.installation.keys().exists("incident-" + ID)).isFalse();
    assertThat(incident.installation.directory().incidents().resolve(ID)).doesNotExist();
    assertThat(incident.incidents.get(ID).destroyedAt()).isPresent();
    assertThat(incident.incidents.history(ID)).isNotEmpty();
    assertThat(incident.auditedActions()).contains("IncidentClosed", "IncidentKeyDestroyed");
    assertThat(retention.sweep(second)).isEmpty();
  }

  @Test
  void legalHoldKeepsEverythingAlsoWhereItComesAfterTheClosing() {
    closeIncident();
    incident.statements.raise(
        incident.officer,
        ID,
        IncidentStatements.LEGAL_HOLD,
        Optional.empty(),
        new IncidentStatement.Grounds(
            "a court asks", Optional.of("order.pdf"), Optional.of("a".repeat(64))));
    incident.pass(KEPT.multipliedBy(2));

    assertThat(only(retention.sweep(second))).isEqualTo(Fate.HELD);
    assertThat(only(retention.sweep())).isEqualTo(Fate.HELD);
    assertThat(incident.assessments.latest(ID)).isPresent();

    incident.statements.lower(
        incident.officer,
        ID,
        IncidentStatements.LEGAL_HOLD,
        IncidentStatement.Grounds.of("the court is done"));
    assertThat(only(retention.sweep(second))).isEqualTo(Fate.DESTROYED);
    assertThatThrownBy(() ->
            incident.statements.lower(
                incident.officer,
                ID,
                IncidentStatements.LEGAL_HOLD,
                IncidentStatement.Grounds.of("too late")))
        .hasMessageContaining("destroyed already");
  }

  @Test
  void whoClosedAnIncidentDoesNotEndItsFilesAlone() {
    closeIncident();
    incident.pass(KEPT);

    assertThat(only(retention.sweep(incident.officer))).isEqualTo(Fate.NEEDS_ANOTHER_OPERATOR);
    assertThat(incident.assessments.latest(ID)).isPresent();
    assertThatThrownBy(() -> retention.sweep(incident.responder))
        .extracting(e -> ((FirebreakException) e).code())
        .isEqualTo(ErrorCode.NOT_ALLOWED);
    assertThat(only(retention.sweep())).isEqualTo(Fate.DESTROYED);
  }

  @Test
  void serveLooksByItself() {
    closeIncident();
    try (IncidentRetentionWatch watch = IncidentRetentionWatch.of(retention)) {
      watch.look();
      assertThat(incident.assessments.latest(ID)).isPresent();
      incident.pass(KEPT);
      watch.look();
    }
    assertThat(incident.incidents.get(ID).destroyedAt()).isPresent();
    destroyed(() -> incident.assessments.latest(ID));
  }

  @Test
  void nothingIsDestroyedWithoutADecisionRecord() throws IOException {
    closeIncident();
    incident.pass(KEPT);
    Path sealed = incident.installation.directory().incidents().resolve(ID);
    Path findings = sealed.resolve("findings-1.sealed");
    byte[] whole = Files.readAllBytes(findings);
    Files.write(findings, new byte[] {1, 2, 3});

    assertThat(only(retention.sweep(second))).isEqualTo(Fate.NO_RECORD);
    assertThat(incident.installation.keys().exists("incident-" + ID)).isTrue();

    Files.write(findings, whole);
    assertThat(only(retention.sweep(second))).isEqualTo(Fate.DESTROYED);
    byte[] record =
        IncidentServices.of(incident.installation).report().record(ID, ReportPhase.Form.HTML);
    assertThat(new String(record, StandardCharsets.UTF_8)).contains("Decision record");
    assertThat(incident.filesWith("Decision record")).isEmpty();
  }

  @Test
  void destructionThatACrashInterruptedIsFinished() {
    closeIncident();
    incident.pass(KEPT);
    incident
        .installation
        .control()
        .writer()
        .useHandle(handle ->
            handle.execute(
                "UPDATE incident SET destroyed_at = ?", IncidentFixture.NOW.toEpochMilli()));
    assertThat(incident.installation.keys().exists("incident-" + ID)).isTrue();

    assertThat(retention.sweep(second)).isEmpty();

    assertThat(incident.installation.keys().exists("incident-" + ID)).isFalse();
    assertThat(incident.installation.directory().incidents().resolve(ID)).doesNotExist();
  }
}
