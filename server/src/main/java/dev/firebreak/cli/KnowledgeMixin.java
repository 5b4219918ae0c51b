package dev.firebreak.cli;

import dev.firebreak.incident.OutsideKnowledge;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that name what somebody knows of people before he sees the stolen data.
final class KnowledgeMixin {
  @Option(names = "--profiles", description = "CSV: what public profiles say")
  private @Nullable Path profiles;

  @Option(
      names = "--actions",
      description = "CSV: actions of people that others saw, with their times")
  private @Nullable Path actions;

  @Option(names = "--older-leak", description = "CSV: e-mail addresses of an older leak")
  private @Nullable Path olderLeak;

  @Option(
      names = "--knowledge",
      description = "CSV: any fields that others know of people; repeatable")
  private @Nullable List<Path> fields;

  @Option(names = "--canaries", description = "CSV: records planted at the vendor")
  private @Nullable Path canaries;

  /// The files, found from where the command was called.
  OutsideKnowledge files(CommandContext context) {
    Path from = context.workingDirectory();
    return new OutsideKnowledge(
        resolved(from, profiles),
        resolved(from, actions),
        resolved(from, olderLeak),
        fields == null ? List.of() : fields.stream().map(from::resolve).toList(),
        OutsideKnowledge.OWN_ACTIONS_DEFAULT,
        resolved(from, canaries));
  }

  private static Optional<Path> resolved(Path from, @Nullable Path given) {
    return Optional.ofNullable(given).map(from::resolve);
  }
}
