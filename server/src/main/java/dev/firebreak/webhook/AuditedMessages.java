package dev.firebreak.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Makes messages of entries of the audit log, where everything that a webhook is told of stands
/// durably before it takes effect. The log is the outbox: no part that does something needs to know
/// of webhooks, and nothing is lost between doing and telling.
///
/// @param inProduct whether the product's servers can ask for notices here
record AuditedMessages(boolean inProduct) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  /// As `INSERT`ed by the audit log; `"open":"0"` says that nobody is left to write to.
  private static final String ENDED = "%\"open\":\"0\"%";

  private static final Set<String> MET = Set.of("duty-met", "authority-notified", "people-told");

  /// An entry of the log.
  ///
  /// @param subject what it is about, without its kind: `mixpanel` of `vendor:mixpanel`
  record Entry(
      long sequence, Instant at, String action, String subject, Map<String, String> details) {
    static Entry of(ResultSet row) throws SQLException {
      String subject = row.getString("subject");
      return new Entry(
          row.getLong("sequence"),
          Instant.ofEpochMilli(row.getLong("at_millis")),
          row.getString("action"),
          subject.substring(subject.indexOf(':') + 1),
          JSON.readValue(row.getString("details"), TEXTS));
    }

    String detail(String key) {
      return details.getOrDefault(key, "");
    }
  }

  /// What is told of an entry; of most there is nothing.
  List<WebhookMessage> of(Handle handle, Entry entry) {
    return switch (entry.action()) {
      case "IncidentOpened" ->
          List.of(incident(entry, WebhookEvent.INCIDENT_OPENED, "vendor", entry.detail("vendor")));
      case "IncidentClosed" ->
          List.of(
              incident(
                  entry, WebhookEvent.INCIDENT_CLOSED, "keepUntil", entry.detail("keepUntil")));
      case "MomentRecorded" -> dutyMet(entry);
      case "VendorCut" -> List.of(vendor(entry, WebhookEvent.VENDOR_STATE, "state", "cut"));
      case "VendorHeld" -> List.of(vendor(entry, WebhookEvent.VENDOR_STATE, "state", "held"));
      case "VendorReleased", "VendorResumed" ->
          List.of(vendor(entry, WebhookEvent.VENDOR_STATE, "state", "active"));
      case "VendorStageChanged" ->
          List.of(vendor(entry, WebhookEvent.VENDOR_STAGE, "stage", entry.detail("stage")));
      case "NoticeSendingBegun" -> isFirst(handle, entry, "%") ? begun(handle, entry) : List.of();
      case "NoticeSendingEnded" ->
          entry.detail("open").equals("0") && isFirst(handle, entry, ENDED)
              ? List.of(campaign(handle, entry, WebhookEvent.CAMPAIGN_ENDED, ended(entry)))
              : List.of();
      case "NoticeWithdrawn" ->
          List.of(campaign(handle, entry, WebhookEvent.CAMPAIGN_WITHDRAWN, Map.of()));
      default -> List.of();
    };
  }

  private static WebhookMessage incident(
      Entry entry, WebhookEvent event, String key, String value) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("incident", entry.subject());
    data.put(key, value);
    data.put("command", "incident show " + entry.subject());
    return message(entry, event, data);
  }

  private static List<WebhookMessage> dutyMet(Entry entry) {
    if (entry.detail("duty").isEmpty() || !MET.contains(entry.detail("moment"))) {
      return List.of();
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("incident", entry.subject());
    data.put("duty", entry.detail("duty"));
    data.put("metAt", entry.detail("at"));
    data.put("command", "incident duties " + entry.subject());
    return List.of(message(entry, WebhookEvent.DUTY_MET, data));
  }

  private static WebhookMessage vendor(Entry entry, WebhookEvent event, String key, String value) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("vendor", entry.subject());
    data.put(key, value);
    data.put("command", "vendor show " + entry.subject());
    return message(entry, event, data);
  }

  private List<WebhookMessage> begun(Handle handle, Entry entry) {
    List<WebhookMessage> messages = new ArrayList<>();
    messages.add(campaign(handle, entry, WebhookEvent.CAMPAIGN_BEGUN, Map.of()));
    if (inProduct) {
      messages.add(
          campaign(
              handle,
              entry,
              WebhookEvent.CAMPAIGN_IN_PRODUCT,
              Map.of("pull", "/api/v1/notices?account={account}")));
    }
    return messages;
  }

  /// How many were reached; how often each other outcome came `notice status` says.
  private static Map<String, Object> ended(Entry entry) {
    return Map.of("sent", Long.parseLong("0" + entry.detail("sent")));
  }

  private static WebhookMessage campaign(
      Handle handle, Entry entry, WebhookEvent event, Map<String, Object> more) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("campaign", entry.subject());
    handle
        .createQuery("SELECT incident FROM notice_campaign WHERE id = :id")
        .bind("id", entry.subject())
        .mapTo(String.class)
        .findOne()
        .ifPresent(incident -> data.put("incident", incident));
    data.putAll(more);
    data.put("command", "notice status " + entry.subject());
    return message(entry, event, data);
  }

  private static WebhookMessage message(Entry entry, WebhookEvent event, Map<String, Object> data) {
    return WebhookMessage.of(event, "audit " + entry.sequence(), entry.at(), data);
  }

  /// Whether no earlier entry says the same of the same campaign: a send that goes on is told once.
  private static boolean isFirst(Handle handle, Entry entry, String details) {
    return !handle
        .createQuery(
            "SELECT EXISTS (SELECT 1 FROM audit_entry WHERE action = :action AND subject = :subject"
                + " AND sequence < :sequence AND details LIKE :details)")
        .bind("action", entry.action())
        .bind("subject", "campaign:" + entry.subject())
        .bind("sequence", entry.sequence())
        .bind("details", details)
        .mapTo(Boolean.class)
        .one();
  }
}
