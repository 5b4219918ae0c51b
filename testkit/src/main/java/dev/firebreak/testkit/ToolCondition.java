package dev.firebreak.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/// Decides over tests marked [NeedsTool].
final class ToolCondition implements ExecutionCondition {
  private static final String REQUIRE_ALL = "FIREBREAK_REQUIRE_ALL";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    List<String> missing =
        AnnotationSupport.findAnnotation(context.getElement(), NeedsTool.class).stream()
            .flatMap(needs -> Stream.of(needs.value()))
            .filter(tool -> find(tool).isEmpty())
            .toList();
    if (missing.isEmpty()) {
      return ConditionEvaluationResult.enabled("all tools are here");
    }
    String line = testName(context) + ": needs " + String.join(", ", missing);
    if ("1".equals(System.getenv(REQUIRE_ALL))) {
      throw new IllegalStateException(line + ", and " + REQUIRE_ALL + "=1 leaves no test out");
    }
    note(line);
    return ConditionEvaluationResult.disabled(line);
  }

  /// The program of this name in `PATH`.
  static Optional<Path> find(String tool) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder).resolve(tool))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static String testName(ExtensionContext context) {
    return context.getTestClass().map(Class::getSimpleName).orElse(context.getDisplayName());
  }

  private static void note(String line) {
    String root = System.getProperty("firebreak.root");
    if (root == null) {
      return;
    }
    try {
      Path file = Path.of(root, "target", "left-out.txt");
      Files.createDirectories(file.getParent());
      Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
