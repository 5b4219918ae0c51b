package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManualFindingsTest extends OpenIncident {
  private static final String TEXT = "access log of " + IncidentFixture.CANARY;

  private Path document;

  @BeforeEach
  void prepare() throws IOException {
    document = Files.writeString(folder.resolve("review.txt"), TEXT);
  }

  private ManualFinding sign() {
    return ManualFindings.of(incident.installation)
        .sign(incident.officer, ID, "Our own systems were not broken into.", document);
  }

  @Test
  void documentIsSealedStandsInTheCustodyListAndComesOutAsItWas() throws IOException {
    ManualFinding signed = sign();

    assertThat(signed.attachment()).isEqualTo("review.txt");
    assertThat(incident.filesWith(IncidentFixture.CANARY)).isEmpty();
    CustodyEntry entry = incident.assessments.custody(ID).getFirst();
    assertThat(entry.sealedAs()).isEqualTo("attachment-1");
    assertThat(entry.sha256()).isEqualTo(signed.attachmentSha256());
    assertThat(entry.bytes()).isEqualTo(TEXT.length());
    assertThat(entry.by()).isEqualTo("olu");

    Path out = folder.resolve("out.txt");
    incident.assessments.export(incident.officer, ID, "attachment-1", "asked by counsel", out);
    assertThat(out).hasContent(TEXT);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(out)))
        .isEqualTo("rw-------");
    assertThat(incident.auditedActions()).contains("FindingSigned", "SealedFileExported");
  }

  @Test
  void exportNeedsARoleAReasonAndANewFile() {
    sign();
    Path out = folder.resolve("out.txt");
    refused(
        ErrorCode.NOT_ALLOWED,
        () -> incident.assessments.export(incident.responder, ID, "attachment-1", "x", out));
    refused(
        ErrorCode.WRONG_USE,
        () -> incident.assessments.export(incident.officer, ID, "attachment-1", " ", out));
    refused(
        ErrorCode.NOT_FOUND,
        () -> incident.assessments.export(incident.officer, ID, "attachment-2", "x", out));
    refused(
        ErrorCode.DISK,
        () -> incident.assessments.export(incident.officer, ID, "attachment-1", "x", document));
    assertThat(out).doesNotExist();
    assertThat(document).hasContent(TEXT);
  }

  @Test
  void sealedFileThatWasAlteredLeavesNothing() throws IOException {
    sign();
    Path sealed =
        incident.installation.directory().incidents().resolve(ID).resolve("attachment-1.sealed");
    byte[] bytes = Files.readAllBytes(sealed);
    bytes[bytes.length - 1] ^= 1;
    Files.write(sealed, bytes);
    Path out = folder.resolve("out.txt");

    assertThatThrownBy(
            () -> incident.assessments.export(incident.officer, ID, "attachment-1", "x", out))
        .isInstanceOf(FirebreakException.class);
    assertThat(out).doesNotExist();
  }

  @Test
  void documentThatIsNoneIsRefusedAndNothingIsSigned() {
    document = folder.resolve("missing.txt");
    refused(ErrorCode.INPUT_UNREADABLE, this::sign);
    document = folder;
    refused(ErrorCode.INPUT_UNREADABLE, this::sign);

    assertThat(incident.incidents.manualFindings(ID)).isEmpty();
    assertThat(incident.assessments.custody(ID)).isEmpty();
  }

  private static void refused(
      ErrorCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(FirebreakException.class)
        .extracting(e -> ((FirebreakException) e).code())
        .isEqualTo(code);
  }
}
