package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.duty.Moment;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProvisionalListTest extends OpenIncident {
  private static final Instant ACCESS_ENDED = IncidentFixture.LAST_EVENT;

  private SubjectKeyring keyring;
  private Path accounts;
  private final List<Disclosure> facts = new ArrayList<>();
  private final List<DeviceLink> links = new ArrayList<>();

  @BeforeEach
  void prepare() throws IOException {
    keyring = incident.installation.keys().subjectKeyring();
    incident.incidents.record(
        incident.responder, ID, Moment.ACCESS_ENDED, ACCESS_ENDED, "their mail");
    accounts =
        Files.writeString(
            folder.resolve("accounts.csv"),
            """
            account_id,email,name,country,region
            acct-1,one@example.com,One Person,DE,
            acct-2,two@example.com,Two Person,US,CA
            acct-3,three@example.com,Three Person,,
            """);
  }

  private void disclose(VendorId vendor, SubjectKey subject, Instant at, Masks masks) {
    facts.add(
        new Disclosure(
            vendor,
            subject,
            at.atZone(ZoneOffset.UTC).toLocalDate(),
            masks,
            "abcdef012345",
            AssertedBy.AUTHENTICATED,
            1,
            at,
            at));
  }

  private void disclose(SubjectKey subject, Instant at) {
    disclose(
        IncidentFixture.VENDOR, subject, at, new Masks(0, 0, DataCategory.ACCOUNT_ID.mask(), 0));
  }

  private ProvisionalList list(Optional<Path> directory) throws IOException {
    incident.ledger.append(new LedgerBatch(new BindingId("web"), 9, facts, links, List.of()));
    return incident.assessments.provisional(incident.responder, ID, directory);
  }

  @Test
  void everybodyDisclosedBeforeTheEndOfAccessIsOnIt() throws IOException {
    disclose(keyring.account("acct-1"), ACCESS_ENDED.minusSeconds(90 * 86_400));
    disclose(keyring.account("acct-2"), ACCESS_ENDED);
    disclose(keyring.account("acct-3"), ACCESS_ENDED.plusSeconds(86_400));
    disclose(keyring.device("device-1"), ACCESS_ENDED);
    disclose(new VendorId("other"), keyring.account("acct-3"), ACCESS_ENDED, Masks.NONE);
    ProvisionalList list = list(Optional.of(accounts));

    assertThat(list.accounts()).isEqualTo(2);
    assertThat(list.otherSubjects()).isEqualTo(1);
    assertThat(list.residences().in("US-CA")).isEqualTo(1);
    assertThat(list.categories())
        .containsEntry(DataCategory.ACCOUNT_ID, new ProvisionalList.FormCounts(0, 0, 3));
    assertThat(list.sources().ledgerKnowsSince()).isPresent();
    assertThat(incident.assessments.provisional(ID)).contains(list);
    assertThat(incident.filesWith("acct-1")).isEmpty();
  }

  @Test
  void deviceWithOneUserIsThatUser() throws IOException {
    disclose(keyring.device("device-1"), ACCESS_ENDED);
    links.add(link("device-1", "acct-1", AssertedBy.AUTHENTICATED));

    assertThat(list(Optional.of(accounts)).accounts()).isEqualTo(1);
  }

  @Test
  void deviceWithTwoUsersOrAPublicLinkStaysADevice() throws IOException {
    disclose(keyring.device("shared"), ACCESS_ENDED);
    links.add(link("shared", "acct-1", AssertedBy.AUTHENTICATED));
    links.add(link("shared", "acct-2", AssertedBy.AUTHENTICATED));
    disclose(keyring.device("claimed"), ACCESS_ENDED);
    links.add(link("claimed", "acct-3", AssertedBy.PUBLIC));
    ProvisionalList list = list(Optional.of(accounts));

    assertThat(list.accounts()).isZero();
    assertThat(list.otherSubjects()).isEqualTo(2);
  }

  @Test
  void withoutADirectoryThereAreCountsOnly() throws IOException {
    disclose(keyring.account("acct-1"), ACCESS_ENDED);
    ProvisionalList list = list(Optional.empty());

    assertThat(list.accounts()).isZero();
    assertThat(list.people()).isEqualTo(1);
    assertThat(list.residences().unknown()).isEqualTo(1);
  }

  @Test
  void emptyLedgerSaysThatItKnowsNothing() throws IOException {
    facts.clear();
    ProvisionalList list = list(Optional.of(accounts));

    assertThat(list.people()).isZero();
    assertThat(list.sources().ledgerKnowsSince()).isEmpty();
  }

  @Test
  void listIsGradedAgainstTheFile() throws IOException {
    disclose(keyring.account("acct-1"), ACCESS_ENDED);
    disclose(keyring.account("acct-2"), ACCESS_ENDED);
    ProvisionalList list = list(Optional.of(accounts));
    assertThat(incident.assessments.grade("rae", ID)).isEmpty();

    incident.addPerson("acct-2", 0);
    incident.addPerson("acct-3", 0);
    incident.assess(Files.writeString(folder.resolve("export"), "{}"));

    assertThat(incident.assessments.grade("rae", ID))
        .contains(new ProvisionalList.Grade(list.accounts(), 1, 1));
    List<PersonExposure> people = new ArrayList<>();
    incident.assessments.people("rae", ID, 0, "look", people::add);
    assertThat(people).extracting(PersonExposure::person).containsExactly("acct-1", "acct-2");
  }

  private DeviceLink link(String device, String account, AssertedBy assertedBy) {
    return new DeviceLink(
        IncidentFixture.VENDOR, keyring.device(device), keyring.account(account), assertedBy);
  }
}
