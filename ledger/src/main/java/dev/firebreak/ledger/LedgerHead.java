package dev.firebreak.ledger;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.sql.SQLException;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The manifest in use: switched by one thread at a time, held by readers for as long as they read.
/// Thread-safe.
final class LedgerHead {
  private final LedgerFolder folder;
  private final Object switching = new Object();
  private final Object holding = new Object();

  private volatile LedgerManifest current;

  /// A list of which it is not known whether it is the one on disk.
  @GuardedBy("switching")
  private @Nullable LedgerManifest inDoubt;

  /// How many readers hold a list, by its sequence.
  @GuardedBy("holding")
  private final NavigableMap<Long, Integer> held = new TreeMap<>();

  LedgerHead(LedgerFolder folder, LedgerManifest manifest) {
    this.folder = folder;
    this.current = manifest;
  }

  /// A step from one list to the next.
  interface Change {
    /// The next list; the same one where there is nothing to do.
    LedgerManifest after(LedgerManifest before) throws IOException, SQLException;

    /// What must be on disk before the next list is the ledger's, and not earlier than it can be
    /// written.
    default void publish() throws IOException {}
  }

  LedgerManifest current() {
    return current;
  }

  /// Makes a change the ledger's, durable when this returns. After a failure nothing of it is
  /// visible to readers.
  void change(Change change) throws IOException {
    synchronized (switching) {
      resolveDoubt();
      LedgerManifest before = current;
      LedgerManifest after;
      try {
        after = change.after(before);
      } catch (SQLException e) {
        throw new IOException("the ledger's files could not be written", e);
      }
      if (after.sequence() == before.sequence()) {
        return;
      }
      folder.prepare(after);
      change.publish();
      inDoubt = after;
      folder.switchToPrepared();
      inDoubt = null;
      current = after;
    }
  }

  /// After a switch that failed half-way: goes on from the list that is there.
  @GuardedBy("switching")
  private void resolveDoubt() throws IOException {
    LedgerManifest doubtful = inDoubt;
    if (doubtful == null) {
      return;
    }
    LedgerManifest found = folder.read();
    if (found.equals(doubtful)) {
      // the rename may not be durable yet: once more, as after no earlier failure
      folder.switchTo(doubtful);
      current = doubtful;
    } else if (!found.equals(current)) {
      throw new IOException(
          "the ledger's manifest is not one that this process wrote; restart, and see `firebreak"
              + " ledger verify`");
    }
    inDoubt = null;
  }

  /// Looks at the folder while no list is being switched.
  interface Look<T> {
    T at(LedgerManifest now) throws IOException;
  }

  <T> T look(Look<T> look) throws IOException {
    synchronized (switching) {
      return look.at(current);
    }
  }

  /// The manifest of the moment, whose files stay until it is closed.
  Lease lease() {
    synchronized (holding) {
      LedgerManifest now = current;
      held.merge(now.sequence(), 1, Integer::sum);
      return new Lease(now);
    }
  }

  /// The earliest list that a reader holds, or may yet take.
  long earliestHeld() {
    synchronized (holding) {
      long now = current.sequence();
      return held.isEmpty() ? now : Math.min(now, held.firstKey());
    }
  }

  /// A manifest that is being read. Closing it twice is an error of the caller's.
  final class Lease implements AutoCloseable {
    private final LedgerManifest manifest;

    private Lease(LedgerManifest manifest) {
      this.manifest = manifest;
    }

    LedgerManifest manifest() {
      return manifest;
    }

    @Override
    public void close() {
      synchronized (holding) {
        held.computeIfPresent(
            manifest.sequence(), (_, readers) -> readers == 1 ? null : readers - 1);
      }
    }
  }
}
