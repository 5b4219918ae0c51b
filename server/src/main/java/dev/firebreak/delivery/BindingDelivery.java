package dev.firebreak.delivery;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.disk.DiskFiles;
import dev.firebreak.disk.DurableFiles;
import dev.firebreak.journal.SegmentJournal;
import java.io.IOException;

/// What one binding has on disk and who works with it: journal, outcomes, feed, dead letters.
///
/// @param config its settings
/// @param journal where the gateway appends
/// @param outcomes what became of it
/// @param feed takes outcomes to the ledger
/// @param deadLetters what the vendor refuses
/// @param held what waits while the vendor is held or cut off
/// @param retention purges what is done and old
/// @param releases what of it was released under a stricter policy
/// @param treating what treating again needs
public record BindingDelivery(
    BindingConfig config,
    SegmentJournal journal,
    OutcomeLog outcomes,
    LedgerFeed feed,
    DeadLetters deadLetters,
    HeldQueue held,
    JournalRetention retention,
    HeldReleases releases,
    SentRecords.Parts treating) {

  /// What the vendor gets of the journal's records, for one thread.
  SentRecords sent() {
    return new SentRecords(releases, treating);
  }

  /// Whether a released queue still makes tokens with this keyVersion: not all of it is delivered
  /// and in the ledger.
  boolean makesTokensWith(int keyVersion) {
    boolean fed = feed.lag() == 0;
    return releases.endOf(keyVersion) > (fed ? outcomes.settledBelow() : journal.first());
  }

  /// Opens or creates the binding's directory and recovers what is in it; a destruction that was
  /// cut short is ended.
  ///
  /// @throws dev.firebreak.error.FirebreakException DATA_DAMAGED where its files do not belong
  ///   together
  static BindingDelivery open(BindingConfig config, Deliveries.Parts parts) throws IOException {
    DurableFiles files = DiskFiles.in(parts.directory().journal().resolve(config.id().value()));
    SegmentJournal journal =
        SegmentJournal.open(
            config.id(), files, parts.keys(), parts.clock(), SegmentJournal.Settings.STANDARD);
    try {
      OutcomeLog outcomes = OutcomeLog.open(journal, files, parts.clock());
      HeldQueue held =
          new HeldQueue(files, journal, outcomes, config.maximumEventAge(), parts.audit());
      try {
        held.resume();
        return of(config, parts, journal, outcomes, held, HeldReleases.open(files));
      } catch (IOException | RuntimeException e) {
        outcomes.close();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      journal.close();
      throw e;
    }
  }

  private static BindingDelivery of(
      BindingConfig config,
      Deliveries.Parts parts,
      SegmentJournal journal,
      OutcomeLog outcomes,
      HeldQueue held,
      HeldReleases releases) {
    SentRecords.Parts treating = new SentRecords.Parts(config, parts.keys(), parts.policies());
    LedgerFeed feed =
        new LedgerFeed(
            config.vendor(),
            journal,
            outcomes,
            parts.ledger(),
            () -> new SentRecords(releases, treating));
    return new BindingDelivery(
        config,
        journal,
        outcomes,
        feed,
        new DeadLetters(journal, outcomes, parts.audit()),
        held,
        new JournalRetention(
            parts.journalRetention(),
            parts.clock(),
            new JournalRetention.Parts(journal, parts.keys(), outcomes, feed, parts.audit())),
        releases,
        treating);
  }
}
