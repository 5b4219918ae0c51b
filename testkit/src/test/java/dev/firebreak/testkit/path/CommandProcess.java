package dev.firebreak.testkit.path;

import dev.firebreak.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The command line as a process of its own, in the folder of an installation.
public final class CommandProcess {
  private CommandProcess() {}

  /// @param err where its standard error goes
  static Process start(Path folder, Path err, List<String> arguments) throws IOException {
    return start(folder, err, arguments, Map.of());
  }

  /// @param err where its standard error goes
  /// @param environment what it finds there beside what this process has
  public static Process start(
      Path folder, Path err, List<String> arguments, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder =
        java(Main.class, arguments).directory(folder.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  /// Another Java with this one's classpath, that starts quickly.
  public static ProcessBuilder java(Class<?> main, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command);
  }

  /// Waits until `serve` says where it listens.
  public static URI listening(Process serve) throws IOException {
    BufferedReader out = serve.inputReader(StandardCharsets.UTF_8);
    String prefix = "Listening at ";
    String gateway = "";
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(prefix)) {
        gateway = line.substring(prefix.length());
      }
      if (line.startsWith("Commands reach this process") && gateway.startsWith("http://")) {
        return URI.create(gateway);
      }
    }
    throw new AssertionError("the server ended: " + serve.onExit().join().exitValue());
  }
}
