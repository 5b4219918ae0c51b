package dev.firebreak.pseudonym;

/// What Mixpanel writes before the id of a device that it has no person for; it stays outside of
/// tokens and subject keys.
public final class DevicePrefix {
  public static final String TEXT = "$device:";

  private DevicePrefix() {}

  /// The id without it.
  public static String strip(String id) {
    return id.startsWith(TEXT) ? id.substring(TEXT.length()) : id;
  }
}
