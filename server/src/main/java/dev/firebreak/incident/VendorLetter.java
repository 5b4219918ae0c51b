package dev.firebreak.incident;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.duty.Moment;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
  private final FirebreakConfig.Company company;
  private final Clock clock;

  /// @param company who writes
  public VendorLetter(
      Incidents incidents, Assessments assessments, FirebreakConfig.Company company, Clock clock) {
    this.incidents = incidents;
    this.assessments = assessments;
    this.company = company;
    this.clock = clock;
  }

  /// The letter as of now.
  public String text(String id) {
    Incident incident = incidents.get(id);
    Map<Moment, RecordedMoment> moments = incidents.moments(id);
    Optional<Findings> findings = assessments.latest(id);
    List<String> lines = new ArrayList<>();
    lines.add("To: " + incident.vendor() + ", security and privacy contacts");
    lines.add("From: " + company.name() + ", " + company.contact());
    lines.add("Date: " + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
    lines.add("Reference: " + incident.id());
    lines.add("");
    wrap(lines, "", "Your security incident: what we know, and what we still need from you");
    lines.add("");
    known(moments, findings).forEach(sentence -> wrap(lines, "- ", sentence));
    lines.add("");
    wrap(
        lines,
        "",
        "Please answer by number. Where you do not know yet, say so, and say when you"
            + " will. Please send what you have now rather than everything later.");
    lines.add("");
    int number = 1;
    for (String question : questions(moments, findings)) {
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
    lines.add(company.name());
    lines.add(company.contact());
    return String.join("\n", lines) + "\n";
  }

  private static List<String> known(
      Map<Moment, RecordedMoment> moments, Optional<Findings> findings) {
    List<String> known = new ArrayList<>();
    for (Moment moment : THE_VENDORS) {
      RecordedMoment recorded = moments.get(moment);
      if (recorded != null) {
        known.add("We have on record: " + moment.words() + " " + recorded.at() + ".");
      }
    }
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

  private static List<String> questions(
      Map<Moment, RecordedMoment> moments, Optional<Findings> findings) {
    List<String> questions = new ArrayList<>();
    ask(
        questions,
        moments,
        Moment.ACCESS_BEGAN,
        "When did the access to our data begin, and how"
            + " do you know (which logs, how complete, since when kept)?");
    ask(questions, moments, Moment.ACCESS_ENDED, "When did the access end, and what ended it?");
    ask(questions, moments, Moment.VENDOR_AWARE, "When did you become aware of it?");
    ask(
        questions,
        moments,
        Moment.VENDOR_TOLD_US,
        "When, how and to whom of us did you first" + " report it? We have no record.");
    questions.add(
        "Which of our projects, and which of their data (events, profiles, groups, session"
            + " recordings, exports kept on your side), could be reached, and which were read,"
            + " exported, altered or deleted?");
    findings.ifPresentOrElse(
        found -> aboutTheFile(questions, found),
        () ->
            questions.add(
                "The complete data that was taken from us, every file as it was exported, encrypted"
                    + " for us, with the SHA-256 of each, the time of the export and the query that"
                    + " made it."));
    questions.add(
        "Whose credentials or tokens were used, and are all of ours revoked: project"
            + " tokens, service accounts, single sign-on sessions, integrations?");
    questions.add(
        "Which of your sub-processors and which other destinations got our data, and"
            + " are they affected?");
    questions.add(
        "Has the data been offered, published or used, as far as you know? Is there a"
            + " demand for ransom?");
    questions.add("Which authorities did you tell, when, and under which reference?");
    questions.add(
        "What still runs on your side that takes in or hands out our data? From when on"
            + " do you keep nothing of it, and how will you attest the deletion?");
    questions.add(
        "A person we can reach at any hour until this is over: name, telephone, address"
            + " for encrypted mail.");
    return questions;
  }

  private static void aboutTheFile(List<String> questions, Findings found) {
    questions.add(
        "Is what we have read all that was taken? Please list every file with its"
            + " SHA-256; we will compare.");
    if (found.data().rowsRejected() > 0) {
      questions.add(
          String.format(
              Locale.ROOT,
              "%,d rows of it cannot be read. Please send these" + " files again.",
              found.data().rowsRejected()));
    }
    if (found.unexplainedFields() > 0) {
      questions.add(
          String.format(
              Locale.ROOT,
              "%,d of its fields are unknown to us. Please send"
                  + " the list of fields with their meaning and origin.",
              found.unexplainedFields()));
    }
    if (found.people().unresolved() > 0) {
      questions.add(
          String.format(
              Locale.ROOT,
              "%,d people in it match none of our accounts. Are"
                  + " data of other customers of yours among it?",
              found.people().unresolved()));
    }
    if (!found.sentButNotInFile().isEmpty()) {
      questions.add(
          "We sent you these kinds of data, which the file lacks: "
              + keys(found.sentButNotInFile())
              + ". Were they out of reach, deleted before, or left out of the file?");
    }
    if (!found.inFileButNeverSent().isEmpty()) {
      questions.add(
          "The file has these kinds of data, which our records say we never sent: "
              + keys(found.inFileButNeverSent())
              + ". Where do they come from?");
    }
  }

  private static void ask(
      List<String> questions, Map<Moment, RecordedMoment> moments, Moment moment, String question) {
    if (!moments.containsKey(moment)) {
      questions.add(question);
    }
  }

  private static String keys(List<DataCategory> categories) {
    return categories.stream().map(DataCategory::key).collect(Collectors.joining(", "));
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
