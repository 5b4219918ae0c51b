package dev.firebreak.policy;

import dev.firebreak.detect.Detection;
import dev.firebreak.detect.DetectionType;
import dev.firebreak.detect.Detectors;
import dev.firebreak.detect.ScanWork;
import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Treats what detectors find inside a text that survives: each span gets the stricter of the
/// field's and the detected category's treatment. Confined.
///
/// Remembers texts that were found clean, since analytics strings repeat; the bound is fixed and
/// the memory never leaves the process.
final class TextTreatment {
  private static final int CLEAN_SLOTS = 8192;
  private static final int CLEAN_CHARS_MAX = 128;

  private final FieldRules rules;
  private final Detectors detectors;
  private final Pseudonymizer pseudonymizer;
  private final MessageSurvey survey;
  private final ScanWork work;
  private final EmbeddedTokens tokens;
  private final @Nullable String[] clean = new String[CLEAN_SLOTS];

  private record Span(int start, int end, Treatment treatment, Detection detection) {}

  /// @param survey what the message says of itself
  TextTreatment(
      FieldRules rules, Detectors detectors, Pseudonymizer pseudonymizer, MessageSurvey survey) {
    this.rules = rules;
    this.detectors = detectors;
    this.pseudonymizer = pseudonymizer;
    this.survey = survey;
    work = rules.work();
    tokens = new EmbeddedTokens(rules, survey);
  }

  /// Begins a message that was treated once.
  ///
  /// @param tokenized the categories of which it has tokens
  void beginAgain(long tokenized) {
    tokens.begin(tokenized);
  }

  /// What stands in the text, the event's own values included.
  List<Detection> scan(String text) {
    if (survey.known.overflowed() && text.length() > 1) {
      return List.of(Detection.unscanned(text));
    }
    boolean cacheable = text.length() <= CLEAN_CHARS_MAX;
    int slot = (text.hashCode() * 0x9E3779B9) >>> 19;
    if (cacheable && text.equals(clean[slot])) {
      return survey.known.findFlat(text, work);
    }
    List<Detection> hits = detectors.scan(text, survey.known, work);
    if (hits.isEmpty() && cacheable && work.flat()) {
      clean[slot] = text;
    }
    return hits;
  }

  /// True where the name of a field holds what may not go out.
  boolean hides(String name) {
    for (Detection hit : scan(name)) {
      if (hit.type() == DetectionType.UNSCANNED
          || !(treatmentOf(hit, null, Treatment.pass()) instanceof Treatment.Pass)) {
        return true;
      }
    }
    return false;
  }

  /// True where the whole text is one of the event's own values.
  boolean isOwn(String text) {
    return survey.known.isOwn(text);
  }

  /// The category of a text of which one detection says what the whole of it is.
  static Optional<Detection> whole(String text, List<Detection> hits) {
    for (Detection hit : hits) {
      if (hit.covers(text.length()) && hit.type() != DetectionType.UNSCANNED) {
        return Optional.of(hit);
      }
    }
    return Optional.empty();
  }

  /// The text with the spans treated; empty where the whole of it is to be dropped.
  ///
  /// @param field the field's category, null where it has none; what is found of that same category
  ///   is covered by the field's own treatment
  /// @param done the treatment that the field has had already
  Optional<String> treat(
      String text,
      List<Detection> hits,
      @Nullable DataCategory field,
      Treatment done,
      MaskBuilder masks) {
    List<Span> spans = new ArrayList<>(hits.size());
    List<Pseudonymizer.Span> places = tokens.in(text);
    treatTokens(places, spans, masks);
    for (Detection hit : hits) {
      if (EmbeddedTokens.touches(places, hit)) {
        continue;
      }
      Treatment treatment = treatmentOf(hit, field, done);
      if (treatment.strictness() <= done.strictness()) {
        masks.add(
            hit.category() == DataCategory.UNCLASSIFIED ? unscanned(field) : hit.category(), done);
      } else {
        spans.add(new Span(hit.start(), hit.end(), treatment, hit));
      }
    }
    if (spans.isEmpty()) {
      return Optional.of(text);
    }
    List<Span> joined = join(spans);
    Span first = joined.getFirst();
    if (first.start() == 0 && first.end() == text.length()) {
      return treatWhole(text, first, field, masks);
    }
    return Optional.of(replace(text, joined, field, masks));
  }

  /// What stands in a text as a token stays one or goes.
  private void treatTokens(List<Pseudonymizer.Span> places, List<Span> spans, MaskBuilder masks) {
    if (places.isEmpty()) {
      return;
    }
    List<DataCategory> withheld = tokens.withheld();
    if (withheld.isEmpty()) {
      tokens.possible().forEach(category -> masks.add(category, Treatment.pseudonymize()));
      return;
    }
    withheld.forEach(category -> masks.add(category, Treatment.redact()));
    DataCategory named =
        tokens.possible().size() == 1 ? withheld.getFirst() : DataCategory.UNCLASSIFIED;
    for (Pseudonymizer.Span place : places) {
      Detection token =
          new Detection(named, place.start(), place.end(), DetectionType.KEYED_VALUE, false);
      spans.add(new Span(place.start(), place.end(), Treatment.redact(), token));
    }
  }

