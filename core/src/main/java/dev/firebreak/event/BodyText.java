package dev.firebreak.event;

/// A decoded body, or as much of it as could be decoded.
///
/// @param bytes what there is; not copied
/// @param brokenOff true where the encoding broke and this is what came before
record BodyText(byte[] bytes, boolean brokenOff) {}
