package dev.firebreak.console;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.keys.KeyVersion;
import java.nio.file.Path;
import java.util.List;

/// What the page of settings shows; no secret is in it. Public for the template alone.
///
/// @param version of Firebreak, then of Java
/// @param places where what lies
/// @param listeners what answers where
/// @param limits how long what is kept
/// @param bindings vendors' projects
/// @param keys of tokens, by vendor, the oldest first
public record SettingsView(
    List<String> version,
    List<Place> places,
    List<Listener> listeners,
    List<Limit> limits,
    List<BindingConfig> bindings,
    List<KeyVersion> keys) {
  public SettingsView {
    version = List.copyOf(version);
    places = List.copyOf(places);
    listeners = List.copyOf(listeners);
    limits = List.copyOf(limits);
    bindings = List.copyOf(bindings);
    keys = List.copyOf(keys);
  }

  /// Where something lies.
  ///
  /// @param key of its words
  public record Place(String key, Path path) {}

  /// Something that answers, or the relay that we speak to.
  ///
  /// @param key of its words
  /// @param address as HOST:PORT; empty text where it is switched off
  /// @param setting that names it
  public record Listener(String key, String address, String setting) {}

  /// How long something is kept.
  ///
  /// @param key of its words
  public record Limit(String key, long days, String setting) {}
}
