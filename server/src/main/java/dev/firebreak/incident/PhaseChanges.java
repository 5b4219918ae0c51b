package dev.firebreak.incident;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// What differs between a report that was handed out and the present one, as GDPR Art. 33(4) has
/// information given in phases. It compares the two documents, so that it speaks of what the reader
/// of the earlier one was really told.
///
/// @param since the phase that it is compared with
/// @param at when that one was made
/// @param people how many are affected, then and now
/// @param lines what else changed; of each thing once
public record PhaseChanges(int since, Instant at, People people, List<Line> lines) {
  public PhaseChanges {
    lines = List.copyOf(lines);
  }

  /// @param before people found then
  /// @param now people found now
  /// @param newly of those found now, not found then
  /// @param noLonger of those found then, not found now
  /// @param newlyExposed of those found both times, of whom the data shows more
  public record People(long before, long now, long newly, long noLonger, long newlyExposed) {}

  /// One thing that changed.
  ///
  /// @param kind what sort of thing: `category`, `severity`, `duty`, `moment`, `finding`
  /// @param what its key, such as `user.contact.email`
  /// @param name as a report names it
  /// @param before as it was; empty where it was not there
  /// @param now as it is; empty where it is gone
  public record Line(String kind, String what, String name, String before, String now) {}

  /// True where nobody was told anything else.
  public boolean isEmpty() {
    return people.newly() == 0
        && people.noLonger() == 0
        && people.newlyExposed() == 0
        && lines.isEmpty();
  }

  /// The things of one sort.
  public List<Line> of(String kind) {
    return lines.stream().filter(line -> line.kind().equals(kind)).toList();
  }

  /// @param phase the one handed out
  /// @param before its document
  /// @param now the present document
  static PhaseChanges between(ReportPhase phase, JsonNode before, JsonNode now, People people) {
    List<Line> lines = new ArrayList<>();
    categories(lines, before.at("/findings/exposed"), now.at("/findings/exposed"));
    severity(lines, before.at("/findings/severity"), now.at("/findings/severity"));
    absences(lines, before.at("/findings/absences"), now.at("/findings/absences"));
    duties(lines, before.path("duties"), now.path("duties"));
    moments(lines, before.path("timeline"), now.path("timeline"));
    return new PhaseChanges(phase.number(), phase.madeAt(), people, lines);
  }

  private static void categories(List<Line> lines, JsonNode before, JsonNode now) {
    Set<String> keys = new LinkedHashSet<>(before.propertyNames());
    keys.addAll(now.propertyNames());
    for (String key : keys) {
      add(
          lines,
          new Line(
              "category",
              key,
              CategoryWords.ofKey(key),
              forms(before.path(key)),
              forms(now.path(key))));
    }
  }

  private static String forms(JsonNode exposure) {
    if (exposure.isMissingNode()) {
      return "";
    }
    List<String> forms = new ArrayList<>();
    form(forms, exposure, "clear", "in clear");
    form(forms, exposure, "generalized", "coarser");
    form(forms, exposure, "tokenized", "as token");
    return String.join(", ", forms);
  }

  private static void form(List<String> forms, JsonNode exposure, String key, String words) {
    long people = exposure.path(key).asLong();
    if (people > 0) {
      forms.add(ReportWords.number(people) + " " + words);
    }
  }

  private static void severity(List<Line> lines, JsonNode before, JsonNode now) {
    add(lines, new Line("severity", "enisa", "ENISA severity", range(before), range(now)));
  }

  private static String range(JsonNode severity) {
    return severity.isMissingNode()
        ? ""
        : ReportWords.decimal(severity.path("low").asDouble())
            + " to "
            + ReportWords.decimal(severity.path("high").asDouble());
  }

  private static void absences(List<Line> lines, JsonNode before, JsonNode now) {
    Set<String> then = notExposed(before);
    Set<String> today = notExposed(now);
    Set<String> all = new TreeSet<>(then);
    all.addAll(today);
    for (String key : all) {
      add(
          lines,
          new Line(
              "finding",
              key,
              CategoryWords.ofKey(key),
              then.contains(key) ? "was not exposed" : "",
              today.contains(key) ? "was not exposed" : ""));
    }
  }

  private static Set<String> notExposed(JsonNode absences) {
    Set<String> keys = new TreeSet<>();
    for (JsonNode absence : absences) {
      if (absence.path("mayBeSaidNotExposed").asBoolean()) {
        keys.add(absence.path("category").asString());
      }
    }
    return keys;
  }

  private static void duties(List<Line> lines, JsonNode before, JsonNode now) {
    for (JsonNode duty : now) {
      String id = duty.path("id").asString();
      add(
          lines,
          new Line(
              "duty",
              id,
              duty.path("law").asString(),
              standing(find(before, "id", id)),
              standing(duty)));
    }
  }

  private static String standing(JsonNode duty) {
    if (duty.isMissingNode()) {
      return "";
    }
    String words = duty.path("effective").asString().replace('_', ' ');
    if (duty.has("metAt")) {
      return words + ", met " + time(duty.path("metAt"));
    }
    return words.equals("owed") && duty.has("dueAt")
        ? words
            + ", due "
            + ReportWords.time(OffsetDateTime.parse(duty.path("dueAt").asString()).toInstant())
        : words;
  }

  private static void moments(List<Line> lines, JsonNode before, JsonNode now) {
    for (JsonNode mark : now) {
      String key = mark.path("moment").asString();
      if (key.indexOf('/') >= 0) {
        continue;
      }
      JsonNode earlier = find(before, "moment", key);
      add(
          lines,
          new Line(
              "moment",
              key,
              mark.path("words").asString(),
              earlier.isMissingNode() ? "" : time(earlier.path("at")),
              time(mark.path("at"))));
    }
  }

  private static String time(JsonNode instant) {
    return ReportWords.time(Instant.parse(instant.asString()));
  }

  private static JsonNode find(JsonNode list, String key, String value) {
    for (JsonNode entry : list) {
      if (entry.path(key).asString("").equals(value)) {
        return entry;
      }
    }
    return list.path("nothing");
  }

  private static void add(List<Line> lines, Line line) {
    if (!line.before().equals(line.now())) {
      lines.add(line);
    }
  }
}
