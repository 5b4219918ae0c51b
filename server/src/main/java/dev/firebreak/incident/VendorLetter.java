package dev.firebreak.incident;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.duty.Moment;
import dev.firebreak.installation.Installation;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The letter to the vendor: what we know, and what we still need from them, as plain text. What is
/// known already is not asked for; no value of a person stands in it. A person sends it.
public final class VendorLetter {
  private static final int WIDTH = 78;

  /// What a vendor knows of an incident of its own; the rest is ours.
  private static final Set<Moment> THE_VENDORS =
      EnumSet.of(
          Moment.ACCESS_BEGAN, Moment.ACCESS_ENDED, Moment.VENDOR_AWARE, Moment.VENDOR_TOLD_US);

  private final Incidents incidents;
  private final Assessments assessments;
  private final Installation installation;

  /// @param installation whose company writes
  public VendorLetter(Incidents incidents, Assessments assessments, Installation installation) {
    this.incidents = incidents;
    this.assessments = assessments;
    this.installation = installation;
  }

  /// A letter, in its parts.
  ///
  /// @param to whom it goes
  /// @param from who writes
  /// @param date of today, UTC
  /// @param reference the incident's id
  /// @param known what is on record, as sentences
  /// @param questions what is still needed, in the order of their numbers
  public record Letter(
      String to,
      String from,
      LocalDate date,
      String reference,
      List<String> known,
      List<String> questions) {
    public Letter {
      known = List.copyOf(known);
      questions = List.copyOf(questions);
    }
  }

  /// The letter as of now.
  public Letter letter(String id) {
    Incident incident = incidents.get(id);
    FirebreakConfig.Company company = installation.config().company();
    Map<Moment, RecordedMoment> moments = incidents.moments(id);
    Optional<Findings> findings = assessments.latest(id);
    return new Letter(
        VendorNames.of(installation, incident.vendor()) + ", security and privacy contacts",
        company.name() + ", " + company.contact(),
        LocalDate.ofInstant(installation.clock().instant(), ZoneOffset.UTC),
        incident.id(),
        known(moments, findings, assessments.provisional(id)),
        LetterQuestions.of(moments, findings));
  }

  /// The letter as of now, as plain text.
  public String text(String id) {
    Letter letter = letter(id);
    List<String> lines = new ArrayList<>();
    lines.add("To: " + letter.to());
    lines.add("From: " + letter.from());
    lines.add("Date: " + letter.date());
    lines.add("Reference: " + letter.reference());
    lines.add("");
    wrap(lines, "", "Your security incident: what we know, and what we still need from you");
    lines.add("");
    letter.known().forEach(sentence -> wrap(lines, "- ", sentence));
    lines.add("");
    wrap(
        lines,
        "",
        "Please answer by number. Where you do not know yet, say so, and say when you"
            + " will. Please send what you have now rather than everything later.");
    lines.add("");
    int number = 1;
    for (String question : letter.questions()) {
      wrap(lines, number++ + ". ", question);
    }
    lines.add("");
    wrap(
        lines,
        "",
        "We have duties of our own with short deadlines, which depend on your answers."
            + " Where the GDPR applies, you owe us notice without undue delay (Art. 33(2)) and"
            + " assistance (Art. 28(3)(f)).");
    lines.add("");
    lines.add(installation.config().company().name());
    lines.add(installation.config().company().contact());
    return String.join("\n", lines) + "\n";
  }

  private static List<String> known(
      Map<Moment, RecordedMoment> moments,
      Optional<Findings> findings,
      Optional<ProvisionalList> provisional) {
    List<String> known = new ArrayList<>();
    for (Moment moment : THE_VENDORS) {
      RecordedMoment recorded = moments.get(moment);
      if (recorded != null) {
        known.add(
            "We have on record: " + moment.words() + " " + ReportWords.time(recorded.at()) + ".");
      }
    }
    provisional
        .filter(list -> list.sources().ledgerKnowsSince().isPresent())
        .ifPresent(list ->
            known.add(
                String.format(
                    Locale.ROOT,
                    "By our own records you got data about %,d people of ours up to %s. What you"
                        + " hand over has to account for them.",
                    list.people(),
                    ReportWords.time(list.until()))));
    findings.ifPresentOrElse(
        found ->
            known.add(
                String.format(
                    Locale.ROOT,
                    "We read %,d files from you with %,d rows and found %,d people in them.",
                    found.data().originals().size(),
                    found.data().rowsRead(),
                    found.people().total())),
        () -> known.add("We have read no data set yet: we do not know who is affected."));
    return known;
  }

  /// Adds a paragraph; further lines stand under the first one's text.
  private static void wrap(List<String> lines, String mark, String text) {
    StringBuilder line = new StringBuilder(mark);
    for (String word : text.split(" ", -1)) {
      if (line.length() > mark.length() && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(mark.length()));
      }
      line.append(line.length() > mark.length() ? " " : "").append(word);
    }
    lines.add(line.toString());
  }
}
