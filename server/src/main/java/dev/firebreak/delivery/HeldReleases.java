package dev.firebreak.delivery;

import dev.firebreak.disk.DurableFile;
import dev.firebreak.disk.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// The releases of one binding's queue that treat it again, as a file in the binding's folder.
/// Thread-safe; adding one is for one thread at a time.
final class HeldReleases {
  private static final String NAME = "held-releases.json";
  private static final long BYTES_MAX = 64L << 20;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final @Nullable DurableFiles files;
  private volatile Kept kept;

  /// @param count of all that there ever were in this process
  private record Kept(long count, List<HeldRelease> releases) {}

  private HeldReleases(@Nullable DurableFiles files, List<HeldRelease> releases) {
    this.files = files;
    kept = new Kept(0, List.copyOf(releases));
  }

  /// @throws IOException also where the file is damaged: nothing is sent then
  static HeldReleases open(DurableFiles files) throws IOException {
    if (!files.list().contains(NAME)) {
      return new HeldReleases(files, List.of());
    }
    try (DurableFile file = files.openForReading(NAME)) {
      if (file.size() > BYTES_MAX) {
        throw new IOException(NAME + " is damaged; restore the folder from a backup");
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      while (bytes.hasRemaining() && file.read(bytes.position(), bytes) > 0) {
        // until all is read
      }
      return new HeldReleases(files, List.of(JSON.readValue(bytes.array(), HeldRelease[].class)));
    } catch (JacksonException e) {
      throw new IOException(NAME + " is damaged; restore the folder from a backup", e);
    }
  }

  /// None, and none can be added.
  static HeldReleases none() {
    return new HeldReleases(null, List.of());
  }

  /// Adds one, durable when this returns; those of records that are gone go.
  ///
  /// @param firstOffset of the journal
  void add(HeldRelease release, long firstOffset) throws IOException {
    DurableFiles folder = files;
    if (folder == null) {
      throw new IllegalStateException("nothing is released here");
    }
    List<HeldRelease> next = new ArrayList<>();
    for (HeldRelease each : kept.releases()) {
      if (each.end() > firstOffset) {
        next.add(each);
      }
    }
    next.add(release);
    folder.replace(NAME, NAME + ".new", ByteBuffer.wrap(JSON.writeValueAsBytes(next)));
    folder.sync();
    kept = new Kept(kept.count() + 1, List.copyOf(next));
  }

  /// Another number after each release.
  long count() {
    return kept.count();
  }

  /// The offset after the last record that is treated again with this keyVersion; 0 where there is
  /// none.
  long endOf(int keyVersion) {
    return kept.releases().stream()
        .filter(release -> release.keyVersion() == keyVersion)
        .mapToLong(HeldRelease::end)
        .max()
        .orElse(0);
  }

  /// The release under which a record went out, or goes out now.
  ///
  /// @param outcome place of its first disclosure in the outcome log; [Long#MAX_VALUE] for now
  Optional<HeldRelease> of(long offset, long outcome) {
    return kept.releases().reversed().stream()
        .filter(release -> release.outcomes() <= outcome && release.contains(offset))
        .findFirst();
  }
}
