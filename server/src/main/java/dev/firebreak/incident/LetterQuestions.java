package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.ReconciledPerson;
import dev.firebreak.assessment.ReconciliationFigures;
import dev.firebreak.duty.Moment;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// What is open about an incident that only the vendor can answer. Numbers, kinds of data, names of
/// fields and digests are in it, nobody's values.
final class LetterQuestions {
  private static final int NAMED_MAX = 20;

  private final Map<Moment, RecordedMoment> moments;
  private final List<String> questions = new ArrayList<>();

  private LetterQuestions(Map<Moment, RecordedMoment> moments) {
    this.moments = moments;
  }

  static List<String> of(Map<Moment, RecordedMoment> moments, Optional<Findings> findings) {
    LetterQuestions open = new LetterQuestions(moments);
    open.aboutTheAccess();
    findings.ifPresentOrElse(open::aboutTheFile, open::forTheFile);
    open.aboutTheRest();
    return List.copyOf(open.questions);
  }

  private void aboutTheAccess() {
    ask(
        Moment.ACCESS_BEGAN,
        "When did the access to our data begin, and how do you know (which logs, how complete,"
            + " since when kept)?");
    ask(Moment.ACCESS_ENDED, "When did the access end, and what ended it?");
    ask(Moment.VENDOR_AWARE, "When did you become aware of it?");
    ask(
        Moment.VENDOR_TOLD_US,
        "When, how and to whom of us did you first report it? We have no record.");
    questions.add(
        "Which of our projects, and which of their data (events, profiles, groups, session"
            + " recordings, exports kept on your side), could be reached, and which were read,"
            + " exported, altered or deleted?");
    questions.add(
        "Please send us the access logs of our projects from 30 days before the access began until"
            + " now: account or token, network address, time with its time zone, query or export,"
            + " rows and bytes handed out. Since when are they kept, and what is missing in them?");
  }

  private void forTheFile() {
    questions.add(
        "The complete data that was taken from us, every file as it was exported, encrypted for us,"
            + " with the SHA-256 of each, the time of the export and the query that made it.");
    questions.add(
        "For each file: who exported it for us, from which system and copy, when, and who had it in"
            + " hand until we got it?");
    questions.add(
        "The list of all fields with their meaning and origin: what we sent, and what you added by"
            + " yourself.");
  }

  private void aboutTheFile(Findings found) {
    custody(found);
    extent(found);
    differences(found);
    surprises(found);
  }

  private void custody(Findings found) {
    questions.add(
        "Is what we have read all that was taken? Please list every file with its SHA-256; we will"
            + " compare. Ours are: "
            + found.data().originals().stream()
                .limit(NAMED_MAX)
                .map(Assessment.Original::sha256)
                .collect(Collectors.joining(", "))
            + (found.data().originals().size() > NAMED_MAX ? " and more" : "")
            + ".");
    questions.add(
        "For each file: who exported it, from which system and copy, when, with which query, and"
            + " who had it in hand until we got it? Is it what the intruder took, or a new export"
            + " of the same?");
    if (found.data().rowsRejected() > 0) {
      questions.add(
          number(
              "%,d rows of it cannot be read. Please send these files again.",
              found.data().rowsRejected()));
    }
  }

  private void extent(Findings found) {
    Findings.EventSpan span = found.data().span();
    questions.add(
        span.firstEventMillis() == 0
            ? "The file has no times of events. Over which time was data taken from us?"
            : "The file has events from "
                + Instant.ofEpochMilli(span.firstEventMillis())
                + " to "
                + Instant.ofEpochMilli(span.lastEventMillis())
                + ". Is that all of the time over which data was taken, in UTC? If you kept less"
                + " than we sent: what did you delete, and when?");
    ReconciliationFigures compared = found.crosscheck().ledger();
    long missing = compared.people(ReconciledPerson.Cause.MISSING);
    if (missing > 0) {
      questions.add(
          number(
              "By our records you got data about %,d people of ours within that time who are not in"
                  + " the file. Were they out of reach, deleted before, or left out?",
              missing));
    }
    Completeness completeness = found.crosscheck().completeness();
    if (completeness.lacks()) {
      questions.add(
          String.format(
              Locale.ROOT,
              "We know of %,d records that you got and that should be in the file; it has %,d of"
                  + " them. Where are the others?",
              completeness.counted(),
              completeness.found()));
    }
  }

  private void differences(Findings found) {
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
    ReconciliationFigures compared = found.crosscheck().ledger();
    long unknown = compared.people(ReconciledPerson.Cause.UNKNOWN);
    if (unknown > 0) {
      questions.add(
          number(
              "The file has rows about %,d people of whom our records say that we never sent you"
                  + " anything. How did you get them: which token, integration or import?",
              unknown));
    }
    if (!compared.clearer().isEmpty()) {
      questions.add(
          "These kinds of data stand in the file as they are, though we sent them as tokens only: "
              + keys(compared.clearer().keySet())
              + ". Through which way did you get them?");
    }
    if (found.people().unresolved() > 0) {
      questions.add(
          number(
              "%,d people in it match none of our accounts. Are data of other customers of yours"
                  + " among it?",
              found.people().unresolved()));
    }
  }

  private void surprises(Findings found) {
    if (found.unexplainedFields() > 0) {
      questions.add(
          number(
              "%,d of its fields are unknown to us. Please send the list of fields with their"
                  + " meaning and origin.",
              found.unexplainedFields()));
    }
    List<String> added = places(found, Surprise.Kind.ADDED_BY_VENDOR);
    if (!added.isEmpty()) {
      questions.add(
          "You filled these fields by yourself: "
              + String.join(", ", added)
              + ". From what, since when, and how is that turned off?");
    }
    if (!places(found, Surprise.Kind.SECRET).isEmpty()) {
      questions.add(
          "Codes that open accounts stand in the file. Do your logs show that anybody used them,"
              + " and where else on your side do they lie?");
    }
    found.crosscheck().surprises().stream()
        .filter(surprise -> surprise.kind() == Surprise.Kind.TIMES)
        .forEach(surprise ->
            questions.add(
                number("%,d ", surprise.count()) + surprise.words() + ". Please explain."));
  }

  private static List<String> places(Findings found, Surprise.Kind kind) {
    return found.crosscheck().surprises().stream()
        .filter(surprise -> surprise.kind() == kind)
        .map(Surprise::place)
        .distinct()
        .limit(NAMED_MAX)
        .toList();
  }

  private void aboutTheRest() {
    questions.add(
        "Whose credentials or tokens were used, and are all of ours revoked: project tokens,"
            + " service accounts, single sign-on sessions, integrations?");
    questions.add(
        "Which of your sub-processors and which other destinations got our data, and are they"
            + " affected?");
    questions.add(
        "Has the data been offered, published or used, as far as you know? Is there a demand for"
            + " ransom?");
    questions.add("Which authorities did you tell, when, and under which reference?");
    questions.add(
        "What still runs on your side that takes in or hands out our data? From when on do you keep"
            + " nothing of it, backups included, and how will you attest the deletion? Until we ask"
            + " for it please delete nothing that is evidence.");
    questions.add(
        "A person we can reach at any hour until this is over: name, telephone, address for"
            + " encrypted mail.");
  }

  private void ask(Moment moment, String question) {
    if (!moments.containsKey(moment)) {
      questions.add(question);
    }
  }

  private static String number(String words, long number) {
    return String.format(Locale.ROOT, words, number);
  }

  private static String keys(Collection<DataCategory> categories) {
    return categories.stream().map(DataCategory::key).collect(Collectors.joining(", "));
  }
}
