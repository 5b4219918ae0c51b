package dev.firebreak.erasure;

import dev.firebreak.installation.Installation;
import dev.firebreak.keys.KeyUse;
import dev.firebreak.keys.KeyVersion;
import java.util.List;

/// Erasures that need a vendor's keys: as long as one is open there, or not everybody is erased at
/// a vendor that is ended, tokens may have to be resolved. Thread-safe.
public final class OpenErasures implements KeyUse {
  private final Installation installation;

  public OpenErasures(Installation installation) {
    this.installation = installation;
  }

  @Override
  public List<String> needs(KeyVersion version) {
    return VendorEnding.of(installation).keysNeeded(version.vendor());
  }
}
