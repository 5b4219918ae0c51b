package dev.firebreak.journal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.firebreak.disk.DurableFiles;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal of one binding on one machine: a [SegmentedLog] with group commit.
///
/// ```
/// prepare:  encode, seal
/// commit:   hand over ---------------> queue ----> committer: write all, force once,
///           and block on a future  <-- complete <--           complete all
/// ```
///
/// Records of one append are adjacent and in order. An append whose force failed is refused, and
/// nothing of it is kept: the file is reopened and cut back before the writers hear of it. The
/// queue holds at most [Settings#queueBytes]; writers wait beyond it. Thread-safe.
public final class SegmentJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentJournal.class);

  /// Sizes of a journal.
  ///
  /// @param segmentBytes a segment that reached it is followed by a new one
  /// @param queueBytes what may wait for the committer; writers beyond it wait
  /// @param batchBytes what one force makes durable at most, give or take one append
  public record Settings(long segmentBytes, long queueBytes, long batchBytes) {
    /// 64 MiB segments, 64 MiB waiting, 8 MiB a force.
    public static final Settings STANDARD = new Settings(64L << 20, 64L << 20, 8L << 20);
  }

  /// What waits for the committer: records, or without any the wish for a new segment.
  private record Pending(
      List<Frame.Entry> entries, long bytes, CompletableFuture<Long> firstOffset) {}

  private final BindingId binding;
  private final Settings settings;
  private final RecordCodec codec;
  private final PayloadSeal seal;
  private final SegmentedLog log;
  private final TotalsFold fold;
  private final long acceptedAtOpen;
  private final Thread committer;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition handedOver = lock.newCondition();
  private final Condition taken = lock.newCondition();
  private final Condition durable = lock.newCondition();

  @GuardedBy("lock")
  private final ArrayDeque<Pending> queue = new ArrayDeque<>();

  @GuardedBy("lock")
  private long queuedBytes;

  @GuardedBy("lock")
  private boolean closed;

  private volatile JournalTotals totals;
  private volatile TotalsFold.Times activeTimes;

  private SegmentJournal(
      BindingId binding, Settings settings, PayloadSeal seal, SegmentedLog log, TotalsFold fold) {
    this.binding = binding;
    this.settings = settings;
    this.seal = seal;
    this.codec = new RecordCodec(seal);
    this.log = log;
    this.fold = fold;
    totals = fold.totals();
    activeTimes = fold.times();
    acceptedAtOpen = totals.accepted();
    committer = Thread.ofPlatform().daemon().name("journal-" + binding).unstarted(this::commitAll);
  }

  /// Opens or creates the journal in a directory of its own and recovers it.
  ///
  /// @throws IOException where the disk fails or the directory holds another binding's journal
  public static SegmentJournal open(
      BindingId binding, DurableFiles files, KeyStore keys, Clock clock, Settings settings)
      throws IOException {
    TotalsFold fold = new TotalsFold();
    SegmentedLog.Settings logSettings =
        new SegmentedLog.Settings("journal", "journal:" + binding, settings.segmentBytes());
    SegmentedLog log = SegmentedLog.open(files, logSettings, clock, fold);
    PayloadSeal seal = new PayloadSeal(binding, keys);
    SegmentJournal journal = new SegmentJournal(binding, settings, seal, log, fold);
    LOG.atInfo()
        .addKeyValue("binding", binding)
        .addKeyValue("next", log.next())
        .addKeyValue("truncatedBytes", log.truncatedBytes())
        .log("JournalOpened");
    journal.committer.start();
    return journal;
  }

  @Override
  public Append prepare(List<JournalRecord> records) throws IOException {
    if (records.isEmpty()) {
      return log::next;
    }
    List<Frame.Entry> entries = encode(records);
    long bytes = entries.stream().mapToLong(Frame.Entry::bytes).sum();
    return () -> {
      Pending pending = new Pending(entries, bytes, new CompletableFuture<>());
      handOver(pending);
      return await(pending.firstOffset());
    };
  }

  public BindingId binding() {
    return binding;
  }

  /// Offset of the next record; all below are durable.
  public long end() {
    return log.next();
  }

  /// Offset of the first record that was not purged.
  public long first() {
    return log.first();
  }

  /// Bytes on disk of the segments that hold this record or a later one; cheap.
  public long bytesFrom(long offset) throws IOException {
    return log.bytesFrom(offset);
  }

  /// Counts over all records ever accepted.
  public JournalTotals totals() {
    return totals;
  }

  /// What [JournalTotals#accepted] was when this process opened the journal.
  public long acceptedAtOpen() {
    return acceptedAtOpen;
  }

  /// Bytes of an unfinished commit that opening cut off; nobody had been told that it was accepted.
  public long truncatedBytes() {
    return log.truncatedBytes();
  }

  /// Reads on from this offset.
  ///
  /// @throws IOException where it was purged
  public JournalCursor read(long from) throws IOException {
    return new JournalCursor(log.cursor(from));
  }

  /// Opens what is sealed of a record.
  ///
  /// @throws UnreadablePayloadException where the day's key was destroyed or is damaged, or the
  ///   record was tampered with
  /// @throws IOException where the key cannot be read now
  public OpenedPayload open(StoredRecord record, StoredRecord.Sealed sealed) throws IOException {
    return codec.open(record.receivedAt(), sealed);
  }

  /// Opens a record's id at the vendor alone; errors as for [#open].
  public Optional<String> openIdAtVendor(StoredRecord record, StoredRecord.Sealed sealed)
      throws IOException {
    return codec.openId(record.receivedAt(), sealed);
  }

  /// Waits until there is a durable record at this offset.
  ///
  /// @return false where there still is none after the time, or the journal is closed
  public boolean awaitRecord(long offset, Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lock();
    try {
      while (log.next() <= offset && !closed && nanos > 0) {
        nanos = durable.awaitNanos(nanos);
      }
      return log.next() > offset;
    } finally {
      lock.unlock();
    }
  }

  /// Commits what was handed over, then refuses everything.
  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      closed = true;
      handedOver.signalAll();
      taken.signalAll();
      durable.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      committer.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the last commit was going on");
    }
    log.close();
  }

  /// Begins a new segment, after everything that was handed over; the present one stays where it
  /// holds nothing yet.
  void beginSegment() throws IOException {
    Pending wish = new Pending(List.of(), 0, new CompletableFuture<>());
    handOver(wish);
    await(wish.firstOffset());
  }

  SegmentedLog log() {
    return log;
  }

  PayloadSeal seal() {
    return seal;
  }

  /// Receipt times of the records in the segment being written.
  TotalsFold.Times activeTimes() {
    return activeTimes;
  }

  private List<Frame.Entry> encode(List<JournalRecord> records) throws IOException {
    List<Frame.Entry> entries = new ArrayList<>(records.size());
    try {
      for (JournalRecord record : records) {
        if (!record.binding().equals(binding)) {
          throw new IllegalArgumentException("a record of another binding");
        }
        entries.add(new Frame.Entry(record.receivedAt().toEpochMilli(), codec.encode(record)));
      }
    } catch (IOException e) {
      logRefused(records.size(), e);
      throw e;
    }
    return entries;
  }

  private void logRefused(int records, IOException e) {
    LOG.atError()
        .addKeyValue("binding", binding)
        .addKeyValue("records", records)
        .setCause(e)
        .log("AppendsRefused");
  }

  private void handOver(Pending pending) throws IOException {
    lock.lock();
    try {
      while (!closed && queuedBytes > 0 && queuedBytes + pending.bytes() > settings.queueBytes()) {
        taken.await();
      }
      refuseWhenClosed();
      queue.add(pending);
      queuedBytes += pending.bytes();
      handedOver.signal();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before the record was handed over");
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void refuseWhenClosed() throws IOException {
    if (closed) {
      throw new IOException("the journal of " + binding + " is closed");
    }
  }

  private static long await(CompletableFuture<Long> firstOffset) throws IOException {
    try {
      return firstOffset.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted before the record was durable");
    } catch (ExecutionException e) {
      throw new IOException("the record could not be made durable", e.getCause());
    }
  }

  private void commitAll() {
    List<Pending> batch = new ArrayList<>();
    try {
      while (take(batch)) {
        commit(batch);
        batch.clear();
      }
    } catch (RuntimeException | Error e) {
      LOG.atError().addKeyValue("binding", binding).setCause(e).log("CommitterStopped");
      stop(batch, e);
      throw e;
    }
  }

  private boolean take(List<Pending> batch) {
    lock.lock();
    try {
      while (queue.isEmpty() && !closed) {
        handedOver.awaitUninterruptibly();
      }
      long bytes = 0;
      for (Pending next = queue.peek();
          next != null && bytes < settings.batchBytes();
          next = queue.peek()) {
        batch.add(queue.remove());
        bytes += next.bytes();
      }
      queuedBytes -= bytes;
      taken.signalAll();
      return !batch.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void commit(List<Pending> batch) {
    Map<Boolean, List<Pending>> byRecords =
        batch.stream().collect(Collectors.partitioningBy(pending -> pending.entries().isEmpty()));
    List<Pending> appends = byRecords.getOrDefault(false, List.of());
    if (!appends.isEmpty()) {
      append(appends, appends.stream().flatMap(append -> append.entries().stream()).toList());
    }
    List<Pending> wishes = byRecords.getOrDefault(true, List.of());
    if (!wishes.isEmpty()) {
      beginSegment(wishes);
    }
  }

  private void append(List<Pending> appends, List<Frame.Entry> entries) {
    long first;
    try {
      first = log.append(entries);
    } catch (IOException e) {
      logRefused(entries.size(), e);
      appends.forEach(append -> append.firstOffset().completeExceptionally(e));
      return;
    }
    publish();
    for (Pending append : appends) {
      append.firstOffset().complete(first);
      first += append.entries().size();
    }
  }

  private void beginSegment(List<Pending> wishes) {
    try {
      log.beginSegment();
    } catch (IOException e) {
      wishes.forEach(wish -> wish.firstOffset().completeExceptionally(e));
      return;
    }
    publish();
    wishes.forEach(wish -> wish.firstOffset().complete(log.next()));
  }

  private void publish() {
    totals = fold.totals();
    activeTimes = fold.times();
    lock.lock();
    try {
      durable.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void stop(List<Pending> batch, @Nullable Throwable cause) {
    List<Pending> failed = new ArrayList<>(batch);
    lock.lock();
    try {
      closed = true;
      failed.addAll(queue);
      queue.clear();
      taken.signalAll();
      durable.signalAll();
    } finally {
      lock.unlock();
    }
    failed.forEach(pending -> pending.firstOffset().completeExceptionally(new IOException(cause)));
  }
}
