package dev.firebreak.benchmarks;

import dev.firebreak.access.Totp;
import dev.firebreak.pseudonym.SecretBytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs `firebreak incident assess` itself on a generated Mixpanel export, with all its memory
/// limited, and prints wall time, processor time, the most memory that the process ever had
/// (VmHWM), rows a second, and the seconds of each stage.
///
/// With `interrupted` it first ends an assessment by SIGINT while it reads, then kills another by
/// SIGKILL once people were found, and measures the one that goes on: nothing readable may be left
/// after the first, what the second left must be gone as soon as the third works, and the third
/// must find what a whole run found.
///
/// Arguments: a folder (kept: the data are generated once), the launcher, events, profiles,
/// accounts, memory as 1g, `whole` or `interrupted`. Linux only: the memory is read from `/proc`.
public final class ScaleBenchmark {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final Watcher NOTHING = (line, process) -> {};
  private static final Pattern STAGE =
      Pattern.compile(
          ".*\\{\"stage\":\"(\\w+)\"\\}.*\\{\"millis\":\"(\\d+)\"\\}.*AssessmentStageFinished.*");
  private final AtomicReference<RuntimeException> wrong = new AtomicReference<>();
  private List<Path> killed = List.of();
  private final Path folder;
  private final Path launcher;
  private final String memory;
  private final PrintWriter out;

  private ScaleBenchmark(Path folder, Path launcher, String memory, PrintWriter out) {
    this.folder = folder;
    this.launcher = launcher;
    this.memory = memory;
    this.out = out;
  }

