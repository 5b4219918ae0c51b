package dev.firebreak.register;

import dev.firebreak.config.ConfigLoader;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.installation.MasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// An installation with a clock that a test moves. Confined.
final class RegisterFixture implements AutoCloseable {
  private final Installation installation;
  private final MovedClock clock;

  private RegisterFixture(Installation installation, MovedClock clock) {
    this.installation = installation;
    this.clock = clock;
  }

  static RegisterFixture open(Path folder) throws IOException {
    return open(folder, "", Instant.parse("2026-03-01T10:00:00Z"));
  }

  /// @param bindings more of the settings, with credentials of the variable TOKEN
  static RegisterFixture open(Path folder, String bindings, Instant now) throws IOException {
    Path key = folder.resolve("firebreak-master.key");
    if (!Files.exists(key)) {
      MasterKey.create(key, new SecureRandom());
    }
    Files.writeString(
        folder.resolve("firebreak.yaml"),
        """
        company: {name: Example, domain: example.com, contact: a@example.com, establishment: IE}
        """
            + bindings);
    MovedClock clock = new MovedClock(now);
    return new RegisterFixture(
        InstallationOpener.open(
            ConfigLoader.load(folder.resolve("firebreak.yaml"), Map.of("TOKEN", "t")), clock),
        clock);
  }

  Installation installation() {
    return installation;
  }

  MovedClock clock() {
    return clock;
  }

  /// The details of all audit entries about a subject, as JSON.
  List<String> auditDetails(String subject) {
    return installation
        .control()
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT details FROM audit_entry WHERE subject = :subject")
                .bind("subject", subject)
                .mapTo(String.class)
                .list());
  }

  @Override
  public void close() throws IOException {
    installation.close();
  }

  /// A clock that stands still but for what a test says.
  static final class MovedClock extends Clock {
    private volatile Instant now;

    MovedClock(Instant now) {
      this.now = now;
    }

    void advanceDays(int days) {
      now = now.plus(Duration.ofDays(days));
    }

    void set(String instant) {
      now = Instant.parse(instant);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
