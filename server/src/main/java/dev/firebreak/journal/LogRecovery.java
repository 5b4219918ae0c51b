package dev.firebreak.journal;

import dev.firebreak.disk.DurableFile;
import dev.firebreak.disk.DurableFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What opening a [SegmentedLog] does with what it finds: it tells a commit that a crash cut short
/// from frames that were durable once and are damaged now.
///
/// | found | means | then |
/// |---|---|---|
/// | last segment shorter than its header | a segment that was never begun | set aside |
/// | bad frame, and no frame of a later commit behind it | a commit cut short | set aside |
/// | bad frame, and one of a later commit behind it | damage | refused |
/// | bad header of a segment that is long enough for it | damage | refused |
/// | the log ends elsewhere than where it was closed | damage | refused |
///
/// The last commit before a crash is the one case that cannot be told: damage to it looks as if the
/// crash had cut it short. So nothing that is cut is destroyed. Where it is refused nothing was
/// changed.
final class LogRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(LogRecovery.class);
  private static final int WINDOW_BYTES = 1 << 20;

  private final DurableFiles files;
  private final SegmentedLog.Settings settings;

  LogRecovery(DurableFiles files, SegmentedLog.Settings settings) {
    this.files = files;
    this.settings = settings;
  }

  /// A log that can go on.
  ///
  /// @param segments all of them, ascending
  /// @param file the last one, open
  /// @param endIsNoted whether the note of its end is there
  /// @param cutBytes how much was set aside
  record Recovered(
      List<SegmentedLog.Segment> segments,
      SegmentedLog.Tail tail,
      DurableFile file,
      boolean endIsNoted,
      long cutBytes) {}

  /// A last segment that was read up to its first bad frame.
  private record Read(SegmentedLog.Tail tail, long size) {
    long rest() {
      return size - tail.position();
    }
  }

  /// Folds the last segment.
  ///
  /// @return empty where there is no log yet
  Optional<Recovered> recover(SegmentedLog.Fold fold) throws IOException {
    List<SegmentedLog.Segment> found = segmentFiles();
    Optional<LogEnd> end = LogEnd.read(files, settings.prefix());
    if (found.isEmpty()) {
      if (end.filter(noted -> noted.tail().next() > 0).isPresent()) {
        throw damaged("has no segment any more");
      }
      return Optional.empty();
    }
    SegmentedLog.Segment last = found.getLast();
    if (!isUnfinished(last)) {
      return Optional.of(recoverLast(found, end, fold));
    }
    found.removeLast();
    if (end.isPresent() || (found.isEmpty() && last.first() > 0)) {
      throw damaged("has no whole header in " + last.name());
    }
    if (found.isEmpty()) {
      setAside(last);
      return Optional.empty();
    }
    // a segment is begun when all before it is durable
    SegmentedLog.Segment before = found.getLast();
    DurableFile file = files.open(before.name());
    Read read = read(file, before, fold);
    if (read.rest() > 0 || read.tail().next() != last.first()) {
      file.close();
      throw damaged("ends in " + before.name() + " before " + last.name() + " begins");
    }
    long cut = setAside(last);
    return Optional.of(new Recovered(found, read.tail(), file, false, cut));
  }

  /// What was cut off this segment.
  static List<String> cutOff(DurableFiles files, String segment) throws IOException {
    return files.list().stream().filter(name -> name.startsWith(segment + ".cut-")).toList();
  }

  /// The carry in a segment's header.
  static byte[] carryOf(Frame header, SegmentedLog.Settings settings) throws IOException {
    byte[] body = header.body();
    int length = body[0] & 0xff;
    String identity = new String(body, 1, length, StandardCharsets.UTF_8);
    if (!identity.equals(settings.identity())) {
      throw new IOException(
          "this directory holds the log "
              + identity
              + ", not "
              + settings.identity()
              + "; give each binding a directory of its own");
    }
    return Arrays.copyOfRange(body, 1 + length, body.length);
  }

  private List<SegmentedLog.Segment> segmentFiles() throws IOException {
    Pattern shape = Pattern.compile(Pattern.quote(settings.prefix()) + "-([0-9]{20})\\.seg");
    List<SegmentedLog.Segment> found = new ArrayList<>();
    for (String name : files.list()) {
      Matcher matcher = shape.matcher(name);
      if (matcher.matches()) {
        found.add(new SegmentedLog.Segment(Long.parseLong(matcher.group(1)), name));
      }
    }
    return found;
  }

  /// True where a crash came before the header was durable: then no frame can be in it.
  private boolean isUnfinished(SegmentedLog.Segment segment) throws IOException {
    try (DurableFile file = files.openForReading(segment.name())) {
      long size = file.size();
      if (new FrameScan(file, size).next(segment.first()) != null) {
        return false;
      }
      if (!tooShort(file, size) || laterCommitFollows(file, 0, segment.first() - 1)) {
        throw damaged("has a damaged header in " + segment.name());
      }
      return true;
    }
  }

  private static boolean tooShort(DurableFile file, long size) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    readFully(file, 0, length);
    if (length.hasRemaining()) {
      return true;
    }
    return Frame.plausible(length.getInt(0)) && size < Frame.PREFIX + length.getInt(0);
  }

  private Recovered recoverLast(
      List<SegmentedLog.Segment> found, Optional<LogEnd> end, SegmentedLog.Fold fold)
      throws IOException {
    SegmentedLog.Segment last = found.getLast();
    DurableFile file = files.open(last.name());
    try {
      Read read = read(file, last, fold);
      long rest = read.rest();
      if (end.isPresent() && (rest > 0 || !end.get().tail().equals(read.tail()))) {
        throw damaged("does not end where it was closed, in " + last.name());
      }
      if (rest > 0) {
        cut(file, last, read);
      }
      return new Recovered(found, read.tail(), file, end.isPresent(), rest);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// Folds a segment; a frame that was durable once and is bad now is damage.
  private Read read(DurableFile file, SegmentedLog.Segment segment, SegmentedLog.Fold fold)
      throws IOException {
    FrameScan scan = new FrameScan(file, file.size());
    Frame header = scan.next(segment.first());
    if (header == null) {
      throw damaged("has a damaged header in " + segment.name());
    }
    fold.start(carryOf(header, settings));
    long next = segment.first();
    for (Frame frame = scan.next(next); frame != null; frame = scan.next(next)) {
      fold.apply(frame);
      next++;
    }
    if (laterCommitFollows(file, scan.position(), next)) {
      throw damaged("is damaged in " + segment.name() + " at byte " + scan.position());
    }
    return new Read(new SegmentedLog.Tail(segment.first(), next, scan.position()), scan.limit());
  }

  private void cut(DurableFile file, SegmentedLog.Segment segment, Read read) throws IOException {
    String aside = freeName(segment);
    try (DurableFile kept = files.open(aside)) {
      kept.truncate(0);
      ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
      long copied = 0;
      do {
        readFully(file, read.tail().position() + copied, window.clear());
        kept.write(copied, window.flip());
        copied += window.limit();
      } while (window.limit() == WINDOW_BYTES);
      kept.force();
    }
    files.sync();
    file.truncate(read.tail().position());
    file.force();
    LOG.atWarn()
        .addKeyValue("log", settings.identity())
        .addKeyValue("bytes", read.rest())
        .addKeyValue("next", read.tail().next())
        .addKeyValue("kept", aside)
        .log("LogTruncated");
  }

  private long setAside(SegmentedLog.Segment segment) throws IOException {
    String aside = freeName(segment);
    long size;
    try (DurableFile file = files.openForReading(segment.name())) {
      size = file.size();
    }
    files.rename(segment.name(), aside);
    files.sync();
    return size;
  }

  private String freeName(SegmentedLog.Segment segment) throws IOException {
    List<String> taken = files.list();
    int number = 0;
    while (taken.contains(segment.name() + ".cut-" + number)) {
      number++;
    }
    return segment.name() + ".cut-" + number;
  }

  /// True where behind this place stands a good frame of a commit that began when the frame of this
  /// number was durable. Numbers above what could fit are no frames, so little is read twice.
  private static boolean laterCommitFollows(DurableFile file, long from, long number)
      throws IOException {
    long size = file.size();
    long numberMax = number + (size - from) / Frame.OVERHEAD + 1;
    ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES);
    long at = from;
    while (size - at >= Frame.OVERHEAD) {
      readFully(file, at, window.clear());
      int heads = window.position() - Frame.OVERHEAD + 1;
      for (int i = 0; i < heads; i++) {
        int length = window.getInt(i);
        long found = window.getLong(i + Frame.PREFIX);
        if (Frame.plausible(length)
            && found > number
            && found <= numberMax
            && Frame.PREFIX + length <= size - at - i
            && isOfLaterCommit(file, at + i, length, number)) {
          return true;
        }
      }
      at += Math.max(1, heads);
    }
    return false;
  }

  private static boolean isOfLaterCommit(DurableFile file, long at, int length, long number)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(Frame.PREFIX + length);
    readFully(file, at, bytes);
    Frame frame = Frame.read(bytes.array(), 0, length);
    return frame.matches(bytes.getInt(4)) && frame.committedBelow() > number;
  }

  private static void readFully(DurableFile file, long from, ByteBuffer into) throws IOException {
    while (into.hasRemaining() && file.read(from + into.position(), into) > 0) {}
  }

  private FirebreakException damaged(String what) {
    return new FirebreakException(
        ErrorCode.DATA_DAMAGED,
        "the log "
            + settings.identity()
            + " "
            + what
            + "; nothing was changed. Restore its whole folder from one backup"
            + " (docs/operating/journal.md)");
  }
}