  /// Runs it.
  public static void main(String[] args) throws Exception {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    Path data = Path.of(args[0]);
    MixpanelExport export =
        new MixpanelExport(
            data, Integer.parseInt(args[2]), Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    Files.createDirectories(data);
    export.write();
    Path place = Files.createTempDirectory(data, "installation-");
    try {
      ScaleBenchmark benchmark =
          new ScaleBenchmark(place, Path.of(args[1]).toAbsolutePath(), args[5], out);
      Path found = data.resolve("found-%s-%s-%s".formatted(args[2], args[3], args[4]));
      benchmark.run(export, found, args[6].equals("interrupted"));
    } finally {
      delete(place);
    }
  }

  private void run(MixpanelExport export, Path found, boolean interrupted) throws Exception {
    firebreak("", NOTHING, "init").requireDone();
    String enrolment =
        JSON.readTree(firebreak("", NOTHING, "operator", "add", "nadia", "--json").output())
            .get("enrolment")
            .asString();
    SecretBytes secret =
        SecretBytes.copyOf(base32(enrolment.replaceAll(".*secret=([A-Z2-7]*).*", "$1")));
    firebreak(
            code(secret),
            NOTHING,
            "incident",
            "open",
            "scale",
            "--vendor",
            "mixpanel",
            "--title",
            "Scale",
            "--operator",
            "nadia")
        .requireDone();
    List<String> further = new ArrayList<>();
    if (interrupted) {
      cancel(export, secret);
      kill(export, secret);
      further.add("--resume");
    }
    waitForAnotherCode();
    Ended ended = assess(export, secret, this::requireSwept, further).requireDone();
    print(ended, export);
    compare(ended, found);
    requireNothingLeft();
  }

  private void cancel(MixpanelExport export, SecretBytes secret) throws Exception {
    waitForAnotherCode();
    Ended ended =
        assess(
            export,
            secret,
            (line, process) -> {
              if (line.contains("reading: 1") || line.contains("reading: 2")) {
                signal("-INT", process);
              }
            },
            List.of());
    out.printf("SIGINT while reading: exit code %d after %.0f s%n", ended.exit(), ended.seconds());
    requireNothingLeft();
  }

  private void kill(MixpanelExport export, SecretBytes secret) throws Exception {
    waitForAnotherCode();
    Ended ended =
        assess(
            export,
            secret,
            (line, process) -> {
              if (line.contains("AssessmentStageFinished") && line.contains("\"exposure\"")) {
                signal("-KILL", process);
              }
            },
            List.of());
    out.printf(
        "SIGKILL once people were found, after %.0f s: it left %,d MB of work%n",
        ended.seconds(), bytes(work()) / 1_000_000);
    killed = List.copyOf(list(work()));
    if (killed.isEmpty()) {
      throw new IllegalStateException("the killed assessment had no work folder");
    }
  }

  private static void signal(String name, Process process) {
    try {
      new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Once an assessment says that a stage ended, what a killed one left must be gone.
  private void requireSwept(String line, Process process) {
    if (line.contains("AssessmentStageFinished") && killed.stream().anyMatch(Files::exists)) {
      throw new IllegalStateException("what the killed process left is still there");
    }
  }

  private void requireNothingLeft() throws IOException {
    long left = bytes(work());
    if (left > 0) {
      throw new IllegalStateException(left + " bytes of work are left");
    }
    out.println("nothing readable is left in the work folder");
  }

  private Path work() {
    return folder.resolve("data/work");
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith("scale-")).toList();
    }
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private Ended assess(
      MixpanelExport export, SecretBytes secret, Watcher watcher, List<String> further)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                "incident",
                "assess",
                "scale",
                export.events().toAbsolutePath().toString(),
                "--accounts",
                export.accounts().toAbsolutePath().toString(),
                "--operator",
                "nadia",
                "--json"));
    command.addAll(further);
    return firebreak(code(secret), watcher, command.toArray(String[]::new));
  }

  private void print(Ended ended, MixpanelExport export) throws IOException {
    JsonNode findings = JSON.readTree(ended.output()).get("assessment");
    long rows = findings.get("rowsRead").asLong();
    out.printf(
        Locale.ROOT,
        "%,d rows, %,d MB gzipped; memory %s: %.0f s (processors %.0f s), %,.0f rows/s, at most %,d"
            + " MB%n",
        rows,
        bytes(export.events()) / 1_000_000,
        memory,
        ended.seconds(),
        ended.processorSeconds(),
        rows / ended.seconds(),
        ended.memoryMost() / 1024);
  }

  private void compare(Ended ended, Path before) throws IOException {
    JsonNode findings = JSON.readTree(ended.output()).get("assessment");
    String found =
        "found " + findings.get("found") + ", without account " + findings.get("unresolved");
    out.println(found);
    if (!Files.exists(before)) {
      Files.writeString(before, found);
    } else if (!Files.readString(before).equals(found)) {
      throw new IllegalStateException("another run: " + Files.readString(before));
    }
  }

  /// What becomes of each line that a command prints or logs.
  @FunctionalInterface
  private interface Watcher {
    void line(String line, Process process);
  }

  /// What became of a command.
  ///
  /// @param memoryMost VmHWM in KiB
  private record Ended(
      int exit, String output, double seconds, double processorSeconds, long memoryMost) {
    Ended requireDone() {
      if (exit != 0) {
        throw new IllegalStateException("exit code " + exit);
      }
      return this;
    }
  }

  private Ended firebreak(String input, Watcher watcher, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("FIREBREAK_MEMORY", memory);
    builder
        .environment()
        .put("FIREBREAK_LOG", System.getenv().getOrDefault("FIREBREAK_LOG", "info"));
    long start = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().write((input + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    StringBuilder printed = new StringBuilder();
    Consumer<String> log =
        line -> {
          Matcher stage = STAGE.matcher(line);
          if (stage.matches()) {
            double seconds = Long.parseLong(stage.group(2)) / 1e3;
            out.printf(Locale.ROOT, "  stage %s: %.1f s%n", stage.group(1), seconds);
          }
          watcher.line(line, process);
        };
    Thread output =
        reading(
            process.inputReader(),
            line -> {
              if (line.startsWith("{\"timestamp\"")) {
                log.accept(line);
              } else {
                printed.append(line).append('\n');
              }
            });
    Thread errors =
        reading(
            process.errorReader(),
            line -> {
              if (!line.startsWith("{\"timestamp\"")) {
                out.println("  " + line);
              }
              log.accept(line);
            });
    long most = 0;
    double processor = 0;
    while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
      most = Math.max(most, memoryMost(process.pid()));
      processor = process.info().totalCpuDuration().map(d -> d.toMillis() / 1e3).orElse(processor);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    output.join();
    errors.join();
    if (wrong.get() != null) {
      throw wrong.get();
    }
    return new Ended(process.exitValue(), printed.toString(), seconds, processor, most);
  }

  private Thread reading(BufferedReader from, Consumer<String> to) {
    return Thread.ofPlatform()
        .start(() -> {
          try (from) {
            from.lines().forEach(to);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (RuntimeException e) {
            wrong.set(e);
          }
        });
  }

  /// The launcher replaces itself by the JVM, so that the process is the one that works.
  private static long memoryMost(long pid) throws IOException {
    Path status = Path.of("/proc/" + pid + "/status");
    try (BufferedReader lines = Files.newBufferedReader(status)) {
      return lines
          .lines()
          .filter(line -> line.startsWith("VmHWM"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (java.nio.file.NoSuchFileException ended) {
      return 0;
    }
  }

  private static String code(SecretBytes secret) {
    return Totp.code(secret, Instant.now());
  }

  /// A code counts once.
  private static void waitForAnotherCode() throws InterruptedException {
    TimeUnit.SECONDS.sleep(31);
  }

  private static byte[] base32(String text) {
    byte[] bytes = new byte[text.length() * 5 / 8];
    int bits = 0;
    int held = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      held = held << 5 | BASE32.indexOf(text.charAt(i));
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        bytes[at++] = (byte) (held >>> bits);
      }
    }
    return bytes;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
