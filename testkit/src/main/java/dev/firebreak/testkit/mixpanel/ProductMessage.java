package dev.firebreak.testkit.mixpanel;

import java.util.Map;

/// What a product tells its analytics, before an SDK builds the message: the same for every
/// receiver. Values are strings, numbers, booleans, lists and maps of these.
public sealed interface ProductMessage {
  /// When it happened, epoch milliseconds.
  long timeMillis();

  /// An event; sent by `/import`.
  ///
  /// @param insertId the dedupe id, at most 36 characters
  record Event(
      String name,
      String distinctId,
      long timeMillis,
      String insertId,
      Map<String, Object> properties)
      implements ProductMessage {
    public Event {
      properties = Map.copyOf(properties);
    }
  }

  /// Properties of a person's profile; sent by `/engage` as `$set`.
  record ProfileSet(String distinctId, long timeMillis, Map<String, Object> properties)
      implements ProductMessage {
    public ProfileSet {
      properties = Map.copyOf(properties);
    }
  }

  /// Properties of a group; sent by `/groups` as `$set`.
  record GroupSet(String key, String id, long timeMillis, Map<String, Object> properties)
      implements ProductMessage {
    public GroupSet {
      properties = Map.copyOf(properties);
    }
  }
}
