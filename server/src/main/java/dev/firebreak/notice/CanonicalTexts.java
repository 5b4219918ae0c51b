package dev.firebreak.notice;

import dev.firebreak.control.ControlDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Makes and keeps the [CanonicalText]s of campaigns. They are frozen with the draft, as the
/// notices are: a later version with other built-in words publishes the same. Thread-safe.
record CanonicalTexts(ControlDatabase control) {
  private static final String EXPOSED = "exposed";

  /// The texts of a campaign: in each of its languages one for those who are told the first time,
  /// and one for those who were told before, as far as there are any of them.
  static List<CanonicalText> of(NoticeRenderer renderer, List<Addressee> addressees) {
    List<CanonicalText> texts = new ArrayList<>();
    for (boolean followUp : new boolean[] {false, true}) {
      List<Addressee> readers =
          addressees.stream().filter(each -> each.isFollowUp() == followUp).toList();
      if (!readers.isEmpty()) {
        for (NoticeLanguage language : new TreeSet<>(renderer.templates().languages())) {
          texts.add(new CanonicalText(language, followUp, written(renderer, language, readers)));
        }
      }
    }
    return texts;
  }

  /// Puts in what is the same for somebody of whom nothing was found, and for those of whom
  /// everything was, in clear or as codes; all else is a blank.
  private static String written(
      NoticeRenderer renderer, NoticeLanguage language, List<Addressee> readers) {
    NoticeWording wording = new NoticeWording(renderer.facts().in(language), renderer.issuer());
    NoticeWords words = NoticeWords.of(language);
    String number = blank(words, "number");
    String word = blank(words, "word");
    List<Map<String, String>> all =
        extremes(readers).stream().map(reader -> wording.of(reader, number, word)).toList();
    Map<String, String> shared = new HashMap<>(all.getFirst());
    shared.replaceAll((place, text) ->
        all.stream().allMatch(each -> text.equals(each.get(place))) ? text : blank(words, place));
    if (readers.getFirst().isFollowUp()) {
      shared.put(EXPOSED, blank(words, EXPOSED));
    }
    return renderer.templates().template(language).written(shared);
  }

  private static String blank(NoticeWords words, String place) {
    return "[" + words.text("blank." + place) + "]";
  }

  /// Invented readers between whom all of these lie.
  private static List<Addressee> extremes(List<Addressee> readers) {
    long found = 0;
    for (Addressee each : readers) {
      found |= each.exposed() | each.tokenized();
    }
    boolean several = readers.stream().anyMatch(each -> each.accounts().size() > 1);
    boolean someProtected = readers.stream().anyMatch(Addressee::secondFactor);
    boolean allProtected = readers.stream().allMatch(Addressee::secondFactor);
    List<String> accounts = several ? List.of("", "") : List.of("");
    Addressee.Told told = new Addressee.Told(readers.getFirst().isFollowUp(), 0, 0, 0);
    return Stream.of(
            new Addressee("", List.of(""), List.of(), 0, 0, 0, someProtected, 0),
            new Addressee("", accounts, List.of(), found, 0, 0, allProtected, 0),
            new Addressee("", accounts, List.of(), 0, 0, found, allProtected, 0))
        .map(reader -> reader.after(told))
        .toList();
  }

  void insert(String campaign, List<CanonicalText> texts) {
    control
        .writer()
        .useHandle(handle -> {
          for (CanonicalText text : texts) {
            handle.execute(
                "INSERT INTO notice_canonical_text (campaign, language, follow_up, written)"
                    + " VALUES (?, ?, ?, ?)",
                campaign,
                text.language().tag(),
                text.followUp() ? 1 : 0,
                text.written());
          }
        });
  }

  /// The frozen texts, those for first notices before those for follow-ups; empty where nobody gets
  /// mail.
  List<CanonicalText> find(String campaign) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT language, follow_up, written FROM notice_canonical_text"
                        + " WHERE campaign = :campaign ORDER BY follow_up, language")
                .bind("campaign", campaign)
                .map((row, _) ->
                    new CanonicalText(
                        NoticeLanguage.of(row.getString("language")).orElseThrow(),
                        row.getBoolean("follow_up"),
                        row.getString("written")))
                .list());
  }
}
