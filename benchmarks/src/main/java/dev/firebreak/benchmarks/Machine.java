package dev.firebreak.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What this machine is, in words.
final class Machine {
  private Machine() {}

  /// Cores, processor, memory, system and Java; no name of it.
  static String describe() throws IOException {
    String processor =
        value(Path.of("/proc/cpuinfo"), "model name", ":")
            .orElse(System.getProperty("os.arch", "unknown"));
    String virtual =
        value(Path.of("/proc/cpuinfo"), "flags", ":")
                .filter(flags -> flags.contains("hypervisor"))
                .isPresent()
            ? "virtual, "
            : "";
    String system =
        value(Path.of("/etc/os-release"), "PRETTY_NAME", "=")
            .map(name -> name.replace("\"", ""))
            .orElse(System.getProperty("os.name", "unknown"));
    long gigabytes =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean bean
            ? Math.round(bean.getTotalMemorySize() / 1e9)
            : 0;
    return virtual
        + Runtime.getRuntime().availableProcessors()
        + " cores of "
        + processor
        + ", "
        + gigabytes
        + " GB, "
        + system
        + ", Java "
        + System.getProperty("java.vm.version");
  }

  private static Optional<String> value(Path file, String key, String separator)
      throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(line.indexOf(separator) + 1).strip())
        .findFirst();
  }
}
