package dev.firebreak.notice;

import java.io.IOException;
import java.util.List;

/// Where TXT records are looked up: DNS, or what somebody pasted. Thread-safe.
@FunctionalInterface
public interface TxtRecords {
  /// The texts at a name, the strings of each joined; empty where there are none.
  ///
  /// @throws IOException where that cannot be told now
  List<String> of(String name) throws IOException;
}
