package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.notice.AudienceMember;
import dev.firebreak.notice.AudienceSelection;
import dev.firebreak.notice.NoticeFacts;
import dev.firebreak.notice.NoticeFacts.Sentences;
import dev.firebreak.notice.NoticeLanguage;
import dev.firebreak.notice.NoticeSource;
import dev.firebreak.notice.NoticeTemplates;
import dev.firebreak.risk.PhishingRisk;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a person decides when drafting; the rest comes from the incident's findings.
final class NoticeDraftOptions {
  private static final Set<String> ROLES = Set.of("owner", "admin", "billing", "member", "dormant");
  private static final Pattern PLACE = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?");

  @Option(names = "--title", required = true, description = "for operators only")
  String title = "";

  @Option(
      names = "--state",
      defaultValue = "affected",
      description = {
        "affected: the people of the latest findings; unknown: those of the provisional list,"
            + " before",
        "a file is read; not-affected: those of that list who are not in the file",
        "(default: affected)"
      })
  String state = "affected";

  @Option(names = "--vendor-name", required = true, description = "as people know the vendor")
  String vendorName = "";

  @Option(names = "--happened", required = true, paramLabel = "DATE")
  @Nullable LocalDate happened;

  @Option(names = "--known", required = true, paramLabel = "DATE")
  @Nullable LocalDate known;

  @Option(names = "--next-update", required = true, paramLabel = "DATE")
  @Nullable LocalDate nextUpdate;

  @Option(names = "--measure", required = true, description = "a sentence; repeatable")
  List<String> measures = new ArrayList<>();

  @Option(
      names = "--language",
      defaultValue = "en",
      paramLabel = "LANG",
      description = "of the findings and measures, and of whose language has no translation")
  String language = "en";

  @Option(
      names = "--measure-in",
      paramLabel = "LANG=SENTENCE",
      description = "a measure in another language, in the order of the measures; repeatable")
  List<String> measuresIn = new ArrayList<>();

  @Option(
      names = "--finding-in",
      paramLabel = "LANG=SENTENCE",
      description = "a signed finding in another language, in their order; repeatable")
  List<String> findingsIn = new ArrayList<>();

  @Option(
      names = "--template",
      paramLabel = "[LANG=]FILE",
      description = "a file with another wording, one for each language; repeatable")
  List<String> templates = new ArrayList<>();

  @Option(
      names = "--residents",
      split = ",",
      paramLabel = "PLACES",
      description = {
        "only people who live in these countries or regions, by the accounts directory, as",
        "KR,TR,US-CA (default: everywhere)"
      })
  List<String> residents = new ArrayList<>();

  @Option(
      names = "--category",
      split = ",",
      paramLabel = "KEYS",
      description = "only people of whom one of these kinds of data was found")
  List<String> categories = new ArrayList<>();

  @Option(
      names = "--risk",
      split = ",",
      paramLabel = "BANDS",
      description = "only people in these bands of phishing risk: low,medium,high,critical")
  List<String> bands = new ArrayList<>();

  @Option(
      names = "--role",
      split = ",",
      paramLabel = "ROLES",
      description = "only people with these roles: owner,admin,billing,member,dormant")
  List<String> roles = new ArrayList<>();

  @Option(
      names = "--asked",
      description = "only people who asked, as `notice ask` recorded; goes with no other selection")
  boolean asked;

  @Option(names = "--only-news", description = "leave out whom an earlier campaign told as much")
  boolean onlyNews;

