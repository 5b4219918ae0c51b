package dev.firebreak.delivery;

/// How one binding's messages get to its vendor. Thread-safe.
public interface VendorClient extends AutoCloseable {
  /// The most that one request may carry.
  ///
  /// @param messages how many
  /// @param bytes of their payloads together, uncompressed
  record Limits(int messages, int bytes) {}

  Limits limits();

  /// Sends one batch and waits for the answer, however it ends; never retries. The request aborts
  /// when the passage is cancelled, and does not begin where it was cancelled before.
  VendorAnswer send(VendorBatch batch, VendorGate.Passage passage);

  @Override
  void close();
}
