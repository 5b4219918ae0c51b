package dev.firebreak.delivery;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.event.EventHeader;
import dev.firebreak.journal.OpenedPayload;
import dev.firebreak.journal.StoredRecord;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.Retreatment;
import dev.firebreak.policy.TreatmentSettings;
import dev.firebreak.pseudonym.PseudonymKey;
import dev.firebreak.pseudonym.Pseudonymizer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the vendor gets of journalled records: as they were treated, or, where their queue was
/// released under a stricter policy, treated again. Confined.
final class SentRecords {
  private final HeldReleases releases;
  private final @Nullable Parts parts;
  private final Map<Under, Retreatment> treatments = new HashMap<>();

  /// What treating again needs.
  record Parts(BindingConfig config, KeyStore keys, PolicyArchive policies) {}

  private record Under(String before, boolean observed, String now, int keyVersion) {}

  /// A record as it is sent.
  ///
  /// @param policyVersion that it is under
  record Sent(String policyVersion, EventHeader header, byte[] payload) {
    @Override
    public String toString() {
      return "Sent[" + policyVersion + ", " + payload.length + " bytes]";
    }
  }

  SentRecords(HeldReleases releases, @Nullable Parts parts) {
    this.releases = releases;
    this.parts = parts;
  }

  /// Of a binding that never releases anything treated again.
  static SentRecords asTreated() {
    return new SentRecords(HeldReleases.none(), null);
  }

  /// Changes with every release: what was read before it is not sent after it.
  long releases() {
    return releases.count();
  }

  /// Whether a record is another one than the journal's.
  ///
  /// @param outcome place of its first disclosure in the outcome log; [Long#MAX_VALUE] for now
  boolean isAgain(StoredRecord record, long outcome) {
    return releases
        .of(record.offset(), outcome)
        .filter(release -> release.treatsAgain(record.policyVersion()))
        .isPresent();
  }

  /// The record as it is sent; empty where nothing of it may be sent any more.
  ///
  /// @param outcome as for [#isAgain]
  /// @throws IOException where it cannot be treated again now; it is not sent then
  Optional<Sent> of(
      StoredRecord record, StoredRecord.Forwarded forwarded, OpenedPayload opened, long outcome)
      throws IOException {
    Optional<HeldRelease> release = releases.of(record.offset(), outcome);
    if (release.isEmpty() || !release.get().treatsAgain(record.policyVersion())) {
      return Optional.of(new Sent(record.policyVersion(), forwarded.header(), opened.payload()));
    }
    return treatment(record.policyVersion(), release.get())
        .apply(forwarded.header(), opened.payload(), record.receivedAt())
        .map(again -> new Sent(release.get().policyVersion(), again.header(), again.payload()));
  }

  private Retreatment treatment(String before, HeldRelease release) throws IOException {
    Under under =
        new Under(
            before,
            release.observed().contains(before),
            release.policyVersion(),
            release.keyVersion());
    Retreatment known = treatments.get(under);
    if (known == null) {
      known = newTreatment(under);
      treatments.put(under, known);
    }
    return known;
  }

  private Retreatment newTreatment(Under under) throws IOException {
    Parts with = parts;
    if (with == null) {
      throw new IOException("nothing is treated again here");
    }
    BindingConfig config = with.config();
    TreatmentSettings now =
        new TreatmentSettings(
            policy(with, under.now()),
            false,
            false,
            config.userId(),
            Set.copyOf(config.groups()),
            config.guessableIds(),
            true);
    PseudonymKey key =
        with.keys().pseudonymKeys().stream()
            .filter(each -> each.vendor().equals(config.vendor()))
            .filter(each -> each.keyVersion() == under.keyVersion())
            .findFirst()
            .orElseThrow(() ->
                new IOException(
                    "key version "
                        + under.keyVersion()
                        + " is not here, and a released queue needs it: `key unseal`"));
    return new Retreatment(
        now,
        policy(with, under.before()),
        under.observed(),
        new Pseudonymizer(key),
        with.keys().secret("skeleton"));
  }

  private static Policy policy(Parts with, String version) throws IOException {
    return with.policies()
        .find(version)
        .orElseThrow(() -> new IOException("the policy " + version + " is not kept any more"));
  }
}
