package dev.firebreak.event;

/// What the SDKs of one vendor say over HTTP and what they need to hear back. Stateless and
/// thread-safe; it does no I/O and decides nothing: policy comes after it.
public interface Dialect {
  /// Its name in configuration, as `mixpanel`.
  String name();

  /// What a request means. Never throws for what a request holds.
  Decoded decode(InboundRequest request);

  /// What a request means whose body was larger than the caller reads. The body in `head` is
  /// ignored.
  ///
  /// @param bytes how many bytes arrived, or were announced
  Decoded tooLarge(InboundRequest head, long bytes);

  /// The answer where something on our side keeps the request from being kept: the least harmful
  /// one for the SDK.
  Answer unavailable(InboundRequest request);
}
