package dev.firebreak.testkit.mixpanel;

import com.mixpanel.mixpanelapi.ClientDelivery;
import com.mixpanel.mixpanelapi.MessageBuilder;
import com.mixpanel.mixpanelapi.MixpanelAPI;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.json.JSONObject;

/// Sends a product's messages with the vendor's own Java client: events by `/import` in requests of
/// 500, profiles by `/engage` and groups by `/groups` in requests of 50. Thread-safe; one call
/// sends its messages kind by kind, so profiles never overtake the events of an earlier call.
public final class TrafficSender implements AutoCloseable {
  private static final int EVENTS_PER_REQUEST = 500;
  private static final int TIMEOUT_MILLIS = 60_000;

  private final MessageBuilder messages;
  private final MixpanelAPI client;

  /// @param base the vendor, the emulator or the gateway's listener with any path prefix
  /// @param token the project token, or the secret that Firebreak issued in its place
  public TrafficSender(URI base, String token) {
    String root = base.toString().replaceAll("/+$", "");
    messages = new MessageBuilder(token);
    client =
        new MixpanelAPI.Builder()
            .eventsEndpoint(root + "/track")
            .peopleEndpoint(root + "/engage")
            .groupsEndpoint(root + "/groups")
            .importEndpoint(root + "/import")
            .importMaxMessageCount(EVENTS_PER_REQUEST)
            .connectTimeout(TIMEOUT_MILLIS)
            .readTimeout(TIMEOUT_MILLIS)
            .build();
  }

  /// Returns when every message was answered with success.
  ///
  /// @throws IOException where a request failed; what came before it was taken
  public void send(List<? extends ProductMessage> batch) throws IOException {
    var delivery = new ClientDelivery();
    for (ProductMessage message : batch) {
      delivery.addMessage(build(message));
    }
    client.deliver(delivery);
  }

  private JSONObject build(ProductMessage message) {
    return switch (message) {
      case ProductMessage.Event event -> {
        var properties = new JSONObject(event.properties());
        properties.put("time", event.timeMillis()).put("$insert_id", event.insertId());
        yield messages.importEvent(event.distinctId(), event.name(), properties);
      }
      case ProductMessage.ProfileSet profile ->
          messages.set(
              profile.distinctId(),
              new JSONObject(profile.properties()),
              new JSONObject().put("$time", profile.timeMillis()));
      case ProductMessage.GroupSet group ->
          messages.groupSet(
              group.key(),
              group.id(),
              new JSONObject(group.properties()),
              new JSONObject().put("$time", group.timeMillis()));
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
