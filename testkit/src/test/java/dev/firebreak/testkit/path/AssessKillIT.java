package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `incident assess` is killed in the middle of a file: plaintext is left in the work folder, and
/// the next command that opens the installation sweeps it.
@Timeout(300)
class AssessKillIT {
  private static final String ID = "2025-11-mixpanel";
  private static final String CANARY = "canary.person@example.com";

  @TempDir Path folder;
  private InstallationFolder files;
  private SecretBytes secret = SecretBytes.copyOf(new byte[20]);

  @BeforeEach
  void openIncident() throws Exception {
    files =
        InstallationFolder.write(
            folder, URI.create("http://127.0.0.1:9"), InstallationFolder.SHIPPED);
    try (Installation installation = files.open()) {
      secret =
          new Operators(
                  installation.control(),
                  installation.keys(),
                  installation.audit(),
                  installation.clock())
              .addFirst("nadia")
              .secret();
      IncidentServices.of(installation)
          .incidents()
          .open(
              ConfirmedOperators.of("nadia", Role.ADMIN, installation.clock().instant()),
              ID,
              new VendorId("mixpanel"),
              "Stolen export");
    }
    writeHaul();
  }

  /// A Parquet file in a zip: reading it needs a copy in the work folder.
  private void writeHaul() throws Exception {
    Path parquet = folder.resolve("rows.parquet");
    Path making = folder.resolve("making");
    try (DuckDb database = DuckDb.open(making, DuckDb.MEMORY_BYTES_MIN, 1, List.of(parquet))) {
      database.execute(
          "COPY (SELECT 'u-' || i AS user_id, CASE i WHEN 5 THEN '%s' ELSE i || '@example.org' END"
                  .formatted(CANARY)
              + " AS email FROM range(400000) t(i)) TO "
              + DuckDb.literal(parquet)
              + " (FORMAT parquet, COMPRESSION uncompressed)");
    }
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("haul.zip")))) {
      zip.putNextEntry(new ZipEntry("rows.parquet"));
      Files.copy(parquet, zip);
      zip.closeEntry();
    }
    Files.delete(parquet);
  }

  @Test
  void plaintextThatAKillLeavesIsSweptByTheNextCommand() throws Exception {
    Path work = files.data().resolve("work");
    Process assess =
        CommandProcess.start(
            folder,
            folder.resolve("err.txt"),
            List.of("incident", "assess", ID, "haul.zip", "--operator", "nadia"));
    List<ProcessHandle> readers;
    try {
      assess
          .getOutputStream()
          .write((Totp.code(secret, Instant.now()) + "\n").getBytes(StandardCharsets.UTF_8));
      assess.getOutputStream().flush();
      while (!holdsCanary(work)) {
        boolean ended = assess.waitFor(20, TimeUnit.MILLISECONDS);
        assertThat(ended).as("%s", Files.readString(folder.resolve("err.txt"))).isFalse();
      }
    } finally {
      readers = assess.descendants().toList();
      assess.toHandle().destroyForcibly();
      assess.waitFor();
    }
    readers.forEach(reader -> reader.onExit().join());
    assertThat(holdsCanary(work)).as("plaintext is left behind").isTrue();

    Process list =
        CommandProcess.start(folder, folder.resolve("err2.txt"), List.of("incident", "list"));
    String shown = new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(list.waitFor()).isZero();
    assertThat(shown).contains(ID);
    try (Stream<Path> left = Files.walk(work)) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
    assertThat(holdsCanary(files.data())).isFalse();
  }

  /// Files come and go while this looks.
  private static boolean holdsCanary(Path below) throws IOException {
    try (Stream<Path> walk = Files.walk(below)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (content.contains(CANARY)) {
          return true;
        }
      }
    } catch (NoSuchFileException | UncheckedIOException gone) {
      return false;
    }
    return false;
  }
}
