package dev.firebreak.policy;

import dev.firebreak.detect.Detectors;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.JsonTokens;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Treats messages again that were treated once, under a policy that is stricter or equal; or that
/// came under one that was only observed, under any policy.
///
/// Of which category a field is, and what was done to it, is decided anew by both policies for the
/// same place. What came as it is gets today's treatment in full, what is found inside included;
/// what is a token, in a coarser form or `[category]` stays where today's rule leaves as much, and
/// goes where not: it cannot be made into another form any more. So does a token inside a longer
/// text. The result is the same whenever it is computed. Confined.
public final class Retreatment {
  private final FieldRules rules;
  private final MessageSurvey survey;
  private final TextTreatment texts;
  private final MessageWriter writer;
  private final TokenBuffer message = new TokenBuffer();

  /// @param now the binding's settings with today's policy
  /// @param before the policy under which the messages were treated
  /// @param observed whether it was only counted, or may have been: nothing in them counts as
  ///   coarse
  /// @param pseudonymizer for what came as it is and is to be a token
  /// @param skeletonKey keys the hashes of dedupe ids
  public Retreatment(
      TreatmentSettings now,
      Policy before,
      boolean observed,
      Pseudonymizer pseudonymizer,
      SecretBytes skeletonKey) {
    Detectors detectors = Detectors.standard();
    TreatmentSettings first =
        new TreatmentSettings(
            before, observed, false, now.userIds(), now.groups(), now.guessableIds(), true);
    rules = FieldRules.after(first, now, detectors);
    survey = new MessageSurvey(rules, now.userIds());
    texts = new TextTreatment(rules, detectors, pseudonymizer, survey);
    // a treated message has its ids; one that were made here would not be kept
    DedupeIds dedupeIds = new DedupeIds(skeletonKey, new SplittableRandom(0));
    writer = new MessageWriter(rules, texts, pseudonymizer, dedupeIds, survey);
  }

  /// A message that was treated again.
  ///
  /// @param header with the masks of both treatments
  public record Again(EventHeader header, byte[] payload) {
    @Override
    public String toString() {
      return "Again[" + payload.length + " bytes]";
    }
  }

  /// Treats one again; empty where nothing of it may go out any more.
  ///
  /// @param header as it was journalled
  /// @param receivedAt when the message came in
  public Optional<Again> apply(EventHeader header, byte[] payload, Instant receivedAt) {
    try {
      if (!JsonTokens.read(payload, message) || survey.survey(message, header.kind()) != null) {
        return Optional.empty();
      }
      String name = survey.eventName;
      if (name != null && rules.dropsEvent(name)) {
        return Optional.empty();
      }
      texts.beginAgain(header.masks().tokenized());
      return writer
          .write(message, header.kind(), receivedAt.toEpochMilli(), subjectId())
          .map(written -> new Again(header(header, written), written.payload()));
    } finally {
      texts.beginAgain(0);
      survey.clear();
      message.clear();
    }
  }

  private @Nullable String subjectId() {
    String account = survey.accountId();
    return account != null ? account : survey.deviceIdRaw();
  }

  private static EventHeader header(EventHeader first, MessageWriter.Written written) {
    return new EventHeader(
        first.kind(),
        first.dedupeId(),
        written.timeMillis(),
        first.idempotent(),
        first.subjectKey(),
        first.linkedDeviceKey(),
        first.subjectKey() == null ? null : written.subjectAtVendor(),
        masks(first.masks(), written.masks()));
  }

  /// What is no longer there in any form is withheld, as what was withheld the first time.
  private static Masks masks(Masks first, Masks now) {
    // a country that generalizing left as it was counts as clear
    long gone = first.disclosed() & ~now.disclosed() & ~DataCategory.UNCLASSIFIED.mask();
    long unchanged = now.generalized() & ~first.generalized() & DataCategory.COUNTRY.mask();
    return new Masks(
        now.clear() | unchanged,
        now.generalized() & ~unchanged,
        now.tokenized(),
        now.withheld() | first.withheld() | gone);
  }
}
