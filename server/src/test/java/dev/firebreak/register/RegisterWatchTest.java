package dev.firebreak.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.delivery.VendorStatus;
import dev.firebreak.delivery.VendorSwitch;
import dev.firebreak.standard.Deadline;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the register took away comes back only when a file or a review says so.
class RegisterWatchTest {
  private static final VendorId VENDOR = new VendorId("mixpanel");
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final String BINDING =
      """
      bindings:
        - id: web
          vendor: mixpanel
          dialect: mixpanel
          path-prefix: /mp
          upstream: http://127.0.0.1:9
          credential: {env: TOKEN}
          inbound-credential: {env: TOKEN}
      """;
  private static final String STANDARD =
      """
      standard: agreed
      title: Has an agreement
      requires: {dpa-in-force: yes}
      expiry: {warn-days: [7], held-after-days: 14, grace-days: 30}
      """;
  private static final String FILE =
      """
      vendor: mixpanel
      name: Mixpanel
      owner: analytics@example.com
      purpose: Shows which features are used.
      legal-basis: legitimate-interests
      contacts: {security: a@vendor.example.com, incident: b@vendor.example.com}
      """;
  private static final String AGREED = FILE + "standards: [agreed]\n";
  private static final String ENDING =
      AGREED + "dpa: {reference: dpa.pdf, signed: 2025-04-01, ends: 2026-03-31}\n";

  @TempDir Path folder;

  @Test
  void fileThatIsGoneLiftsNothingUntilOneSaysSo() throws IOException {
    write(ENDING);
    try (RegisterFixture fixture = open(START)) {
      RegisterWatch watch = watch(fixture);
      fixture.clock().set("2026-04-15T08:00:00Z");
      watch.look();
      assertThat(status(fixture).heldByRegister()).isTrue();
      Files.move(folder.resolve("vendors"), folder.resolve("elsewhere"));
      watch.look();
      assertThat(watch.problem().orElseThrow()).contains("vendors/mixpanel.yaml: is gone");
      assertThat(status(fixture).heldByRegister()).isTrue();
      assertThat(stage(watch, fixture)).isEqualTo(Deadline.Stage.HELD);
      write(FILE);
      watch.look();
      assertThat(watch.problem()).isEmpty();
      assertThat(status(fixture).state()).isEqualTo(VendorStatus.State.ACTIVE);
    }
  }

  @Test
  void vendorWithoutAFileKeepsItsStageOverARestart() throws IOException {
    write(ENDING);
    try (RegisterFixture fixture = open(Instant.parse("2026-04-01T08:00:00Z"))) {
      RegisterWatch watch = watch(fixture);
      assertThat(stage(watch, fixture)).isEqualTo(Deadline.Stage.TOKENS_ONLY);
    }
    Files.delete(folder.resolve("vendors/mixpanel.yaml"));
    try (RegisterFixture fixture = open(Instant.parse("2026-05-01T08:00:00Z"))) {
      RegisterWatch watch = watch(fixture);
      assertThat(stage(watch, fixture)).isEqualTo(Deadline.Stage.TOKENS_ONLY);
      assertThat(watch.allowance(VENDOR).at(START).because()).contains("mixpanel.yaml is gone");
      write(ENDING);
      watch.look();
      assertThat(stage(watch, fixture)).isEqualTo(Deadline.Stage.HELD);
    }
    Files.delete(folder.resolve("vendors/mixpanel.yaml"));
    try (RegisterFixture fixture = open(Instant.parse("2026-05-02T08:00:00Z"))) {
      RegisterWatch watch = watch(fixture);
      assertThat(stage(watch, fixture)).isEqualTo(Deadline.Stage.HELD);
      assertThat(status(fixture).heldByRegister()).isTrue();
      write(FILE);
      watch.look();
      assertThat(status(fixture).state()).isEqualTo(VendorStatus.State.ACTIVE);
    }
  }

  @Test
  void clockThatGoesBackReleasesNothing() throws IOException {
    write(ENDING);
    try (RegisterFixture fixture = open(Instant.parse("2026-04-15T08:00:00Z"))) {
      RegisterWatch watch = watch(fixture);
      fixture.clock().set("2026-03-01T10:00:00Z");
      watch.look();
      assertThat(stage(watch, fixture)).isEqualTo(Deadline.Stage.HELD);
      assertThat(status(fixture).heldByRegister()).isTrue();
      write(ENDING.replace("2026-03-31", "2027-03-31"));
      watch.look();
      assertThat(status(fixture).state()).isEqualTo(VendorStatus.State.ACTIVE);
      assertThat(stage(watch, fixture)).isEqualTo(Deadline.Stage.FULL);
    }
  }

  /// The gate shuts by what was known before; it does not open by it.
  @Test
  void holdingNeedsNeitherReadingNorRecording() throws IOException {
    write(ENDING);
    try (RegisterFixture fixture = open(START)) {
      RegisterWatch watch = watch(fixture);
      execute(fixture, "ALTER TABLE register_lapse RENAME TO away");
      execute(fixture, "ALTER TABLE register_stage RENAME TO away_too");
      fixture.clock().set("2026-04-15T08:00:00Z");
      assertThatThrownBy(watch::look).isInstanceOf(RuntimeException.class);
      VendorSwitch vendors = fixture.installation().deliveries().vendors();
      assertThat(vendors.isHeld(VENDOR)).isTrue();
      write(FILE);
      assertThatThrownBy(watch::look).isInstanceOf(RuntimeException.class);
      assertThat(vendors.isHeld(VENDOR)).isTrue();
      execute(fixture, "ALTER TABLE away RENAME TO register_lapse");
      execute(fixture, "ALTER TABLE away_too RENAME TO register_stage");
      watch.look();
      assertThat(vendors.isHeld(VENDOR)).isFalse();
    }
  }

