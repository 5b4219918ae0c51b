package dev.firebreak.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.policy.Treatment;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The register's files: what they say, and every problem at once.
class RegisterFilesTest {
  static final String GOOD =
      """
      vendor: helpdesk
      name: Example Helpdesk
      owner: support@example.com
      purpose: Answers our users.
      data-uses: [essential.service.support]
      legal-basis: contract
      contract: {reference: contracts/helpdesk.pdf, signed: 2025-01-15, ends: 2027-01-14}
      dpa: {reference: contracts/helpdesk-dpa.pdf, signed: 2025-01-15}
      sub-processors:
        - {name: Example Hosting, country: US, purpose: hosting}
      regions: [EU, US]
      transfers:
        - {to: US, mechanism: standard-contractual-clauses}
      contacts: {security: security@vendor.example.com, incident: now@vendor.example.com}
      notice-within: 48h
      retention: 90d
      may-receive:
        default: drop
        unclassified: drop
        categories:
          user.unique_id: pseudonymize
          user.contact.email: pass
      standards: [handles-user-data]
      declared-categories: [user.contact.email, user.content.private]
      """;

  @TempDir Path folder;

  @Test
  void fileSaysWhatIsKnown() throws IOException {
    write("vendors/helpdesk.yaml", GOOD);
    VendorFile file = RegisterFiles.load(folder).vendor(new VendorId("helpdesk")).orElseThrow();
    assertThat(file.name()).isEqualTo("Example Helpdesk");
    assertThat(file.contract().orElseThrow().term().ends()).hasValue(LocalDate.parse("2027-01-14"));
    assertThat(file.noticeHours()).hasValue(48);
    assertThat(file.retentionDays()).hasValue(90);
    assertThat(file.mayReceive().orElseThrow().of(DataCategory.EMAIL)).isEqualTo(Treatment.pass());
    assertThat(file.mayReceive().orElseThrow().of(DataCategory.NAME)).isEqualTo(Treatment.drop());
    assertThat(file.declared())
        .isEqualTo(List.of(DataCategory.EMAIL, DataCategory.PRIVATE_CONTENT));
    assertThat(RegisterFiles.load(folder).standardsOf(file))
        .singleElement()
        .satisfies(standard -> assertThat(standard.requirements()).hasSizeGreaterThan(5));
  }

  @Test
  void everyProblemOfEveryFileIsToldWithItsLine() throws IOException {
    write(
        "vendors/helpdesk.yaml",
        GOOD.replace("legal-basis: contract", "legal-basis: because")
            .replace("retention: 90d", "retention: long")
            .replace("[handles-user-data]", "[unheard-of]")
            .replace("ends: 2027-01-14", "ends: 2024-01-14")
            .replace("user.contact.email: pass", "user.nickname: pass"));
    write("vendors/crm.yaml", GOOD.replace("owner: support@example.com\n", "") + "colour: blue\n");
    write("standards/strict.yaml", "standard: strict\ntitle: Strict\nrequires: {mfa: yes}\n");
    assertThatThrownBy(() -> RegisterFiles.load(folder))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining("vendors/helpdesk.yaml:6: legal-basis")
        .hasMessageContaining("vendors/helpdesk.yaml:7: contract.ends")
        .hasMessageContaining("retention: expected days as 90d")
        .hasMessageContaining("no standard is named unheard-of")
        .hasMessageContaining("may-receive.categories.user.nickname")
        .hasMessageContaining("vendors/crm.yaml:1: vendor: is helpdesk in a file named crm")
        .hasMessageContaining("owner: is required")
        .hasMessageContaining("colour: unknown key")
        .hasMessageContaining("standards/strict.yaml:3: requires.mfa: unknown key");
  }

  @Test
  void ownStandardTakesTheShippedOnesPlace() throws IOException {
    write(
        "standards/handles-user-data.yaml",
        """
        standard: handles-user-data
        title: Ours
        requires: {review-months-at-most: 6, answers-yes: [mfa-enforced]}
        expiry: {warn-days: [1, 10], held-after-days: 3, grace-days: 5}
        """);
    RegisterFiles files = RegisterFiles.load(folder);
    assertThat(files.standards().get("handles-user-data"))
        .satisfies(standard -> {
          assertThat(standard.title()).isEqualTo("Ours");
          assertThat(standard.requirements()).hasSize(2);
          assertThat(standard.plan().warnDays()).containsExactly(10, 1);
        });
    assertThat(files.fingerprint()).isNotEqualTo(RegisterFiles.none().fingerprint());
  }

  @Test
  void whatIsGoneLiftsNothing() throws IOException {
    write("vendors/helpdesk.yaml", GOOD);
    write(
        "standards/handles-user-data.yaml",
        "standard: handles-user-data\ntitle: Ours\nrequires: {dpa-in-force: yes}\n");
    RegisterFiles before = RegisterFiles.load(folder);
    Files.delete(folder.resolve("standards/handles-user-data.yaml"));
    assertThatThrownBy(() -> RegisterFiles.load(folder, before))
        .hasMessageContaining("standards/handles-user-data.yaml: is gone");
    Files.move(folder.resolve("vendors"), folder.resolve("elsewhere"));
    assertThatThrownBy(() -> RegisterFiles.load(folder, before))
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_INVALID))
        .hasMessageContaining("vendors/helpdesk.yaml: is gone, and what it said stays in force");
    write("vendors/helpdesk.yml", GOOD);
    assertThatThrownBy(() -> RegisterFiles.load(folder))
        .hasMessageContaining("vendors/helpdesk.yml: files of the register end in .yaml");
  }

  @Test
  void whatLimitsNothingMayGo() throws IOException {
    String open = GOOD.substring(0, GOOD.indexOf("may-receive:"));
    write("vendors/helpdesk.yaml", open);
    RegisterFiles before = RegisterFiles.load(folder);
    Files.delete(folder.resolve("vendors/helpdesk.yaml"));
    assertThat(RegisterFiles.load(folder, before).vendors()).isEmpty();
  }

  @Test
  void theExampleThatInitWritesIsGood() throws IOException {
    write("vendors/mixpanel.yaml", RegisterFiles.resource("/vendors/mixpanel.yaml"));
    assertThat(RegisterFiles.load(folder).vendors()).hasSize(1);
  }

  @Test
  void questionsAreAboutTwentyFiveAndEachHasATopic() {
    QuestionSet set = QuestionSet.shipped();
    assertThat(set.questions()).hasSizeBetween(20, 30);
    assertThat(set.keys()).hasSize(set.questions().size());
    assertThat(set.questions())
        .allSatisfy(question -> {
          assertThat(question.asks()).endsWith("?");
          assertThat(question.topic()).isNotEmpty();
        });
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
