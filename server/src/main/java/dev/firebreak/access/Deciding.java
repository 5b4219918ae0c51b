package dev.firebreak.access;

import java.util.concurrent.locks.ReentrantLock;

/// The time in which one decision is made, for try-with-resources; closing it lets the next one
/// begin. Confined to the thread that began it.
public record Deciding(ReentrantLock lock) implements AutoCloseable {
  /// Waits until nobody else decides.
  public static Deciding under(ReentrantLock lock) {
    lock.lock();
    return new Deciding(lock);
  }

  @Override
  public void close() {
    lock.unlock();
  }
}
