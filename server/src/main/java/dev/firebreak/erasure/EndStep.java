package dev.firebreak.erasure;

/// One item of the checklist of an ending, as it is now.
///
/// @param name as documents have it, as `queues`
/// @param title for people
/// @param done whether nothing is left of it
/// @param words what was done, or what is left, as a sentence
public record EndStep(String name, String title, boolean done, String words) {}
