package dev.firebreak.incident;

import dev.firebreak.assessment.Checkpoints;
import dev.firebreak.assessment.DataSet;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The finished stages of an incident's assessment, sealed like everything of the incident, until
/// its findings are made or it is begun anew.
///
/// ```
/// checkpoint          which files count, and which assessment they are of
/// checkpoint-N-NAME   a file of it
/// ```
///
/// A checkpoint counts once `checkpoint` names it: files beside it are remains, which the next one
/// removes. Confined to one thread.
final class AssessmentCheckpoints implements Checkpoints {
  /// Work that took less is done again rather than sealed.
  static final Duration WORTH_SEALING = Duration.ofSeconds(30);

  private static final String MANIFEST = "checkpoint";
  private static final String FILE_PREFIX = "checkpoint-";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FindingsArchive archive;
  private final IncidentVault vault;
  private final Run run;
  private final Duration worth;
  private long lastNanos = System.nanoTime();
  private @Nullable Kept kept;

  /// The assessment that is kept.
  ///
  /// @param id the incident
  /// @param version that it will make
  /// @param work its plaintext
  /// @param plan says what it is of: a digest over files, accounts and rules
  /// @param at when its files were handed over
  /// @param from where they came from
  record Run(String id, int version, Path work, Plan plan, Instant at, String from) {}

  /// Computes the digest when it is needed.
  @FunctionalInterface
  interface Plan {
    String digest() throws IOException;
  }

  /// What the manifest says.
  ///
  /// @param version that is being made
  /// @param plan what it is of
  /// @param converted whether its converted rows are sealed
  /// @param at when the files were handed over, epoch milliseconds
  /// @param from where they came from
  /// @param files the number in the sealed name, by name
  record Kept(
      int version, String plan, boolean converted, long at, String from, Map<String, Long> files) {
    Kept {
      files = new LinkedHashMap<>(files);
    }
  }

  AssessmentCheckpoints(FindingsArchive archive, IncidentVault vault, Run run, Duration worth) {
    this.archive = archive;
    this.vault = vault;
    this.run = run;
    this.worth = worth;
  }

  /// Takes up what was kept.
  ///
  /// @throws FirebreakException NOT_FOUND where nothing was, or it is not of this assessment
  Kept require() throws IOException {
    Kept found =
        read()
            .filter(k -> k.version() == run.version())
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.NOT_FOUND,
                    "no stage of an assessment was kept; run the command without --resume"));
    if (!found.plan().equals(run.plan().digest())) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "what was kept is of other files, accounts, rules, corrections or another encoding; name"
              + " the same ones, or run the command without --resume");
    }
    kept = found;
    return found;
  }

  /// True where something is kept.
  boolean isKept() {
    return kept != null;
  }

  /// True where the converted rows are sealed already.
  boolean hasConverted() {
    return kept != null && kept.converted();
  }

  @Override
  public boolean isDue() {
    return System.nanoTime() - lastNanos >= worth.toNanos();
  }

  @Override
  public void keep(List<Path> files, Set<String> still) throws IOException {
    Kept before = kept;
    Map<String, Long> names = new LinkedHashMap<>();
    long number = 0;
    if (before != null) {
      number = before.files().values().stream().mapToLong(n -> n).max().orElse(0);
      before
          .files()
          .forEach((name, n) -> {
            if (still.contains(name)) {
              names.put(name, n);
            }
          });
    }
    number++;
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      vault.seal(run.id(), sealedName(number, name), out -> Files.copy(file, out));
      names.put(name, number);
    }
    boolean converted =
        hasConverted()
            || archive.sealConverted(
                run.id(), run.version(), run.work().resolve(DataSet.CONVERTED));
    Kept now =
        new Kept(
            run.version(),
            run.plan().digest(),
            converted,
            run.at().toEpochMilli(),
            run.from(),
            names);
    byte[] json = JSON.writeValueAsBytes(now);
    vault.seal(run.id(), MANIFEST, out -> out.write(json));
    kept = now;
    forgetAllBut(now);
    lastNanos = System.nanoTime();
  }

  @Override
  public List<Path> restore(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    if (kept != null) {
      for (Map.Entry<String, Long> entry : kept.files().entrySet()) {
        Path file = folder.resolve(entry.getKey());
        try (InputStream in = vault.open(run.id(), sealedName(entry.getValue(), entry.getKey()))) {
          Files.copy(in, file);
        }
        files.add(file);
      }
    }
    lastNanos = System.nanoTime();
    return files;
  }

  /// Forgets everything that was kept.
  void forget() throws IOException {
    kept = null;
    vault.delete(run.id(), name -> name.equals(MANIFEST));
    vault.delete(run.id(), name -> name.startsWith(FILE_PREFIX));
  }

  private void forgetAllBut(Kept counting) throws IOException {
    Set<String> counted = new HashSet<>();
    counting.files().forEach((name, number) -> counted.add(sealedName(number, name)));
    vault.delete(run.id(), name -> name.startsWith(FILE_PREFIX) && !counted.contains(name));
  }

  private static String sealedName(long number, String name) {
    return FILE_PREFIX + number + "-" + name;
  }

  private Optional<Kept> read() throws IOException {
    if (!vault.exists(run.id(), MANIFEST)) {
      return Optional.empty();
    }
    try (InputStream in = vault.open(run.id(), MANIFEST)) {
      return Optional.of(JSON.readValue(in.readAllBytes(), Kept.class));
    } catch (JacksonException e) {
      throw new IOException("a checkpoint of another version", e);
    }
  }
}
