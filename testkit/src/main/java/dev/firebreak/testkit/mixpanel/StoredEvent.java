package dev.firebreak.testkit.mixpanel;

/// One event as the vendor keeps it: raw, not de-duplicated, with the few fields that the vendor
/// computes with taken out. A missing field is the empty string.
///
/// @param name the event's name
/// @param distinctId the id as sent, before any merge
/// @param deviceId `$device_id`
/// @param userId `$user_id`
/// @param country `mp_country_code`
/// @param timeMillis when it happened, epoch milliseconds
/// @param insertId `$insert_id`
/// @param receivedMillis when the vendor took it, epoch milliseconds
/// @param endpoint the path that took it
/// @param properties the other properties as one JSON object, without token, distinct id and time;
///   not copied, so not to be changed
public record StoredEvent(
    String name,
    String distinctId,
    String deviceId,
    String userId,
    String country,
    long timeMillis,
    String insertId,
    long receivedMillis,
    String endpoint,
    byte[] properties) {

  /// What the vendor takes for the same event when it counts: name, id, time, `$insert_id`.
  public record DedupeKey(String name, String distinctId, long timeMillis, String insertId) {}

  public DedupeKey dedupeKey() {
    return new DedupeKey(name, distinctId, timeMillis, insertId);
  }

  /// Names the event without any value of the person's.
  @Override
  public String toString() {
    return "StoredEvent[" + properties.length + " bytes]";
  }
}
