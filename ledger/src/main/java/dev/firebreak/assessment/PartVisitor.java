package dev.firebreak.assessment;

import java.io.IOException;
import java.io.InputStream;

/// Takes the parts of an archive in their order.
interface PartVisitor {
  /// A part.
  ///
  /// @param name as the archive has it, without control characters; a name only, never a path to
  ///   write to
  /// @param content its bytes; it need not be read to its end, and is dead after the call
  void part(String name, InputStream content) throws IOException;

  /// A part that cannot be read.
  ///
  /// @param reason in words
  void unreadable(String name, String reason);
}