  private Treatment treatmentOf(Detection hit, @Nullable DataCategory field, Treatment done) {
    if (hit.type() == DetectionType.UNSCANNED) {
      return Treatment.redact();
    }
    boolean version = field == DataCategory.USER_AGENT && hit.category() == DataCategory.IP_ADDRESS;
    if (hit.category() == field || version) {
      return done;
    }
    Treatment treatment = rules.of(hit.category());
    return hit.type() == DetectionType.SELF_REFERENCE
        ? treatment.stricter(survey.treatmentWhereStated(hit.category()))
        : treatment;
  }

  private static DataCategory unscanned(@Nullable DataCategory field) {
    return field == null ? DataCategory.UNCLASSIFIED : field;
  }

  /// Joins overlapping spans; the strictest of them decides for all.
  private static List<Span> join(List<Span> spans) {
    spans.sort(
        Comparator.comparingInt(Span::start)
            .thenComparing(Comparator.comparingInt(Span::end).reversed()));
    List<Span> joined = new ArrayList<>(spans.size());
    for (Span span : spans) {
      Span last = joined.isEmpty() ? null : joined.getLast();
      if (last == null || span.start() >= last.end()) {
        joined.add(span);
        continue;
      }
      boolean stricter = span.treatment().strictness() > last.treatment().strictness();
      Span decides = stricter ? span : last;
      int end = Math.max(last.end(), span.end());
      joined.set(
          joined.size() - 1,
          new Span(last.start(), end, widened(decides, last.start(), end), decides.detection()));
    }
    return joined;
  }

  /// A token or a coarser form belongs to its own span alone; of a wider one only the name is left.
  private static Treatment widened(Span span, int start, int end) {
    boolean same = span.start() == start && span.end() == end;
    return same ? span.treatment() : span.treatment().stricter(Treatment.redact());
  }

  private Optional<String> treatWhole(
      String text, Span span, @Nullable DataCategory field, MaskBuilder masks) {
    DataCategory category = categoryOf(span, field);
    Optional<String> result =
        span.treatment() instanceof Treatment.Drop ? Optional.empty() : inPlace(text, span);
    if (span.treatment() instanceof Treatment.Redact) {
      result = Optional.of(label(span, category));
    }
    masks.add(category, result.isEmpty() ? Treatment.drop() : span.treatment());
    return result;
  }

  private String replace(
      String text, List<Span> spans, @Nullable DataCategory field, MaskBuilder masks) {
    StringBuilder result = new StringBuilder(text.length());
    int at = 0;
    for (Span span : spans) {
      result.append(text, at, span.start());
      DataCategory category = categoryOf(span, field);
      Optional<String> replaced = inPlace(text.substring(span.start(), span.end()), span);
      result.append(replaced.orElse(label(span, category)));
      masks.add(category, replaced.isPresent() ? span.treatment() : Treatment.redact());
      at = span.end();
    }
    return result.append(text, at, text.length()).toString();
  }

  private static DataCategory categoryOf(Span span, @Nullable DataCategory field) {
    return span.detection().type() == DetectionType.UNSCANNED
        ? unscanned(field)
        : span.detection().category();
  }

  private static String label(Span span, DataCategory category) {
    return span.detection().type() == DetectionType.UNSCANNED
        ? "[unscanned]"
        : "[" + category.key() + "]";
  }

  /// The span in the form of its treatment; empty where it has none.
  private Optional<String> inPlace(String value, Span span) {
    return switch (span.treatment()) {
      case Treatment.Pseudonymize _ when !span.detection().encoded() ->
          Optional.of(pseudonymizer.token(domain(span.detection().category()), value));
      case Treatment.Generalize(Generalization level) when !span.detection().encoded() ->
          Generalizer.text(level, span.detection().category(), value, this::isOwn);
      case Treatment.Pass _,
          Treatment.Generalize _,
          Treatment.Pseudonymize _,
          Treatment.Redact _,
          Treatment.Drop _ ->
          Optional.empty();
    };
  }

  /// The space of tokens for values of a category.
  static Domain domain(DataCategory category) {
    return switch (category) {
      case ACCOUNT_ID, DEVICE_ID -> Domain.PERSON;
      case ORGANIZATION_ID -> Domain.ORG;
      case EMAIL -> Domain.EMAIL;
      case PHONE -> Domain.PHONE;
      case NAME -> Domain.NAME;
      case SESSION_ID -> Domain.SESSION;
      default -> Domain.OTHER;
    };
  }
}
