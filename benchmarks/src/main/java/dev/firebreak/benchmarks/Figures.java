package dev.firebreak.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The measured figures by name, in a file to which one program after the other adds its own. A
/// later figure of a name replaces an earlier one.
///
/// ```
/// treatment.events 95484.2
/// gateway.batches 67190.0
/// ```
final class Figures {
  private static final String FILE = "firebreak.figures";

  private Figures() {}

  /// Adds a figure to the file that the system property `firebreak.figures` names; does nothing
  /// where it names none.
  static void add(String name, double value) throws IOException {
    String file = System.getProperty(FILE);
    if (file != null) {
      Files.writeString(
          Path.of(file),
          String.format(Locale.ROOT, "%s %.6f%n", name, value),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  /// As above, for a count.
  static void add(String name, long value) throws IOException {
    add(name, (double) value);
  }

  /// All figures of a file.
  static Map<String, Double> read(Path file) throws IOException {
    Map<String, Double> figures = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      int gap = line.indexOf(' ');
      figures.put(line.substring(0, gap), Double.parseDouble(line.substring(gap + 1)));
    }
    return figures;
  }

  /// The most memory that this process has had in use so far, in MiB; empty where the system does
  /// not tell.
  static Optional<Double> peakMemoryMib() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .findFirst()
          .map(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024);
    } catch (IOException notLinux) {
      return Optional.empty();
    }
  }
}