  NoticeFacts facts(NoticeSource source, String incident) {
    NoticeFacts.State state = state();
    try {
      return new NoticeFacts(
          state,
          vendorName,
          date(happened),
          date(known),
          source.signedFindings(incident),
          source.absences(incident, state),
          measures,
          date(nextUpdate),
          language(language),
          translations());
    } catch (IllegalArgumentException e) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "" + e.getMessage(), e);
    }
  }

  /// Which people the campaign is about.
  ///
  /// @param questions of those who asked, for where only they are written to
  AudienceSelection selection(Supplier<Map<String, AudienceMember>> questions) {
    if (asked) {
      if (!(residents.isEmpty() && categories.isEmpty() && bands.isEmpty() && roles.isEmpty())) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE,
            "--asked selects people by itself; leave the other selections out");
      }
      return AudienceSelection.asked(questions.get());
    }
    Set<DataCategory> kinds = EnumSet.noneOf(DataCategory.class);
    for (String key : categories) {
      kinds.add(
          DataCategory.ofKey(key)
              .orElseThrow(() ->
                  new FirebreakException(
                      ErrorCode.WRONG_USE,
                      "--category takes keys of the taxonomy, as user.contact.email; `taxonomy`"
                          + " lists them")));
    }
    Set<PhishingRisk.Band> risks = EnumSet.noneOf(PhishingRisk.Band.class);
    for (String band : bands) {
      risks.add(
          Arrays.stream(PhishingRisk.Band.values())
              .filter(known -> known.name().toLowerCase(Locale.ROOT).equals(band))
              .findFirst()
              .orElseThrow(() ->
                  new FirebreakException(
                      ErrorCode.WRONG_USE, "--risk takes low, medium, high and critical")));
    }
    if (!ROLES.containsAll(roles)) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "--role takes owner, admin, billing, member and dormant");
    }
    return new AudienceSelection(places(), kinds, risks, Set.copyOf(roles));
  }

  /// Where the people live whom the campaign is about; empty for everywhere.
  private Set<String> places() {
    for (String place : residents) {
      if (!PLACE.matcher(place).matches()) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE,
            "--residents takes codes of countries and regions, as KR,TR,US-CA");
      }
    }
    return Set.copyOf(residents);
  }

  /// The wordings that the operator wrote, by language.
  Map<NoticeLanguage, String> templates(Path workingDirectory) {
    Map<NoticeLanguage, String> read = new EnumMap<>(NoticeLanguage.class);
    for (String template : templates) {
      int equals = template.indexOf('=');
      NoticeLanguage each = language(equals < 0 ? language : template.substring(0, equals));
      Path file = workingDirectory.resolve(template.substring(equals + 1));
      read.put(each, NoticeTemplates.read(file));
    }
    return read;
  }

  private Map<NoticeLanguage, Sentences> translations() {
    Map<NoticeLanguage, List<String>> translatedMeasures = byLanguage(measuresIn);
    Map<NoticeLanguage, List<String>> translatedFindings = byLanguage(findingsIn);
    Set<NoticeLanguage> languages = EnumSet.noneOf(NoticeLanguage.class);
    languages.addAll(translatedMeasures.keySet());
    languages.addAll(translatedFindings.keySet());
    Map<NoticeLanguage, Sentences> translations = new EnumMap<>(NoticeLanguage.class);
    for (NoticeLanguage each : languages) {
      translations.put(
          each,
          new Sentences(
              translatedFindings.getOrDefault(each, List.of()),
              translatedMeasures.getOrDefault(each, List.of())));
    }
    return translations;
  }

  private static Map<NoticeLanguage, List<String>> byLanguage(List<String> sentences) {
    Map<NoticeLanguage, List<String>> byLanguage = new EnumMap<>(NoticeLanguage.class);
    for (String sentence : sentences) {
      int equals = Math.max(0, sentence.indexOf('='));
      byLanguage
          .computeIfAbsent(language(sentence.substring(0, equals)), _ -> new ArrayList<>())
          .add(sentence.substring(equals + 1));
    }
    return byLanguage;
  }

  private static NoticeLanguage language(String tag) {
    return NoticeLanguage.of(tag)
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.WRONG_USE,
                "notices are written in "
                    + NoticeLanguage.tags()
                    + "; a language stands before its sentence or file, as de=..."));
  }

  private NoticeFacts.State state() {
    for (NoticeFacts.State known : NoticeFacts.State.values()) {
      if (known.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(state)) {
        return known;
      }
    }
    throw new FirebreakException(
        ErrorCode.WRONG_USE, "--state is affected, not-affected or unknown");
  }

  private static LocalDate date(@Nullable LocalDate date) {
    if (date == null) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "a date is written as 2025-11-25");
    }
    return date;
  }
}
