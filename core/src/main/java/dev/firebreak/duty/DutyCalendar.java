package dev.firebreak.duty;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/// Running duties as a calendar of RFC 5545: one event a duty or later step that has a due time and
/// is not met, with alarms a day and four hours before. Times are UTC. An event keeps its UID, so
/// that a later file replaces what an earlier one brought.
public final class DutyCalendar {
  private static final int LINE_OCTETS_MAX = 75;
  private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
  private static final List<String> ALARMS = List.of("-PT24H", "-PT4H");

  private final StringBuilder text = new StringBuilder();
  private final String incident;
  private final String domain;
  private final Instant madeAt;

  private DutyCalendar(String incident, String domain, Instant madeAt) {
    this.incident = incident;
    this.domain = domain;
    this.madeAt = madeAt;
  }

  /// The text of the file.
  ///
  /// @param incident its id
  /// @param domain the company's domain, for the UIDs
  /// @param running duties that are owed or unclear
  /// @param madeAt when the file is made
  public static String of(
      String incident, String domain, List<DutyFinding> running, Instant madeAt) {
    DutyCalendar calendar = new DutyCalendar(incident, domain, madeAt);
    calendar.line("BEGIN", "VCALENDAR");
    calendar.line("VERSION", "2.0");
    calendar.line("PRODID", "-//Firebreak//Duties//EN");
    calendar.line("CALSCALE", "GREGORIAN");
    running.forEach(calendar::events);
    calendar.line("END", "VCALENDAR");
    return calendar.text.toString();
  }

  private void events(DutyFinding finding) {
    Duty duty = finding.duty();
    Optional<ZonedDateTime> due =
        finding.deadline().dueAt().or(() -> finding.deadline().earliestSafeDueAt());
    if (finding.metAt().isEmpty() && due.isPresent()) {
      event(finding, duty.id(), due.get(), duty.law().name() + " to " + duty.towards());
    }
    for (DutyFinding.Step step : finding.progress().steps()) {
      if (step.metAt().isEmpty() && step.dueAt().isPresent()) {
        event(
            finding,
            duty.id() + "/" + step.phase().id(),
            step.dueAt().get(),
            duty.law().name() + ": " + step.phase().what());
      }
    }
  }

  private void event(DutyFinding finding, String id, ZonedDateTime due, String what) {
    boolean owed = finding.status() == DutyFinding.Status.OWED;
    line("BEGIN", "VEVENT");
    line("UID", incident + "." + id.replace('/', '.') + "@" + domain);
    line("DTSTAMP", utc(madeAt));
    line("LAST-MODIFIED", utc(madeAt));
    line("DTSTART", utc(due.toInstant()));
    line("SUMMARY", escaped("Due: " + what));
    line("DESCRIPTION", escaped(description(finding, due)));
    line("STATUS", owed ? "CONFIRMED" : "TENTATIVE");
    line("TRANSP", "TRANSPARENT");
    for (String before : ALARMS) {
      line("BEGIN", "VALARM");
      line("ACTION", "DISPLAY");
      line("TRIGGER", before);
      line("DESCRIPTION", escaped("Due: " + what));
      line("END", "VALARM");
    }
    line("END", "VEVENT");
  }

  private String description(DutyFinding finding, ZonedDateTime due) {
    String start =
        finding.deadline().dueAt().isPresent()
            ? ""
            : " No start is recorded: this is the earliest safe time.";
    return "Incident "
        + incident
        + ", duty "
        + finding.duty().id()
        + ".\nDue "
        + due.toLocalDateTime()
        + " "
        + due.getZone()
        + "."
        + start
        + "\nStandard: "
        + finding.deadline().quality()
        + ".\nContents: "
        + String.join("; ", finding.duty().contents().items())
        + ".\nNot legal advice; a person decides.";
  }

  private static String utc(Instant time) {
    return UTC.format(time.atOffset(ZoneOffset.UTC));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n");
  }

  /// A content line, folded so that none has more than 75 octets (RFC 5545 §3.1) and no character
  /// is cut.
  private void line(String name, String value) {
    int octets = 0;
    String whole = name + ":" + value;
    for (int i = 0; i < whole.length(); ) {
      int character = whole.codePointAt(i);
      String one = Character.toString(character);
      int size = one.getBytes(StandardCharsets.UTF_8).length;
      if (octets + size > LINE_OCTETS_MAX) {
        text.append("\r\n ");
        octets = 1;
      }
      text.append(one);
      octets += size;
      i += Character.charCount(character);
    }
    text.append("\r\n");
  }
}
