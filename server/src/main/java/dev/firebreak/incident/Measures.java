package dev.firebreak.incident;

import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.delivery.CutItem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The measures taken about an incident, read from the audit log: what was cut off, whom notices
/// went to, what was handed out, which keys were destroyed. What people decided and signed has
/// lists of its own.
final class Measures {
  private static final String AFFECTED = "affected";

  private final HashChainAuditLog audit;

  Measures(HashChainAuditLog audit) {
    this.audit = audit;
  }

  /// In the order of time.
  ///
  /// @param since what was done to the vendor before this belongs to another story
  List<Measure> of(Incident incident, Instant since) {
    List<Measure> measures = new ArrayList<>();
    add(measures, "vendor:" + incident.vendor(), since);
    add(measures, Incidents.subject(incident.id()), Instant.EPOCH);
    for (AuditEntry drafted : entries(null, "NoticeDrafted", Instant.EPOCH)) {
      if (incident.id().equals(drafted.details().get("incident"))) {
        add(measures, drafted.subject(), Instant.EPOCH);
      }
    }
    measures.sort(Comparator.comparingLong(Measure::auditEntry));
    return List.copyOf(measures);
  }

  /// The notices that went out about an incident to people who are affected.
  Told told(Incident incident) {
    Map<String, Told.Campaign> campaigns = new LinkedHashMap<>();
    for (AuditEntry drafted : entries(null, "NoticeDrafted", Instant.EPOCH)) {
      Map<String, String> details = drafted.details();
      if (incident.id().equals(details.get("incident"))
          && details.getOrDefault("state", AFFECTED).equals(AFFECTED)) {
        entries(drafted.subject(), "NoticeSendingEnded", Instant.EPOCH)
            .forEach(entry ->
                campaigns.put(
                    entry.subject(),
                    new Told.Campaign(name(entry), count(entry.details(), "sent"), entry.at())));
      }
    }
    return new Told(
        campaigns.values().stream()
            .filter(campaign -> campaign.accepted() > 0)
            .sorted(Comparator.comparing(Told.Campaign::at))
            .toList());
  }

  private void add(List<Measure> measures, String subject, Instant since) {
    for (AuditEntry entry : entries(subject, null, since)) {
      words(entry)
          .ifPresent(words ->
              measures.add(
                  new Measure(entry.at(), entry.actor(), entry.action(), words, entry.sequence())));
    }
  }

  private List<AuditEntry> entries(
      @Nullable String subject, @Nullable String action, Instant since) {
    return audit.show(new AuditFilter(null, action, subject, since, AuditFilter.LIMIT_MAX));
  }

  private static Optional<String> words(AuditEntry entry) {
    Map<String, String> details = entry.details();
    return Optional.ofNullable(
        switch (entry.action()) {
          case "VendorCut" ->
              "the vendor was cut off: nothing more is sent to it (" + details.get("reason") + ")";
          case "VendorResumed" -> "the vendor gets data again (" + details.get("reason") + ")";
          case "VendorHeld" -> "what goes to the vendor is held back";
          case "CutItemSigned" ->
              task(details.getOrDefault("item", "")) + " Signed: " + details.get("note");
          case "NoticeDecided" ->
              "it was decided "
                  + (details.getOrDefault("decision", "").equals("write") ? "" : "not ")
                  + "to write to "
                  + details.get("group")
                  + because(details);
          case "NoticeApproved" -> "notices " + name(entry) + " were approved for sending";
          case "NoticeSendingEnded" -> "notices " + name(entry) + ": " + outcomes(details);
          case "NoticeWithdrawn" -> "notices " + name(entry) + " were withdrawn";
          case "ReportHandedOut" ->
              "phase " + number(details, "phase") + " of the report was handed out";
          case "OrganizationListsDecided" ->
              "lists of their own members are handed to organizations ("
                  + details.get("for")
                  + "): "
                  + details.get("reason");
          case "PhishingHandedOver" ->
              "accounts at risk of phishing were handed to the identity provider";
          case "IncidentClosed" -> "the incident was closed";
          case "IncidentKeyDestroyed" ->
              "the incident's key was destroyed: its sealed files cannot be opened any more";
          default -> null;
        });
  }

  private static String because(Map<String, String> details) {
    String reason = details.getOrDefault("reason", "");
    return reason.isEmpty() ? "" : " (" + reason + ")";
  }

  private static String outcomes(Map<String, String> details) {
    StringBuilder words =
        new StringBuilder(number(details, "sent")).append(" accepted by mail servers");
    Map.of("doubted", "in doubt", "bounced", "came back", "givenUp", "given up", "open", "open")
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(entry -> !details.getOrDefault(entry.getKey(), "0").equals("0"))
        .forEach(entry ->
            words
                .append(", ")
                .append(number(details, entry.getKey()))
                .append(' ')
                .append(entry.getValue()));
    return words.toString();
  }

  private static String name(AuditEntry entry) {
    return entry.subject().substring(entry.subject().indexOf(':') + 1);
  }

  private static String task(String label) {
    return Arrays.stream(CutItem.values())
        .filter(item -> item.label().equals(label))
        .map(CutItem::task)
        .findFirst()
        .orElse(label + ".");
  }

  private static String number(Map<String, String> details, String key) {
    return ReportWords.number(count(details, key));
  }

  private static long count(Map<String, String> details, String key) {
    return Long.parseLong(details.getOrDefault(key, "0"));
  }
}
