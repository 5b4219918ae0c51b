package dev.firebreak.assessment;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Lets somebody else end work that takes long. The work looks at it now and then, and says what
/// stops a step that cannot look. Once requested it stays requested. Thread-safe.
public final class Cancellation {
  private final Set<Runnable> stops = new LinkedHashSet<>();
  private boolean requested;

  /// What stops a step, registered until it is closed.
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /// Requests the end. Returns at once: the work ends by itself a little later.
  public void request() {
    List<Runnable> running;
    synchronized (this) {
      requested = true;
      running = new ArrayList<>(stops);
    }
    running.forEach(Runnable::run);
  }

  public synchronized boolean isRequested() {
    return requested;
  }

  /// Ends the work if that was requested.
  ///
  /// @throws FirebreakException CANCELLED
  public void check() {
    if (isRequested()) {
      throw new FirebreakException(ErrorCode.CANCELLED, "cancelled");
    }
  }

  /// Has something called when the end is requested, also where it was already.
  ///
  /// @param stop may be called from any thread, also shortly after the registration was closed
  public Registration onRequest(Runnable stop) {
    boolean late;
    synchronized (this) {
      stops.add(stop);
      late = requested;
    }
    if (late) {
      stop.run();
    }
    return () -> {
      synchronized (this) {
        stops.remove(stop);
      }
    };
  }
}
