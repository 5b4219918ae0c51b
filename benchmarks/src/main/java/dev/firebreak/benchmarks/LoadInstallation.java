package dev.firebreak.benchmarks;

import dev.firebreak.config.ConfigLoader;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.installation.MasterKey;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Map;

/// A whole installation as `serve` runs it, with one binding under the shipped policy that forwards
/// to a vendor on this machine.
///
/// @param vendor where it forwards to
/// @param installation its parts
/// @param path gateway and delivery, running
record LoadInstallation(LoopbackVendor vendor, Installation installation, EventPath path)
    implements AutoCloseable {
  static final BindingId BINDING = new BindingId("load");

  /// @param folder an empty one
  static LoadInstallation start(Path folder) throws IOException {
    LoopbackVendor vendor = new LoopbackVendor();
    MasterKey.create(folder.resolve("firebreak-master.key"), new SecureRandom());
    Files.writeString(folder.resolve("vendor-token"), "vendor");
    Files.writeString(folder.resolve("inbound"), JsonEvents.TOKEN);
    Path settings = folder.resolve("firebreak.yaml");
    Files.writeString(
        settings,
        """
        company: {name: Load, domain: example.com, contact: a@example.com, establishment: IE}
        gateway: {listen: "127.0.0.1:0"}
        bindings:
          - id: load
            vendor: mixpanel
            dialect: mixpanel
            path-prefix: /mp
            upstream: %s
            credential: {file: vendor-token}
            inbound-credential: {file: inbound}
            sender: authenticated
            groups: [company]
            policy: shipped:mixpanel
            maximum-event-age: 10000d
        """
            .formatted(vendor.uri()));
    Installation installation =
        InstallationOpener.open(ConfigLoader.load(settings, Map.of()), Clock.systemUTC());
    return new LoadInstallation(vendor, installation, EventPath.start(installation));
  }

  @Override
  public void close() throws IOException {
    try (vendor;
        installation;
        path) {
      // in reverse order
    }
  }
}
