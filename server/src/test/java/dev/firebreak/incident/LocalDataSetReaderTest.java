package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.Pseudonymizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LocalDataSetReaderTest extends OpenIncident {
  private Path accounts;

  @BeforeEach
  void prepare() throws IOException {
    accounts =
        Files.writeString(
            folder.resolve("accounts.csv"),
            """
            account_id,email,name,country,role,mfa
            acct-1001,ines.okafor@example.org,Ines Okafor,PT,admin,none
            acct-1002,lars.petit@example.com,Lars Petit,DE,member,passkey
            """);
  }

  private Findings assess(String export, OutsideKnowledge knowledge) throws IOException {
    Path file = Files.writeString(folder.resolve("export.ndjson"), export);
    return incident.assessments.assess(
        incident.responder,
        ID,
        Assessments.Task.stolen(
            List.of(file),
            Optional.of(accounts),
            new LocalDataSetReader(new DataSetAssessor(), knowledge),
            (step, rows) -> {}));
  }

  @Test
  void allRejectedRowsAreSealedWithTheirPlaceAndReason() throws IOException {
    assess("{\"user_id\":\"acct-1001\"}\n" + "{broken\n".repeat(150), OutsideKnowledge.NONE);
    IncidentVault vault = new IncidentVault(incident.installation);
    List<String> rows;
    try (InputStream in = new GZIPInputStream(vault.open(ID, "rejected-1"))) {
      rows = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }

    assertThat(rows).hasSize(150);
    assertThat(rows.getLast().strip())
        .isEqualTo(
            "{\"file\":\"export.ndjson\",\"line\":151,\"reason\":\"broken JSON\","
                + "\"beginning\":\"{broken\"}");
  }

  @Test
  void tokensAreResolvedToPeopleAndNobodyIsNamedInClear() throws IOException {
    Pseudonymizer pseudonymizer =
        new Pseudonymizer(incident.installation.keys().pseudonymKey(IncidentFixture.VENDOR));
    String token = pseudonymizer.token(Domain.PERSON, "acct-1001");
    Findings findings =
        assess(
            "{\"event\":\"Opened\",\"properties\":{\"time\":1762600000,\"distinct_id\":\""
                + token
                + "\",\"mp_country_code\":\"PT\"}}\n",
            OutsideKnowledge.NONE);
    List<PersonExposure> people = new ArrayList<>();
    incident.assessments.people("rae", ID, 1, "test", people::add);

    assertThat(findings.people().found()).isEqualTo(1);
    assertThat(findings.people().shareDirect()).isZero();
    assertThat(people)
        .extracting(PersonExposure::accountId)
        .containsExactly(Optional.of("acct-1001"));
    assertThat(incident.auditedActions()).containsOnlyOnce("TokensResolved");
    assertThat(incident.filesWith("acct-1001")).isEmpty();
    assertThat(incident.installation.directory().work()).isEmptyDirectory();
  }

  @Test
  void olderLeakFindsAddressesInClearAndSeverityFollows() throws IOException {
    Path leak =
        Files.writeString(
            folder.resolve("leak.csv"), "target_id,email\nacct-1001,ines.okafor@example.org\n");
    Findings findings =
        assess(
            "{\"event\":\"Opened\",\"properties\":{\"time\":1762600000,"
                + "\"distinct_id\":\"acct-1001\",\"$email\":\"ines.okafor@example.org\","
                + "\"$name\":\"Ines Okafor\"}}\n",
            new OutsideKnowledge(Optional.empty(), Optional.empty(), Optional.of(leak)));

    assertThat(findings.people().found()).isEqualTo(1);
    assertThat(findings.risk().attacks())
        .singleElement()
        .satisfies(attack -> assertThat(attack.reidentified()).isEqualTo(1));
    assertThat(findings.risk().severity().identification().low()).isEqualTo(1);
    assertThat(findings.risk().phishing().in(dev.firebreak.risk.PhishingRisk.Band.CRITICAL))
        .isEqualTo(1);
  }

  @Test
  void givenFieldsAreAnAttackerAndActionsAreDrawnFromTheData() throws IOException {
    Path known =
        Files.writeString(
            folder.resolve("known.csv"),
            "target_id,country,shoe\nacct-1001,PT,38\nacct-1002,PT,\n");
    Findings findings =
        assess(
            "{\"event\":\"Opened\",\"properties\":{\"time\":1762600000,"
                + "\"distinct_id\":\"acct-1001\",\"mp_country_code\":\"PT\"}}\n"
                + "{\"event\":\"Closed\",\"properties\":{\"time\":1762600000,"
                + "\"distinct_id\":\"acct-1002\",\"mp_country_code\":\"DE\"}}\n",
            new OutsideKnowledge(
                Optional.empty(), Optional.empty(), Optional.empty(), List.of(known), 2));

    assertThat(findings.risk().attacks())
        .containsExactly(
            new AttackFigures(
                "knowledge1",
                "given fields: country; columns without a meaning here: shoe",
                true,
                2,
                1,
                1,
                0,
                true,
                Optional.empty()));
    assertThat(findings.risk().severity().attackerTried()).isTrue();
    assertThat(findings.risk().traces()).hasSize(6);
    assertThat(findings.risk().traces().getFirst().singledOut()).isEqualTo(2);
    assertThat(incident.assessments.latest(ID)).contains(findings);
    assertThat(IncidentJson.findings(findings)).containsKeys("ownActions", "reidentification");
  }
}
