package dev.firebreak.incident;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/// The outside knowledge that a version was assessed with, sealed beside it, so that the same
/// attackers are tried when the data set is mapped again. Thread-safe for different versions.
///
/// ```
/// knowledge-N           which there are
/// knowledge-N-KIND      profile, actions, older-leak, canaries, fields-1, fields-2 ...
/// ```
final class KeptKnowledge {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final IncidentVault vault;

  KeptKnowledge(IncidentVault vault) {
    this.vault = vault;
  }

  /// Which files a version has.
  private record Index(List<String> kinds, int ownActions) {}

  /// Seals what a version was assessed with.
  void keep(String id, int version, OutsideKnowledge knowledge) throws IOException {
    List<String> kinds = new ArrayList<>();
    keep(id, version, "profile", knowledge.profile(), kinds);
    keep(id, version, "actions", knowledge.actions(), kinds);
    keep(id, version, "older-leak", knowledge.olderLeak(), kinds);
    keep(id, version, "canaries", knowledge.canaries(), kinds);
    for (Path file : knowledge.fields()) {
      keep(id, version, field(kinds), Optional.of(file), kinds);
    }
    byte[] index = JSON.writeValueAsBytes(new Index(kinds, knowledge.ownActions()));
    vault.seal(id, name(version), out -> out.write(index));
  }

  private static String field(List<String> kinds) {
    long before = kinds.stream().filter(kind -> kind.startsWith("fields-")).count();
    return "fields-" + (before + 1);
  }

  private void keep(String id, int version, String kind, Optional<Path> file, List<String> kinds)
      throws IOException {
    if (file.isPresent()) {
      vault.seal(id, name(version) + "-" + kind, out -> Files.copy(file.get(), out));
      kinds.add(kind);
    }
  }

  /// What a version was assessed with, as plaintext in a folder; nothing where nothing was kept.
  OutsideKnowledge restore(String id, int version, Path workFolder) throws IOException {
    if (!vault.exists(id, name(version))) {
      return OutsideKnowledge.NONE;
    }
    Index index;
    try (InputStream in = vault.open(id, name(version))) {
      index = JSON.readValue(in.readAllBytes(), Index.class);
    }
    Path folder = Files.createDirectories(workFolder.resolve("knowledge"));
    List<Path> fields = new ArrayList<>();
    for (String kind : index.kinds()) {
      Path file = folder.resolve(kind + ".csv");
      try (InputStream in = vault.open(id, name(version) + "-" + kind)) {
        Files.copy(in, file);
      }
      if (kind.startsWith("fields-")) {
        fields.add(file);
      }
    }
    return new OutsideKnowledge(
        file(index, folder, "profile"),
        file(index, folder, "actions"),
        file(index, folder, "older-leak"),
        fields,
        index.ownActions(),
        file(index, folder, "canaries"));
  }

  private static Optional<Path> file(Index index, Path folder, String kind) {
    return index.kinds().contains(kind)
        ? Optional.of(folder.resolve(kind + ".csv"))
        : Optional.empty();
  }

  private static String name(int version) {
    return "knowledge-" + version;
  }
}
