package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.installation.FindingsAudience;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.notice.AudienceMember;
import dev.firebreak.notice.AudienceSelection;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.notice.NoticeGroup;
import dev.firebreak.notice.NoticePeople;
import dev.firebreak.notice.NoticePeople.Unreachable;
import dev.firebreak.notice.SetAsideReason;
import dev.firebreak.risk.PhishingRisk;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindingsAudienceTest extends OpenIncident {
  private FindingsAudience source;
  private Path file;

  @BeforeEach
  void prepare() throws IOException {
    source =
        new FindingsAudience(
            new IncidentServices(
                incident.incidents,
                incident.statements,
                incident.assessments,
                new IncidentMapping(incident.installation, incident.incidents),
                incident.duties,
                incident.report(),
                new VendorLetter(incident.incidents, incident.assessments, incident.installation)));
    file = Files.writeString(folder.resolve("export.ndjson"), "{}\n");
  }

  @Test
  void whoHasNotOneAccountIsSetAsideWithTheReason() {
    incident.addPerson("acct-1", DataCategory.EMAIL.mask());
    incident.people.add(stranger("visitor-7", false, 0));
    incident.people.add(stranger("visitor-8", false, DataCategory.EMAIL.mask()));
    incident.people.add(stranger("visitor-9", true, DataCategory.EMAIL.mask()));
    incident.assess(file);
    NoticePeople people = people(State.AFFECTED);
    assertThat(people.members()).extracting(AudienceMember::accountId).containsExactly("acct-1");
    assertThat(people.unreachable())
        .containsExactly(
            new Unreachable("visitor-7", SetAsideReason.NO_ACCOUNT),
            new Unreachable("visitor-8", SetAsideReason.NO_ACCOUNT_ADDRESS_IN_FILE),
            new Unreachable("visitor-9", SetAsideReason.AMBIGUOUS));
  }

  @Test
  void unknownComesFromTheProvisionalListBeforeAnyFile() throws IOException {
    assertCode(ErrorCode.NOT_FOUND, State.UNKNOWN);
    provisional("acct-1", "acct-2");
    assertThat(people(State.UNKNOWN).members())
        .extracting(AudienceMember::accountId)
        .containsExactly("acct-1", "acct-2");
    assertThat(source.absences(ID, State.UNKNOWN)).isEmpty();
    assertCode(ErrorCode.NOT_FOUND, State.AFFECTED);
    assertCode(ErrorCode.NOT_FOUND, State.NOT_AFFECTED);
  }

  @Test
  void whoIsInTheFileIsNeverAmongTheNotAffected() throws IOException {
    provisional("acct-1", "acct-2");
    incident.addPerson("acct-1", 0);
    incident.assess(file);
    List<AudienceMember> members = people(State.NOT_AFFECTED).members();
    assertThat(members).extracting(AudienceMember::accountId).containsExactly("acct-2");
    assertThat(members.getFirst().tokenized()).isZero();
    assertThat(people(State.UNKNOWN).members())
        .extracting(AudienceMember::accountId)
        .containsExactly("acct-2");
  }

  @Test
  void nobodyIsNotAffectedWhileRowsAreUnread() throws IOException {
    provisional("acct-1", "acct-2");
    incident.addPerson("acct-1", 0);
    incident.rejected = 1;
    incident.assess(file);
    assertCode(ErrorCode.CHECK_FAILED, State.NOT_AFFECTED);
  }

  @Test
  void whoAskedIsAnsweredByTheFindingsAndThenByWhatIsKnownOfTheOthers() throws IOException {
    Map<String, AudienceMember> asked = new HashMap<>();
    for (String account : List.of("acct-1", "acct-2", "acct-9")) {
      asked.put(account, asker(account));
    }
    AudienceSelection selection = AudienceSelection.asked(asked);
    assertThat(selection.group(State.AFFECTED)).isEqualTo(NoticeGroup.ASKED);
    assertThat(selection.group(State.NOT_AFFECTED)).isEqualTo(NoticeGroup.ASKED);
    assertThat(asked(State.UNKNOWN, selection))
        .as("nothing is known of anybody, and nobody is on a list")
        .containsExactly("acct-1", "acct-2", "acct-9");
    assertThatThrownBy(() -> asked(State.NOT_AFFECTED, selection))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("no findings yet");

    provisional("acct-1", "acct-2", "acct-3");
    incident.addPerson("acct-1", DataCategory.EMAIL.mask());
    incident.addPerson("acct-4", DataCategory.EMAIL.mask());
    incident.assess(file);
    assertThat(asked(State.AFFECTED, selection)).containsExactly("acct-1");
    assertThat(asked(State.NOT_AFFECTED, selection)).containsExactly("acct-2", "acct-9");
    List<AudienceMember> unknown =
        source.people(ID, State.UNKNOWN, selection, incident.responder).members();
    assertThat(unknown).extracting(AudienceMember::accountId).containsExactly("acct-2", "acct-9");
    assertThat(unknown.getFirst().tokenized()).as("as we sent it").isNotZero();
    assertThat(unknown.getLast().tokenized()).as("we sent nothing").isZero();
  }

  private List<String> asked(State state, AudienceSelection selection) {
    return source.people(ID, state, selection, incident.responder).members().stream()
        .map(AudienceMember::accountId)
        .toList();
  }

  private static AudienceMember asker(String account) {
    return new AudienceMember(
        account, account + "@example.org", "Ada Example", "en", 0, 0, 0, false, "member", 0);
  }

  @Test
  void peopleAreSelectedByKindOfDataRiskAndRole() throws IOException {
    long mail = DataCategory.EMAIL.mask() | DataCategory.NAME.mask();
    incident.people.add(IncidentFixture.person("acct-1", mail, "none", "owner"));
    incident.people.add(IncidentFixture.person("acct-2", mail, "passkey", "member"));
    incident.people.add(IncidentFixture.person("acct-3", 0, "none", "owner"));
    incident.assess(file);
    Set<DataCategory> withMail = Set.of(DataCategory.EMAIL);
    Set<PhishingRisk.Band> low = Set.of(PhishingRisk.Band.LOW);
    assertThat(selected(withMail, Set.of(), Set.of())).containsExactly("acct-1", "acct-2");
    assertThat(selected(withMail, Set.of(), Set.of("owner"))).containsExactly("acct-1");
    assertThat(selected(withMail, low, Set.of())).containsExactly("acct-2");
    assertThat(new AudienceSelection(Set.of(), Set.of(), low, Set.of()).group(State.AFFECTED))
        .isEqualTo(NoticeGroup.AFFECTED_LOW_RISK);
    provisional("acct-1", "acct-9");
    assertThatThrownBy(() ->
            source.people(
                ID,
                State.UNKNOWN,
                new AudienceSelection(Set.of(), Set.of(), low, Set.of()),
                incident.responder))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("only people of whom something was found have a phishing risk");
  }

  private List<String> selected(
      Set<DataCategory> categories, Set<PhishingRisk.Band> bands, Set<String> roles) {
    return source
        .people(
            ID,
            State.AFFECTED,
            new AudienceSelection(Set.of(), categories, bands, roles),
            incident.responder)
        .members()
        .stream()
        .map(AudienceMember::accountId)
        .toList();
  }

  @Test
  void basisOfADecisionIsTheDutiesTowardsPeopleAndTheRisk() throws IOException {
    incident.addPerson("acct-1", DataCategory.EMAIL.mask(), "DE");
    incident.assess(file);
    assertThat(source.basis(ID).lines())
        .anyMatch(line -> line.startsWith("eu-gdpr-34"))
        .anyMatch(line -> line.startsWith("risk for people by version 1 of the findings: "))
        .anyMatch(line -> line.startsWith("people by phishing risk: "));
  }

  @Test
  void onlyResidentsOfThePlacesAreWrittenTo() throws IOException {
    incident.addPerson("acct-1", 0, "KR");
    incident.addPerson("acct-2", 0, "DE");
    incident.addPerson("acct-3", 0, "TR");
    incident.people.add(stranger("visitor-7", false, 0));
    incident.assess(file);
    NoticePeople people =
        source.people(
            ID,
            State.AFFECTED,
            AudienceSelection.livingIn(Set.of("KR", "TR", "US-CA")),
            incident.responder);
    assertThat(people.members())
        .extracting(AudienceMember::accountId)
        .containsExactly("acct-1", "acct-3");
    assertThat(people.unreachable()).isEmpty();
  }

  private NoticePeople people(State state) {
    return source.people(ID, state, incident.responder);
  }

  private void assertCode(ErrorCode code, State state) {
    assertThatThrownBy(() -> people(state))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private void provisional(String... accounts) throws IOException {
    List<Disclosure> facts = new ArrayList<>();
    StringBuilder directory = new StringBuilder("account_id,email\n");
    for (String account : accounts) {
      directory.append(account).append(',').append(account).append("@example.org\n");
      facts.add(
          new Disclosure(
              IncidentFixture.VENDOR,
              incident.installation.keys().subjectKeyring().account(account),
              IncidentFixture.LAST_EVENT.atZone(ZoneOffset.UTC).toLocalDate(),
              new Masks(0, 0, DataCategory.ACCOUNT_ID.mask(), 0),
              "abcdef012345",
              AssertedBy.AUTHENTICATED,
              1,
              IncidentFixture.LAST_EVENT,
              IncidentFixture.LAST_EVENT));
    }
    incident.ledger.append(new LedgerBatch(new BindingId("web"), 9, facts, List.of(), List.of()));
    Path file = Files.writeString(folder.resolve("accounts.csv"), directory);
    incident.assessments.provisional(incident.responder, ID, Optional.of(file));
  }

  private static PersonExposure stranger(String id, boolean ambiguous, long clear) {
    return new PersonExposure(
        id,
        Optional.empty(),
        ambiguous,
        List.of(),
        List.of(new PersonExposure.Identifier("user_id", id)),
        List.of(),
        clear,
        0,
        0,
        1,
        0,
        0,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
