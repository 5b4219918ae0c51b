package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.FirebreakException;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesTest {
  @TempDir Path folder;
  private Path haul;
  private Path outside;

  @BeforeEach
  void fill() throws Exception {
    haul = folder.resolve("haul");
    Files.createDirectories(haul.resolve(".git"));
    outside = Files.writeString(folder.resolve("outside.json"), "{\"user_id\":\"outside\"}\n");
    Files.writeString(haul.resolve("b.json"), "{\"user_id\":\"b\"}\n");
    Files.createDirectories(haul.resolve("a"));
    Files.writeString(haul.resolve("a/c.json"), "{\"user_id\":\"c\"}\n");
    Files.writeString(haul.resolve(".hidden.json"), "{\"user_id\":\"hidden\"}\n");
    Files.writeString(haul.resolve(".git/config"), "x\n");
    Files.createSymbolicLink(haul.resolve("link.json"), outside);
    Files.createSymbolicLink(haul.resolve("links"), folder);
  }

  @Test
  void linksAndHiddenFilesOfAFolderAreNamedAndNotRead() throws Exception {
    SourceFiles files = SourceFiles.of(List.of(haul));

    assertThat(files.files()).extracting(SourceFile::name).containsExactly("a/c.json", "b.json");
    assertThat(files.passedOver())
        .extracting(SourceFiles.PassedOver::name)
        .containsExactlyInAnyOrder(".git", ".hidden.json", "link.json", "links");
    Assessment assessment = new AssessmentFixture(folder).given(haul).assess();
    assertThat(assessment.unresolved()).isEqualTo(2);
    assertThat(assessment.rowsRejected()).isEqualTo(4);
    assertThat(assessment.originals())
        .extracting(Assessment.Original::name)
        .containsExactly("a/c.json", "b.json");
  }

  @Test
  void whatIsGivenByItsOwnNameIsRead() throws Exception {
    SourceFiles files =
        SourceFiles.of(List.of(haul.resolve("link.json"), haul.resolve(".hidden.json")));

    assertThat(files.files())
        .extracting(SourceFile::name)
        .containsExactly("link.json", ".hidden.json");
    assertThat(files.files().getFirst().path()).isEqualTo(outside.toRealPath());
  }

  @Test
  void copyGivesTheSumOfWhatItCopied() throws Exception {
    ByteArrayOutputStream copy = new ByteArrayOutputStream();
    Assessment.Original original =
        SourceFiles.copy(new SourceFile(outside.toRealPath(), "outside.json"), copy);

    assertThat(copy.toByteArray()).isEqualTo(Files.readAllBytes(outside));
    assertThat(original.bytes()).isEqualTo(copy.size());
    assertThatThrownBy(() ->
            SourceFiles.copy(
                new SourceFile(haul.resolve("link.json"), "link.json"),
                new ByteArrayOutputStream()))
        .isInstanceOf(java.io.IOException.class);
  }

  @Test
  void tooManyFilesAreRefused() {
    assertThatThrownBy(() -> SourceFiles.of(List.of(haul), 3))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("more than 3 files");
  }
}
