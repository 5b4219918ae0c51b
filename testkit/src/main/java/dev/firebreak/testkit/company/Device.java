package dev.firebreak.testkit.company;

/// A person's browser.
///
/// @param id a random UUID, as SDKs make it
/// @param version the exact version
public record Device(String id, String browser, String version, String os) {}
