package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.MasterKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.stream.Stream;

/// The files that an installation begins with: settings, a policy and a vendor's file to edit, the
/// master key.
final class NewInstallation {
  private static final int GATEWAY_PORT = 8080;
  private static final int CONSOLE_PORT = 8443;
  private static final int PORTS_TRIED = 100;

  private NewInstallation() {}

  /// Writes them.
  ///
  /// @throws FirebreakException WRONG_USE where one of them is there already
  static void write(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("policies"));
    Files.createDirectories(folder.resolve("vendors"));
    copy("/settings/minimal.yaml", folder.resolve("firebreak.yaml"));
    copy("/policies/mixpanel.yaml", folder.resolve("policies/mixpanel.yaml"));
    copy("/vendors/mixpanel.yaml", folder.resolve("vendors/mixpanel.yaml"));
    Path key = folder.resolve("firebreak-master.key");
    if (!Files.exists(key)) {
      MasterKey.create(key, new SecureRandom());
    }
  }

  /// Writes them with a console for this machine alone. Where something else listens at the usual
  /// ports, the next free ones are taken.
  static void writeWithConsole(Path folder) throws IOException {
    write(folder);
    Path settings = folder.resolve("firebreak.yaml");
    String text = Files.readString(settings);
    int gateway = freePort(GATEWAY_PORT);
    Files.writeString(
        settings,
        text.replace("127.0.0.1:" + GATEWAY_PORT, "127.0.0.1:" + gateway)
            + "\n# Where operators work, from this machine alone.\nconsole:\n  listen: 127.0.0.1:"
            + freePort(CONSOLE_PORT)
            + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.TRUNCATE_EXISTING);
  }

  /// True for a folder with nothing in it but what is hidden.
  static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(file -> file.getFileName().toString().startsWith("."));
    }
  }

  private static int freePort(int first) {
    for (int port = first; port < first + PORTS_TRIED; port++) {
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return port;
      } catch (IOException taken) {
        // the next one
      }
    }
    return first;
  }

  private static void copy(String resource, Path file) throws IOException {
    if (Files.exists(file)) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, file + " exists already; choose an empty folder with --folder");
    }
    try (InputStream in = NewInstallation.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the distribution lacks " + resource);
      }
      Files.copy(in, file);
    }
  }
}
