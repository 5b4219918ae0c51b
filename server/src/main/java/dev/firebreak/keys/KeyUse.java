package dev.firebreak.keys;

import java.io.IOException;
import java.util.List;

/// Something that a key is still needed for. As long as one of these names a reason, the key is not
/// destroyed.
@FunctionalInterface
public interface KeyUse {
  /// Why this key must stay, each a clause for people without personal data, with what ends it;
  /// empty where nothing here needs it.
  ///
  /// @throws IOException where that cannot be told; the key stays then too
  List<String> needs(KeyVersion version) throws IOException;
}
