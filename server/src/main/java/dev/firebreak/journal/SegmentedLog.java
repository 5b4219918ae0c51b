package dev.firebreak.journal;

import dev.firebreak.disk.DurableFile;
import dev.firebreak.disk.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A numbered log in segment files, durable batch by batch.
///
/// ```
/// PREFIX-00000000000000000000.seg   frame: [header: identity, carry of everything before]
///                                   frame 0, frame 1, ...
/// PREFIX-00000000000000041236.seg   frame: [header: identity, carry of frames 0 to 41235]
///                                   frame 41236, ...
/// ```
///
/// Each segment begins with the *carry*: the [Fold] over all frames before it. So opening reads the
/// last segment only, and the totals survive the purge of old segments. Beside them may lie
///
/// ```
/// PREFIX.end                        where the log was closed; gone before anything is appended
/// PREFIX-....seg.cut-0              what an opening cut off that segment, or the whole of one that
///                                   was never begun; goes with the segment
/// ```
///
/// One writer at a time; cursors may read beside it from any thread and see durable frames only.
public final class SegmentedLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentedLog.class);
  private static final int BUFFER_BYTES = 1 << 20;

  /// What is known from all frames together; the log feeds it each durable frame, in order.
  public interface Fold {
    /// Begins from what [#carry] once gave; empty for a new log.
    void start(byte[] carry);

    void apply(Frame frame);

    /// Everything folded so far, for the header of the next segment.
    byte[] carry();

    /// The next segment was begun with the last [#carry].
    default void rolled() {}
  }

  /// A segment file.
  ///
  /// @param first number of its first frame
  /// @param name file name
  record Segment(long first, String name) {}

  /// Where the durable part ends.
  ///
  /// @param segmentFirst first number of the segment being written
  /// @param next number of the next frame
  /// @param position end of the durable bytes in that segment
  record Tail(long segmentFirst, long next, long position) {}

  /// What a log is called and how large its segments grow.
  ///
  /// @param prefix of file names
  /// @param identity written into each segment, so that files of another log are refused
  /// @param segmentBytes a segment that reached this size is followed by a new one
  public record Settings(String prefix, String identity, long segmentBytes) {}

  private final DurableFiles files;
  private final Settings settings;
  private final Clock clock;
  private final Fold fold;
  private final CopyOnWriteArrayList<Segment> segments = new CopyOnWriteArrayList<>();
  private final Map<String, Long> finished = new ConcurrentHashMap<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
  private volatile Tail tail = new Tail(0, 0, 0);
  private long truncatedBytes;
  private boolean endIsNoted;
  private @Nullable DurableFile file;
  private @Nullable String staleSegment;

  private SegmentedLog(DurableFiles files, Settings settings, Clock clock, Fold fold) {
    this.files = files;
    this.settings = settings;
    this.clock = clock;
    this.fold = fold;
  }

  /// Opens or creates the log: [LogRecovery].
  ///
  /// @throws IOException where the disk fails, or where a segment is another log's
  /// @throws dev.firebreak.error.FirebreakException DATA_DAMAGED where frames that were durable
  ///   once are gone; nothing was changed
  public static SegmentedLog open(DurableFiles files, Settings settings, Clock clock, Fold fold)
      throws IOException {
    SegmentedLog log = new SegmentedLog(files, settings, clock, fold);
    Optional<LogRecovery.Recovered> recovered = new LogRecovery(files, settings).recover(fold);
    if (recovered.isPresent()) {
      log.goOn(recovered.get());
    } else {
      fold.start(new byte[0]);
      log.createFirst();
    }
    return log;
  }

  /// Number of the next frame; all below are durable.
  public long next() {
    return tail.next();
  }

  /// Bytes that this opening cut off behind the last good frame and set aside.
  public long truncatedBytes() {
    return truncatedBytes;
  }

  /// Appends a batch with one force and folds it.
  ///
  /// @return the number of the first
  /// @throws IOException where it could not be made durable; then nothing of it is in the log, or
  ///   the log refuses everything until its file could be cut back
  public long append(List<Frame.Entry> entries) throws IOException {
    DurableFile target = writable();
    Tail start = tail;
    long end = start.position();
    try {
      end = write(target, start, entries);
      target.force();
    } catch (IOException e) {
      abandon(target, e);
      throw e;
    }
    for (int i = 0; i < entries.size(); i++) {
      Frame.Entry entry = entries.get(i);
      fold.apply(new Frame(start.next() + i, i, entry.timeMillis(), entry.body()));
    }
    tail = new Tail(start.segmentFirst(), start.next() + entries.size(), end);
    return start.next();
  }

  /// Reads on from the frame of this number.
  ///
  /// @throws IOException where its segment was purged
  public FrameCursor cursor(long from) throws IOException {
    return new FrameCursor(this, from);
  }

  /// Bytes of the segments that hold the frame of this number or a later one: never less than what
  /// those frames take. Cheap, since the size of a finished segment is looked up once.
  ///
  /// @throws IOException where the disk fails; a segment that is purged meanwhile counts as nothing
  long bytesFrom(long number) throws IOException {
    // in this order: what is last in the list is finished, or the one that is being written
    List<Segment> listed = List.copyOf(segments);
    Tail end = tail;
    long bytes = 0;
    for (int i = 0; i < listed.size(); i++) {
      Segment segment = listed.get(i);
      long after = i + 1 < listed.size() ? listed.get(i + 1).first() : end.next();
      if (after > number && segment.first() < end.next()) {
        bytes += segment.first() == end.segmentFirst() ? end.position() : finishedBytes(segment);
      }
    }
    return bytes;
  }

  private long finishedBytes(Segment segment) throws IOException {
    Long known = finished.get(segment.name());
    if (known == null) {
      try (DurableFile opened = files.openForReading(segment.name())) {
        known = opened.size();
      } catch (IOException e) {
        if (!segments.contains(segment)) {
          return 0;
        }
        throw e;
      }
      finished.put(segment.name(), known);
    }
    return known;
  }

  /// Number of the first frame that is still there.
  public long first() {
    return segments.getFirst().first();
  }

  /// Deletes whole segments all of whose frames have lower numbers, the oldest first and each
  /// durably before the next, so that a crash leaves no hole; the last segment stays. What was cut
  /// off a segment goes with it.
  public void deleteBelow(long number) throws IOException {
    while (segments.size() > 1 && segments.get(1).first() <= number) {
      String name = segments.getFirst().name();
      for (String cut : LogRecovery.cutOff(files, name)) {
        files.delete(cut);
      }
      files.delete(name);
      segments.removeFirst();
      finished.remove(name);
      files.sync();
    }
  }

  /// Begins a new segment, where the one being written holds anything; for the writer alone.
  void beginSegment() throws IOException {
    DurableFile current = writable();
    if (tail.next() > tail.segmentFirst()) {
      roll(current);
    }
  }

  /// Notes where the log ends, so that the next opening misses what is lost until then.
  @Override
  public void close() throws IOException {
    DurableFile open = file;
    file = null;
    if (open != null) {
      try (open) {
        if (!endIsNoted) {
          LogEnd.write(files, settings.prefix(), tail, clock.millis());
          endIsNoted = true;
        }
      } catch (IOException e) {
        LOG.atWarn().addKeyValue("log", settings.identity()).setCause(e).log("LogEndNotNoted");
      }
    }
  }

  DurableFiles files() {
    return files;
  }

  Tail tail() {
    return tail;
  }

  List<Segment> segments() {
    return segments;
  }

  private long write(DurableFile target, Tail start, List<Frame.Entry> entries) throws IOException {
    buffer.clear();
    long position = start.position();
    int place = 0;
    for (Frame.Entry entry : entries) {
      if (buffer.remaining() < entry.bytes()) {
        position += flush(target, position);
      }
      if (buffer.remaining() < entry.bytes()) {
        ByteBuffer large = ByteBuffer.allocate(entry.bytes());
        Frame.putHead(large, start.next() + place, place, entry);
        large.put(entry.body()).flip();
        target.write(position, large);
        position += entry.bytes();
      } else {
        Frame.putHead(buffer, start.next() + place, place, entry);
        buffer.put(entry.body());
      }
      place++;
    }
    return position + flush(target, position);
  }

  private int flush(DurableFile target, long position) throws IOException {
    buffer.flip();
    int bytes = buffer.remaining();
    if (bytes > 0) {
      target.write(position, buffer);
    }
    buffer.clear();
    return bytes;
  }

  /// The file to append to: reopened and cut back after a failure, a new one where the last is
  /// full.
  private DurableFile writable() throws IOException {
    if (endIsNoted) {
      LogEnd.delete(files, settings.prefix());
      endIsNoted = false;
    }
    String stale = staleSegment;
    if (stale != null) {
      files.delete(stale);
      files.sync();
      staleSegment = null;
    }
    DurableFile current = file;
    if (current == null) {
      current = reopen();
    }
    return tail.position() >= settings.segmentBytes() ? roll(current) : current;
  }

  private DurableFile reopen() throws IOException {
    DurableFile opened = files.open(segments.getLast().name());
    try {
      opened.truncate(tail.position());
      opened.force();
    } catch (IOException e) {
      opened.close();
      throw e;
    }
    file = opened;
    return opened;
  }

  /// After a failed write or force the descriptor is never used again: what the kernel still holds
  /// of it is unknown. The file is reopened and cut back at once, so that nothing refused survives.
  private void abandon(DurableFile target, IOException cause) {
    file = null;
    try {
      target.close();
      reopen();
    } catch (IOException again) {
      cause.addSuppressed(again);
    }
  }

  private DurableFile roll(DurableFile full) throws IOException {
    Segment segment = new Segment(tail.next(), name(tail.next()));
    DurableFile opened = null;
    try {
      opened = files.open(segment.name());
      long position = begin(opened, segment, fold.carry());
      files.sync();
      segments.add(segment);
      tail = new Tail(segment.first(), segment.first(), position);
      file = opened;
    } catch (IOException e) {
      staleSegment = segment.name();
      if (opened != null) {
        opened.close();
      }
      throw e;
    }
    fold.rolled();
    full.close();
    return opened;
  }

  private long begin(DurableFile opened, Segment segment, byte[] carry) throws IOException {
    byte[] identity = settings.identity().getBytes(StandardCharsets.UTF_8);
    byte[] body =
        ByteBuffer.allocate(1 + identity.length + carry.length)
            .put((byte) identity.length)
            .put(identity)
            .put(carry)
            .array();
    Frame.Entry header = new Frame.Entry(clock.millis(), body);
    ByteBuffer bytes = ByteBuffer.allocate(header.bytes());
    Frame.putHead(bytes, segment.first(), 0, header);
    bytes.put(body).flip();
    opened.truncate(0);
    opened.write(0, bytes);
    opened.force();
    return header.bytes();
  }

  private void goOn(LogRecovery.Recovered recovered) {
    segments.addAll(recovered.segments());
    tail = recovered.tail();
    file = recovered.file();
    truncatedBytes = recovered.cutBytes();
    endIsNoted = recovered.endIsNoted();
  }

  private void createFirst() throws IOException {
    Segment segment = new Segment(0, name(0));
    DurableFile opened = files.open(segment.name());
    long position = begin(opened, segment, fold.carry());
    files.sync();
    segments.add(segment);
    tail = new Tail(0, 0, position);
    file = opened;
  }

  /// The carry with which a segment begins.
  byte[] carryOf(Segment segment) throws IOException {
    return LogRecovery.carryOf(header(segment), settings);
  }

  private Frame header(Segment segment) throws IOException {
    try (DurableFile opened = files.openForReading(segment.name())) {
      Frame header = new FrameScan(opened, opened.size()).next(segment.first());
      if (header == null) {
        throw new IOException("the segment " + segment.name() + " has a damaged header");
      }
      return header;
    }
  }

  private String name(long first) {
    return "%s-%020d.seg".formatted(settings.prefix(), first);
  }
}
