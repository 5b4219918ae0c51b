package dev.firebreak.delivery;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.journal.PurgeableSegments;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.journal.SegmentPurge;
import dev.firebreak.keys.KeyStore;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Purges one binding's journal of what is done and older than the retention.
///
/// ```
/// take outcomes to the ledger -> audit -> delete segments -> delete outcomes -> audit -> keys
/// ```
///
/// A segment goes when each of its records has an outcome, the ledger has taken that outcome, and
/// the last of them came in before the retention began. A crash after any step leaves totals right
/// and the rest to the next run. Thread-safe; one run at a time.
public final class JournalRetention {
  private static final Logger LOG = LoggerFactory.getLogger(JournalRetention.class);
  private static final String ACTOR = "system:delivery";

  /// A key outlives its day at least so long, whatever the retention: a record may be on its way.
  private static final Duration KEY_MARGIN = Duration.ofHours(1);

  private final Duration retention;
  private final Clock clock;
  private final SegmentJournal journal;
  private final SegmentPurge segments;
  private final OutcomeLog outcomes;
  private final LedgerFeed feed;
  private final AuditLog audit;

  /// What a retention works on.
  ///
  /// @param feed takes the outcomes to the ledger
  /// @param audit where a purge is told before it happens
  public record Parts(
      SegmentJournal journal,
      KeyStore keys,
      OutcomeLog outcomes,
      LedgerFeed feed,
      AuditLog audit) {}

  /// @param retention how long records are kept after their receipt
  public JournalRetention(Duration retention, Clock clock, Parts parts) {
    this.retention = retention;
    this.clock = clock;
    journal = parts.journal();
    segments = new SegmentPurge(journal, parts.keys());
    outcomes = parts.outcomes();
    feed = parts.feed();
    audit = parts.audit();
  }

  /// Purges what may go now.
  ///
  /// @return what went; empty where no segment did
  /// @throws IOException where the disk or the ledger fails; the next run goes on
  public Optional<PurgeableSegments> purge() throws IOException {
    Instant now = clock.instant();
    Instant cutoff = now.minus(retention);
    segments.endSegmentOfEarlierDay(LocalDate.ofInstant(now, ZoneOffset.UTC));
    outcomes.purging().lock();
    try {
      long doneBelow = outcomes.settledBelow();
      // whatever is settled by now has its fact when this returns
      feed.feed();
      Optional<PurgeableSegments> found = segments.find(doneBelow, cutoff);
      if (found.isPresent()) {
        purge(found.get());
      }
      outcomes.deleteBelow(feed.watermark(), journal.first());
      destroyKeys(cutoff.isBefore(now.minus(KEY_MARGIN)) ? cutoff : now.minus(KEY_MARGIN));
      return found;
    } finally {
      outcomes.purging().unlock();
    }
  }

  private void purge(PurgeableSegments found) throws IOException {
    audit.append(
        ACTOR,
        "JournalPurged",
        subject(),
        Map.of(
            "firstOffset", Long.toString(found.first()),
            "endOffset", Long.toString(found.end()),
            "segments", Integer.toString(found.segments()),
            "forwarded", Long.toString(found.forwarded()),
            "quarantined", Long.toString(found.quarantined()),
            "dropped", Long.toString(found.dropped()),
            "sha256", found.sha256()));
    segments.delete(found);
    LOG.atInfo()
        .addKeyValue("binding", journal.binding())
        .addKeyValue("firstOffset", found.first())
        .addKeyValue("endOffset", found.end())
        .log("JournalPurged");
  }

  private void destroyKeys(Instant endedBefore) throws IOException {
    List<LocalDate> days = segments.daysWithoutRecords(endedBefore);
    if (days.isEmpty()) {
      return;
    }
    String names = days.stream().map(LocalDate::toString).collect(Collectors.joining(" "));
    audit.append(ACTOR, "DataKeysDestroyed", subject(), Map.of("days", names));
    segments.destroyKeys(days);
  }

  private String subject() {
    return "binding:" + journal.binding();
  }
}
