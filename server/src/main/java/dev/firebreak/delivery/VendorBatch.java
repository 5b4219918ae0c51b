package dev.firebreak.delivery;

import dev.firebreak.event.MessageKind;
import java.util.List;

/// What one request carries.
///
/// @param kind all messages are of this kind
/// @param payloads treated messages as JSON in UTF-8, in the order in which they came; not copied
public record VendorBatch(MessageKind kind, List<byte[]> payloads) {
  public VendorBatch {
    payloads = List.copyOf(payloads);
  }

  @Override
  public String toString() {
    return "VendorBatch[" + kind + ", " + payloads.size() + " messages]";
  }
}
