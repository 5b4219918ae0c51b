package dev.firebreak.webhook;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a webhook can be told of.
public enum WebhookEvent {
  INCIDENT_OPENED("incident.opened"),
  INCIDENT_CLOSED("incident.closed"),
  /// A duty, owed or unclear, has come within 24 or 4 hours of its due time, or is overdue.
  DUTY_DUE_SOON("duty.due-soon"),
  DUTY_MET("duty.met"),
  /// Sending has begun, for the first time.
  CAMPAIGN_BEGUN("campaign.begun"),
  /// The product's servers find the notices of a campaign, if they ask for them.
  CAMPAIGN_IN_PRODUCT("campaign.in-product"),
  /// Everybody has an outcome, for the first time.
  CAMPAIGN_ENDED("campaign.ended"),
  CAMPAIGN_WITHDRAWN("campaign.withdrawn"),
  /// A vendor was cut off or held, or gets data again.
  VENDOR_STATE("vendor.state"),
  /// The register leaves more or less to a vendor.
  VENDOR_STAGE("vendor.stage"),
  /// Somebody tries a webhook; it gets this whatever it asked for.
  TEST("webhook.test");

  private final String key;

  WebhookEvent(String key) {
    this.key = key;
  }

  /// As messages, commands and the database have it.
  public String key() {
    return key;
  }

  /// The event of a key.
  public static Optional<WebhookEvent> ofKey(String key) {
    return Arrays.stream(values()).filter(event -> event.key.equals(key)).findFirst();
  }

  /// Everything that a webhook can ask for.
  public static Set<WebhookEvent> all() {
    return EnumSet.complementOf(EnumSet.of(TEST));
  }

  /// Keys of events, joined by commas.
  static String keys(Set<WebhookEvent> events) {
    return events.stream().sorted().map(WebhookEvent::key).collect(Collectors.joining(","));
  }
}
