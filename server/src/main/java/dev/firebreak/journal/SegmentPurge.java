package dev.firebreak.journal;

import dev.firebreak.digest.Sha256;
import dev.firebreak.disk.DurableFile;
import dev.firebreak.keys.KeyStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/// Takes old segments of a journal away, and the data keys of days of which nothing is left.
///
/// Every step looks at what is there, not at what an earlier step did: after a crash between two
/// steps the next run goes on. Which records are done is the caller's knowledge. One caller at a
/// time; the journal goes on beside it.
public final class SegmentPurge {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final int DAY_LENGTH = "2025-11-09".length();

  private final SegmentJournal journal;
  private final SegmentedLog log;
  private final KeyStore keys;

  public SegmentPurge(SegmentJournal journal, KeyStore keys) {
    this.journal = journal;
    this.log = journal.log();
    this.keys = keys;
  }

  /// Begins a new segment where the present one holds records of a day before this one, so that a
  /// quiet binding's records grow no older than a busy one's.
  public void endSegmentOfEarlierDay(LocalDate today) throws IOException {
    TotalsFold.Times times = journal.activeTimes();
    if (!times.isEmpty() && dayOf(times.first()).isBefore(today)) {
      journal.beginSegment();
    }
  }

  /// The longest run of whole segments at the beginning all of whose records are done and old.
  ///
  /// @param doneBelow all records with lower offsets are done
  /// @param receivedBefore old is what came in before this moment
  public Optional<PurgeableSegments> find(long doneBelow, Instant receivedBefore)
      throws IOException {
    List<SegmentedLog.Segment> all = List.copyOf(log.segments());
    int count = 0;
    while (count < all.size() - 1
        && all.get(count + 1).first() <= doneBelow
        && isOld(all.get(count + 1), receivedBefore)) {
      count++;
    }
    if (count == 0) {
      return Optional.empty();
    }
    JournalTotals before = totalsBefore(all.getFirst());
    JournalTotals after = totalsBefore(all.get(count));
    return Optional.of(
        new PurgeableSegments(
            all.getFirst().first(),
            all.get(count).first(),
            count,
            after.forwarded() - before.forwarded(),
            after.quarantined() - before.quarantined(),
            after.droppedInAll() - before.droppedInAll(),
            digest(all.subList(0, count))));
  }

  /// Deletes what [#find] found; a crash leaves a beginning of it deleted, durably.
  public void delete(PurgeableSegments segments) throws IOException {
    log.deleteBelow(segments.end());
  }

  /// Days that have a data key but no record any more.
  ///
  /// @param endedBefore only days that were over at this moment, so that no record of them is on
  ///   its way
  public List<LocalDate> daysWithoutRecords(Instant endedBefore) throws IOException {
    LocalDate firstKept = firstDayKept().orElse(LocalDate.MAX);
    LocalDate lastEnded = dayOf(endedBefore.toEpochMilli()).minusDays(1);
    return keys.names().stream()
        .flatMap(name -> dayOfKey(name).stream())
        .filter(day -> day.isBefore(firstKept) && !day.isAfter(lastEnded))
        .sorted()
        .toList();
  }

  /// Destroys the data keys of these days for good.
  public void destroyKeys(List<LocalDate> days) {
    for (LocalDate day : days) {
      keys.destroy(PayloadSeal.keyName(journal.binding(), day));
      journal.seal().forget(day);
    }
  }

  /// Times of the active segment are read first: what is rolled or received meanwhile is newer.
  private Optional<LocalDate> firstDayKept() throws IOException {
    TotalsFold.Times active = journal.activeTimes();
    long first = active.first();
    List<SegmentedLog.Segment> all = List.copyOf(log.segments());
    for (SegmentedLog.Segment next : all.subList(1, all.size())) {
      first = Math.min(first, TotalsFold.previousTimes(log.carryOf(next)).first());
    }
    return first == Long.MAX_VALUE ? Optional.empty() : Optional.of(dayOf(first));
  }

  private boolean isOld(SegmentedLog.Segment next, Instant receivedBefore) throws IOException {
    TotalsFold.Times times = TotalsFold.previousTimes(log.carryOf(next));
    return times.isEmpty() || times.last() < receivedBefore.toEpochMilli();
  }

  private JournalTotals totalsBefore(SegmentedLog.Segment segment) throws IOException {
    TotalsFold fold = new TotalsFold();
    fold.start(log.carryOf(segment));
    return fold.totals();
  }

  private String digest(List<SegmentedLog.Segment> segments) throws IOException {
    MessageDigest sha256 = Sha256.start();
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    for (SegmentedLog.Segment segment : segments) {
      try (DurableFile file = log.files().openForReading(segment.name())) {
        long position = 0;
        for (int read = file.read(0, buffer); read > 0; read = file.read(position, buffer)) {
          position += read;
          sha256.update(buffer.flip());
          buffer.clear();
        }
      }
    }
    return Sha256.hex(sha256);
  }

  private Optional<LocalDate> dayOfKey(String file) {
    int at = file.length() - DAY_LENGTH;
    if (at < 0) {
      return Optional.empty();
    }
    try {
      LocalDate day = LocalDate.parse(file.substring(at));
      return file.equals("aead-" + PayloadSeal.keyName(journal.binding(), day))
          ? Optional.of(day)
          : Optional.empty();
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static LocalDate dayOf(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }
}
