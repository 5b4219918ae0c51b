package dev.firebreak.delivery;

import dev.firebreak.event.EventHeader;

/// A record on its way to the vendor, its payload opened. Lives in memory only.
record QueuedRecord(long offset, EventHeader header, byte[] payload) {
  @Override
  public String toString() {
    return "QueuedRecord[" + offset + "]";
  }
}
