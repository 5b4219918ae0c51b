package dev.firebreak.demo;

import dev.firebreak.assessment.Cancellation;
import dev.firebreak.cli.CommandContext;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.testkit.company.Company;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Replays the incident of November 2025 on this machine.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Replay the incident of November 2025 on this machine, with invented people:",
      "once with a vendor that got everything, once with a vendor behind Firebreak.",
      "Exit code 1 where anything does not hold."
    })
final class DemoCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final int PEOPLE_MIN = 100;
  private static final int PEOPLE_MAX = 100_000;
  private static final long HEAP_BASE = 200L << 20;
  private static final long HEAP_PER_PERSON = 40L << 10;

  private final CommandContext context;

  @Option(names = "--people", paramLabel = "N", description = "how many people (default: 10400)")
  int people = 10_400;

  @Option(names = "--seed", paramLabel = "N", description = "another company (default: 2025)")
  long seed = 2025;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "keep all files in this empty folder (default: a temporary one, removed)")
  @Nullable Path folder;

  @Option(
      names = "--sample",
      paramLabel = "DIR",
      description =
          "also write report, notice and lures here, without what differs from run to run")
  @Nullable Path sample;

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description = "also write a picture of every page of the console here; needs Chromium")
  @Nullable Path pictures;

  @Option(
      names = "--keep",
      description = "then keep the console open on what was made, on loopback, until Ctrl-C")
  boolean keep;

  @Option(names = "--json", description = "print the figures as JSON; the story goes to stderr")
  boolean json;

  DemoCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Path target = target();
    Steps steps = new Steps(json ? context.err() : context.out(), isTerminal(), System::nanoTime);
    try (DemoWorld world = new DemoWorld(target, seed, size())) {
      Replay replay = new Replay(world, steps, seed);
      Map<String, Object> figures = replay.run();
      if (sample != null) {
        new Sample(target).write(context.workingDirectory().resolve(sample));
      }
      if (json) {
        context.out().println(JSON.writeValueAsString(figures));
        context.out().flush();
      }
      int exitCode = tell(replay.checks(), figures, steps);
      if (keep || pictures != null) {
        console(world, steps);
      }
      return exitCode;
    } finally {
      if (folder == null) {
        remove(target);
      }
    }
  }

  private void console(DemoWorld world, Steps steps) throws IOException, InterruptedException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintWriter out = json ? context.err() : context.out();
    Path target = pictures;
    KeptConsole console =
        new KeptConsole(world, keep ? context.cancellation() : new Cancellation(), in, out);
    if (target != null) {
      int written = console.pictures(context.workingDirectory().resolve(target));
      steps.result("%d pictures of the console are in %s", written, target);
    }
    if (keep) {
      console.untilEnded();
    }
  }

  private int tell(Checks checks, Map<String, Object> figures, Steps steps) {
    steps.result(
        "Machine time from file to affected list %.1f s, to the last accepted notice %.1f s",
        number(figures, "timeToTruth"), number(figures, "timeToTell"));
    Optional.ofNullable(folder)
        .ifPresent(kept -> steps.result("Reports, a notice and all files are in %s", kept));
    for (String failed : checks.failed()) {
      context.err().println("DOES NOT HOLD: " + failed);
    }
    context.err().flush();
    return checks.failed().isEmpty() ? 0 : ErrorCode.Kind.CHECK.exitCode();
  }

  /// Of 10 400 people 10 000 are API customers; others in proportion.
  private Company.Size size() {
    if (people < PEOPLE_MIN || people > PEOPLE_MAX) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "--people: " + PEOPLE_MIN + " to " + PEOPLE_MAX);
    }
    long needed = HEAP_BASE + people * HEAP_PER_PERSON;
    if (Runtime.getRuntime().maxMemory() < needed) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          String.format(
              Locale.ROOT,
              "--people %d needs a heap of %d MB, since both vendors keep their events in memory;"
                  + " set FIREBREAK_JAVA_OPTIONS=-Xmx%dm or take fewer people",
              people,
              needed >> 20,
              needed >> 20));
    }
    int customers = Math.round(people * (10_000 / 10_400f));
    return new Company.Size(people, customers, Math.max(1, people / 26));
  }

  private Path target() throws IOException {
    if (folder == null) {
      return Files.createTempDirectory("firebreak-demo");
    }
    Path target = context.workingDirectory().resolve(folder);
    Files.createDirectories(target);
    try (Stream<Path> files = Files.list(target)) {
      if (files.findAny().isPresent()) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE, target + " is not empty; name a new folder with --folder");
      }
    }
    return target;
  }

  private static double number(Map<String, Object> figures, String name) {
    return figures.get(name) instanceof Number number ? number.doubleValue() : 0;
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(c -> c.isTerminal()).isPresent();
  }

  /// Removes a folder with everything in it.
  static void remove(Path target) throws IOException {
    try (Stream<Path> files = Files.walk(target)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
