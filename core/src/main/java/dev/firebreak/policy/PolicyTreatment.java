package dev.firebreak.policy;

import dev.firebreak.detect.Detectors;
import dev.firebreak.event.DropReason;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.MessageTreatment;
import dev.firebreak.event.QuarantineReason;
import dev.firebreak.event.TokenBuffer;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Applies one binding's policy to Mixpanel messages, in two walks over the token buffer: first who
/// and when (identities may come last), then field by field into the treated message.
///
/// Confined to one request at a time; several share an [ObservedEffects]. The personal values of a
/// message are forgotten when the call returns.
public final class PolicyTreatment implements MessageTreatment {
  private final boolean observe;
  private final FieldRules rules;
  private final MessageSurvey survey;
  private final MessageWriter writer;
  private final @Nullable MessageWriter enforcingWriter;
  private final @Nullable FieldRules enforcingRules;
  private final SubjectKeyring subjects;
  private final DedupeIds dedupeIds;
  private final ObservedEffects effects;

  /// @param settings the policy and the binding's ways
  /// @param pseudonymizer the vendor's tokens
  /// @param subjects the company's subject keys
  /// @param skeletonKey keys the hashes of quarantined messages and of dedupe ids
  /// @param random for dedupe ids; unpredictable in production
  public PolicyTreatment(
      TreatmentSettings settings,
      Pseudonymizer pseudonymizer,
      SubjectKeyring subjects,
      SecretBytes skeletonKey,
      RandomGenerator random) {
    this(settings, pseudonymizer, subjects, skeletonKey, random, new ObservedEffects());
  }

  /// As above, with the counts of observe mode shared by the treatments of a binding.
  public PolicyTreatment(
      TreatmentSettings settings,
      Pseudonymizer pseudonymizer,
      SubjectKeyring subjects,
      SecretBytes skeletonKey,
      RandomGenerator random,
      ObservedEffects effects) {
    this.subjects = subjects;
    this.effects = effects;
    observe = settings.observe();
    dedupeIds = new DedupeIds(skeletonKey, random);
    Detectors detectors = Detectors.standard();
    rules = new FieldRules(settings, observe, detectors);
    survey = new MessageSurvey(rules, settings.userIds());
    writer = writer(rules, detectors, pseudonymizer);
    enforcingRules = observe ? new FieldRules(settings, false, detectors) : null;
    enforcingWriter =
        enforcingRules == null ? null : writer(enforcingRules, detectors, pseudonymizer);
  }

  private MessageWriter writer(
      FieldRules fieldRules, Detectors detectors, Pseudonymizer pseudonymizer) {
    TextTreatment texts = new TextTreatment(fieldRules, detectors, pseudonymizer, survey);
    return new MessageWriter(fieldRules, texts, pseudonymizer, dedupeIds, survey);
  }

  /// What the policy would have done, where the settings say observe.
  public ObservedEffects observedEffects() {
    return effects;
  }

  @Override
  public TreatedMessage treat(TokenBuffer message, MessageKind kind, Instant receivedAt) {
    try {
      QuarantineReason reason = survey.survey(message, kind);
      if (reason != null) {
        return new TreatedMessage.Quarantined(
            reason, Skeleton.of(message, kind, reason, dedupeIds));
      }
      long received = receivedAt.toEpochMilli();
      if (observe) {
        observe(message, kind, received);
      }
      String name = survey.eventName;
      if (name != null && rules.dropsEvent(name)) {
        return new TreatedMessage.Dropped(DropReason.POLICY, kind);
      }
      return writer
          .write(message, kind, received, subjectId())
          .<TreatedMessage>map(written -> forward(kind, written))
          .orElseGet(() -> new TreatedMessage.Dropped(DropReason.POLICY, kind));
    } finally {
      survey.clear();
    }
  }

  private TreatedMessage.Forward forward(MessageKind kind, MessageWriter.Written written) {
    String account = survey.accountId();
    String device = survey.deviceIdBare();
    SubjectKey subject = null;
    SubjectKey link = null;
    if (account != null) {
      subject = subjects.account(account);
      link = device == null || device.equals(account) ? null : subjects.device(device);
    } else if (device != null) {
      subject = subjects.device(device);
    }
    EventHeader header =
        new EventHeader(
            kind,
            written.dedupeId(),
            written.timeMillis(),
            survey.idempotent,
            subject,
            link,
            subject == null ? null : written.subjectAtVendor(),
            written.masks());
    return new TreatedMessage.Forward(header, written.payload());
  }

  /// The raw id in the slot that names the subject.
  private @Nullable String subjectId() {
    String account = survey.accountId();
    return account != null ? account : survey.deviceIdRaw();
  }

  private void observe(TokenBuffer message, MessageKind kind, long received) {
    if (enforcingWriter == null || enforcingRules == null) {
      return;
    }
    String name = survey.eventName;
    Optional<MessageWriter.Written> written =
        name != null && enforcingRules.dropsEvent(name)
            ? Optional.empty()
            : enforcingWriter.write(message, kind, received, subjectId());
    written.ifPresentOrElse(each -> effects.add(each.masks()), effects::addDropped);
  }
}