  /// Other files count only when that is in the audit log.
  @Test
  void filesThatCannotBeAuditedDoNotCount() throws IOException {
    write(ENDING);
    try (RegisterFixture fixture = open(Instant.parse("2026-04-15T08:00:00Z"))) {
      RegisterWatch watch = watch(fixture);
      execute(fixture, "ALTER TABLE audit_entry RENAME TO away");
      write(FILE);
      assertThatThrownBy(watch::look).isInstanceOf(RuntimeException.class);
      execute(fixture, "ALTER TABLE away RENAME TO audit_entry");
      assertThat(status(fixture).heldByRegister()).isTrue();
      watch.look();
      assertThat(status(fixture).state()).isEqualTo(VendorStatus.State.ACTIVE);
      assertThat(fixture.auditDetails("register")).hasSize(1);
    }
  }

  @Test
  void makingALapsedFactWorseGainsNoTime() throws IOException {
    write(ENDING);
    try (RegisterFixture fixture = open(Instant.parse("2026-04-15T08:00:00Z"))) {
      RegisterWatch watch = watch(fixture);
      for (String worse :
          List.of(
              AGREED,
              AGREED + "dpa: {reference: dpa.pdf, signed: 2027-01-01}\n",
              ENDING.replace("2026-03-31", "2026-04-14"))) {
        write(worse);
        watch.look();
        assertThat(stage(watch, fixture)).isEqualTo(Deadline.Stage.HELD);
        assertThat(status(fixture).heldByRegister()).isTrue();
      }
      write(ENDING.replace("2026-03-31", "2027-03-31"));
      watch.look();
      assertThat(stage(watch, fixture)).isEqualTo(Deadline.Stage.FULL);
      assertThat(status(fixture).state()).isEqualTo(VendorStatus.State.ACTIVE);
    }
  }

  /// Taking a date away that is still ahead puts it off neither.
  @Test
  void graceIsForWhatNeverHadADate() throws IOException {
    write(AGREED);
    try (RegisterFixture fixture = open(START)) {
      RegisterWatch watch = watch(fixture);
      assertThat(tokensOnlyAt(watch)).isEqualTo(Instant.parse("2026-04-01T08:00:00Z"));
      write(ENDING.replace("2026-03-31", "2026-03-05"));
      watch.look();
      write(AGREED);
      watch.look();
      assertThat(tokensOnlyAt(watch)).isEqualTo(Instant.parse("2026-03-06T08:00:00Z"));
    }
  }

  @Test
  void newsIsToldOnceAndNotLostWithTheProcess() throws IOException {
    write(ENDING);
    try (RegisterFixture fixture = open(Instant.parse("2026-04-15T08:00:00Z"))) {
      RegisterWatch watch =
          RegisterWatch.of(
              fixture.installation(),
              _ -> {
                throw new IOException("no mail today");
              });
      watch.look();
    }
    try (RegisterFixture fixture = open(Instant.parse("2026-04-15T09:00:00Z"))) {
      List<RegisterNews> news = new ArrayList<>();
      RegisterWatch watch = RegisterWatch.of(fixture.installation(), news::addAll);
      watch.look();
      watch.look();
      assertThat(news)
          .singleElement()
          .satisfies(each -> {
            assertThat(each.kind()).isEqualTo(RegisterNews.Kind.HELD);
            assertThat(each.at()).isEqualTo(Instant.parse("2026-04-15T08:00:00Z"));
            assertThat(each.next())
                .contains("at web the first event is too old for the vendor from 2031-04-14")
                .contains("destroyed from 2026-07-14T08:00:00Z on");
          });
    }
  }

  private static RegisterWatch watch(RegisterFixture fixture) {
    return RegisterWatch.of(fixture.installation(), _ -> {});
  }

  private static Instant tokensOnlyAt(RegisterWatch watch) {
    return watch.allowance(VENDOR).at(START).deadlines().getFirst().tokensOnlyAt();
  }

  private static void execute(RegisterFixture fixture, String sql) {
    fixture.installation().control().writer().useHandle(handle -> handle.execute(sql));
  }

  private static Deadline.Stage stage(RegisterWatch watch, RegisterFixture fixture) {
    return watch.allowance(VENDOR).at(fixture.clock().instant()).stage();
  }

  private static VendorStatus status(RegisterFixture fixture) {
    return fixture.installation().deliveries().vendors().status(VENDOR);
  }

  private RegisterFixture open(Instant now) throws IOException {
    return RegisterFixture.open(folder, BINDING, now);
  }

  private void write(String file) throws IOException {
    Files.createDirectories(folder.resolve("vendors"));
    Files.createDirectories(folder.resolve("standards"));
    Files.writeString(folder.resolve("standards/agreed.yaml"), STANDARD);
    Files.writeString(folder.resolve("vendors/mixpanel.yaml"), file);
  }
}
