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
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Runs `firebreak incident assess` itself on a generated Mixpanel export, with all its memory
/// limited, and prints wall time, processor time, the most memory that the process ever had
/// (VmHWM), rows a second, and the seconds of each stage.
///
/// Arguments: a folder (kept: the data are generated once), the launcher, events, profiles,
/// accounts, memory as 1g. Linux only: the memory is read from `/proc`.
public final class ScaleBenchmark {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
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
      new ScaleBenchmark(place, Path.of(args[1]).toAbsolutePath(), args[5], out).run(export);
    } finally {
      delete(place);
    }
  }

  private void run(MixpanelExport export) throws Exception {
    firebreak("", "init");
    String enrolment =
        JSON.readTree(firebreak("", "operator", "add", "nadia", "--json").output())
            .get("enrolment")
            .asString();
    SecretBytes secret =
        SecretBytes.copyOf(base32(enrolment.replaceAll(".*secret=([A-Z2-7]*).*", "$1")));
    firebreak(
        code(secret),
        "incident",
        "open",
        "scale",
        "--vendor",
        "mixpanel",
        "--title",
        "Scale",
        "--operator",
        "nadia");
    waitForAnotherCode();
    long bytes;
    try (Stream<Path> files = Files.list(export.events())) {
      bytes = files.mapToLong(file -> file.toFile().length()).sum();
    }
    Ended ended =
        firebreak(
            code(secret),
            "incident",
            "assess",
            "scale",
            export.events().toAbsolutePath().toString(),
            "--accounts",
            export.accounts().toAbsolutePath().toString(),
            "--operator",
            "nadia",
            "--json");
    JsonNode findings = JSON.readTree(ended.output()).get("assessment");
    long rows = findings.get("rowsRead").asLong();
    out.printf(
        Locale.ROOT,
        "%,d rows, %,d MB gzipped; memory %s: %.0f s (processors %.0f s), %,.0f rows/s, at most %,d"
            + " MB%n",
        rows,
        bytes / 1_000_000,
        memory,
        ended.seconds(),
        ended.processorSeconds(),
        rows / ended.seconds(),
        ended.memoryMost() / 1024);
    out.println(
        "found " + findings.get("found") + ", without account " + findings.get("unresolved"));
    ended.stages().forEach(out::println);
  }

  /// What became of a command.
  ///
  /// @param memoryMost VmHWM in KiB
  /// @param stages the lines of the log that say what stages took
  private record Ended(
      String output,
      double seconds,
      double processorSeconds,
      long memoryMost,
      List<String> stages) {}

  private Ended firebreak(String input, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("FIREBREAK_MEMORY", memory);
    builder.environment().put("FIREBREAK_LOG", "info");
    long start = System.nanoTime();
    Process process = builder.start();
    process.getOutputStream().write((input + "\n").getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    StringBuilder printed = new StringBuilder();
    List<String> stages = new ArrayList<>();
    Thread output =
        Thread.ofPlatform()
            .start(() ->
                lines(
                    process.inputReader(),
                    line -> {
                      if (line.contains("AssessmentStageFinished")) {
                        stages.add(line);
                      } else {
                        printed.append(line).append('\n');
                      }
                    }));
    Thread errors =
        Thread.ofPlatform()
            .start(() ->
                lines(
                    process.errorReader(),
                    line -> {
                      if (line.contains("AssessmentStageFinished")) {
                        stages.add(line);
                      } else {
                        out.println("  " + line);
                      }
                    }));
    long most = 0;
    double processor = 0;
    while (!process.waitFor(100, TimeUnit.MILLISECONDS)) {
      most = Math.max(most, memoryMost(process.pid()));
      processor = process.info().totalCpuDuration().map(d -> d.toMillis() / 1e3).orElse(processor);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    output.join();
    errors.join();
    if (process.exitValue() != 0) {
      throw new IllegalStateException("exit code " + process.exitValue());
    }
    return new Ended(printed.toString(), seconds, processor, most, stages);
  }

  private static void lines(BufferedReader from, java.util.function.Consumer<String> to) {
    try (from) {
      from.lines().forEach(to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
