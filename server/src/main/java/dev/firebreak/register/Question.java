package dev.firebreak.register;

/// One question of a review.
///
/// @param key its name, as `mfa-enforced`
/// @param area what it is about, as `access`
/// @param asks the question; it is asked so that yes is the good answer
/// @param topic the public control topic that it was drawn from, as `GDPR Art. 32(1)(d)`
public record Question(String key, String area, String asks, String topic) {}
