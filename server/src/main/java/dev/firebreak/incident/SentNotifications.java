package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.duty.Duty;
import dev.firebreak.duty.Moment;
import dev.firebreak.installation.Installation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Notifications that went to authorities. The document lies sealed with the incident and stands in
/// its chain of custody; that the duty was met is the moment that duties, timeline and report know.
/// Thread-safe.
public final class SentNotifications {
  private final Installation installation;
  private final Incidents incidents;
  private final IncidentDuties duties;
  private final Attachments attachments;

  private SentNotifications(Installation installation, IncidentServices services) {
    this.installation = installation;
    incidents = services.incidents();
    duties = services.duties();
    attachments = new Attachments(new IncidentVault(installation));
  }

  public static SentNotifications of(Installation installation) {
    return new SentNotifications(installation, IncidentServices.of(installation));
  }

  /// What was recorded.
  ///
  /// @param sealedAs its name in the chain of custody
  /// @param metNow false where the duty had been met before: this was further information
  public record Sent(String sealedAs, String sha256, boolean metNow) {}

  /// Seals the document and records that it was sent.
  ///
  /// @param name the duty's id, or `DUTY/STEP`
  /// @param document what shows it: the notification or its acknowledgement, at most 256 MiB
  /// @param at not in the future
  public synchronized Sent record(
      ConfirmedOperator operator, String id, String name, Path document, Instant at) {
    Incidents.require(operator, Role.PRIVACY_OFFICER);
    incidents.getOpen(id);
    duties.requireNamed(id, name);
    int number = count(id) + 1;
    String sealedAs = CustodyEntry.NOTIFICATION + number;
    Incidents.Attachment sealed = attachments.seal(id, sealedAs, document);
    boolean metBefore =
        incidents.history(id).stream()
            .anyMatch(moment -> moment.duty().filter(name::equals).isPresent());
    installation
        .control()
        .writer()
        .useTransaction(_ -> {
          if (!metBefore) {
            duties.recordMet(
                operator,
                id,
                name,
                moment(name),
                at,
                sealed.name() + ", SHA-256 " + sealed.sha256() + ", sealed as " + sealedAs);
          }
          insert(operator, id, name, sealed, at);
        });
    return new Sent(sealedAs, sealed.sha256(), !metBefore);
  }

  private void insert(
      ConfirmedOperator operator, String id, String name, Incidents.Attachment sealed, Instant at) {
    Map<String, String> details = new TreeMap<>();
    details.put("duty", name);
    details.put("sentAt", at.toString());
    details.put("sha256", sealed.sha256());
    installation
        .audit()
        .append(operator.name(), "NotificationSent", Incidents.subject(id), details);
    installation
        .control()
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO incident_notification (incident, sequence, duty, document, bytes,"
                    + " sha256, sent_at, recorded_by, recorded_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?,"
                    + " ?)",
                id,
                count(id) + 1,
                name,
                sealed.name(),
                sealed.bytes(),
                sealed.sha256(),
                at.toEpochMilli(),
                operator.name(),
                installation.clock().millis()));
  }

  private Moment moment(String name) {
    Duty duty = duties.catalogue().duty(name.split("/", 2)[0]).orElseThrow();
    return duty.clock().metBy().contains(Moment.AUTHORITY_NOTIFIED)
        ? Moment.AUTHORITY_NOTIFIED
        : Moment.DUTY_MET;
  }

  private int count(String id) {
    return installation
        .control()
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT count(*) FROM incident_notification WHERE incident = :id")
                .bind("id", id)
                .mapTo(Integer.class)
                .one());
  }
}
