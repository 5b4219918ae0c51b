package dev.firebreak.testkit.path;

import dev.firebreak.config.ConfigLoader;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.installation.MasterKey;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/// The files of an installation with one binding to a vendor on loopback, as an operator would have
/// written them.
final class InstallationFolder {
  static final String TOKEN = "project-token-0001";
  static final BindingId WEB = new BindingId("web");
  static final String SHIPPED = "shipped:mixpanel";

  private final Path root;

  private InstallationFolder(Path root) {
    this.root = root;
  }

  /// Writes settings, token and master key.
  ///
  /// @param mode `enforce` or `observe`
  /// @param policy as the settings name it
  /// @param listen `HOST:PORT`
  static InstallationFolder write(Path root, URI vendor, String mode, String policy, String listen)
      throws IOException {
    Files.createDirectories(root);
    Files.writeString(root.resolve("token"), TOKEN);
    Path key = root.resolve("firebreak-master.key");
    if (!Files.exists(key)) {
      MasterKey.create(key, new SecureRandom());
    }
    Files.writeString(
        root.resolve("firebreak.yaml"),
        """
        data-directory: data
        master-key-file: firebreak-master.key
        company:
          name: Example Cloud
          domain: example.com
          contact: privacy@example.com
          establishment: IE
        gateway:
          listen: %s
        bindings:
          - id: web
            vendor: mixpanel
            dialect: mixpanel
            mode: %s
            path-prefix: /mp
            upstream: %s
            credential: {file: token}
            sender: public
            groups: [company]
            policy: %s
            maximum-event-age: 365d
        """
            .formatted(listen, mode, vendor, policy));
    return new InstallationFolder(root);
  }

  /// With a free port and the mode `enforce`.
  static InstallationFolder write(Path root, URI vendor, String policy) throws IOException {
    return write(root, vendor, "enforce", policy, "127.0.0.1:0");
  }

  Path root() {
    return root;
  }

  Path data() {
    return root.resolve("data");
  }

  Path settings() {
    return root.resolve("firebreak.yaml");
  }

  FirebreakConfig config() {
    return ConfigLoader.load(settings(), Map.of());
  }

  Installation open() {
    return InstallationOpener.open(config(), Clock.systemUTC());
  }
}
