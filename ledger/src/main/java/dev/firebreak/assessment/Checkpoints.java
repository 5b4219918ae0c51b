package dev.firebreak.assessment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Where the finished stages of an assessment are kept, so that one that was cancelled or killed
/// goes on from them. What is given is plaintext: whoever keeps it seals it.
public interface Checkpoints {
  /// Keeps nothing.
  Checkpoints NONE =
      new Checkpoints() {
        @Override
        public boolean isDue() {
          return false;
        }

        @Override
        public void keep(List<Path> files, Set<String> still) {
          throw new IllegalStateException("nothing is kept here");
        }

        @Override
        public List<Path> restore(Path folder) {
          return List.of();
        }
      };

  /// Whether enough was done since the last checkpoint to be worth one.
  boolean isDue();

  /// Keeps files in place of those of the checkpoint before. When this returns the new one counts;
  /// until then the old one does.
  ///
  /// @param files with different names
  /// @param still names of files of the checkpoint before that count on
  void keep(List<Path> files, Set<String> still) throws IOException;

  /// Copies the files that were kept into a folder, under their names; empty where there are none.
  List<Path> restore(Path folder) throws IOException;
}
