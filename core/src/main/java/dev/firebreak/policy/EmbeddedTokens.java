package dev.firebreak.policy;

import dev.firebreak.detect.Detection;
import dev.firebreak.pseudonym.DevicePrefix;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.taxonomy.DataCategory;
import java.util.List;

/// The tokens inside longer texts of a message that was treated once.
///
/// Of which category one is, only the key could tell. It may be of any that stands in the message
/// as a token and of which the earlier policy left tokens inside texts: it stays where today's
/// policy leaves tokens of all of these, and gives way to `[category]` where not, or to
/// `[unclassified]` where it may be of several. It is no data of its own: nothing that is detected
/// in it counts, and it is never made a token again. Confined.
final class EmbeddedTokens {
  private final FieldRules rules;
  private final MessageSurvey survey;
  private List<DataCategory> possible = List.of();

  EmbeddedTokens(FieldRules rules, MessageSurvey survey) {
    this.rules = rules;
    this.survey = survey;
  }

  /// Begins a message.
  ///
  /// @param tokenized the categories of which it has tokens; 0 where it was never treated
  void begin(long tokenized) {
    possible =
        tokenized == 0
            ? List.of()
            : DataCategory.ofMask(tokenized).stream().filter(rules::leftTokensInside).toList();
  }

  /// The tokens inside a text, in their order; none where the whole of it is one.
  List<Pseudonymizer.Span> in(String text) {
    return possible.isEmpty() || Pseudonymizer.looksLikeToken(DevicePrefix.strip(text))
        ? List.of()
        : Pseudonymizer.tokensIn(text);
  }

  /// Whether what was detected is, or reaches into, one of these.
  static boolean touches(List<Pseudonymizer.Span> places, Detection hit) {
    return places.stream()
        .anyMatch(place -> hit.start() < place.end() && place.start() < hit.end());
  }

  /// The categories of which a token inside a text may be.
  List<DataCategory> possible() {
    return possible;
  }

  /// Those of them of which today's policy leaves no token.
  List<DataCategory> withheld() {
    return possible.stream()
        .filter(category ->
            rules.of(category).stricter(survey.treatmentWhereStated(category)).withholds())
        .toList();
  }
}
