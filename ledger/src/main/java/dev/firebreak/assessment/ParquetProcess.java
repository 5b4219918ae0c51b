package dev.firebreak.assessment;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads Parquet files in a process of its own ([ParquetChild]), since the code that decodes them
/// is native and the files are hostile: what ends that process is one rejected row, and the gateway
/// that may run in ours goes on. The process has no environment, no network code and its own bounds
/// of memory; it ends with the time for reading. What it answers counts as inflated, a row as at
/// least [#ROW_BYTES_MIN] bytes. One process reads one file after the other; a new one is started
/// where it died. Not thread-safe.
final class ParquetProcess implements Closeable {
  private static final int FOOTER_BYTES_MAX = 256 << 20;
  private static final int TAIL_BYTES = 8;
  private static final int HEAP_MIB = 512;
  private static final int TIME_CHECKED_EVERY_ROWS = 1 << 10;

  /// A column of one value takes nothing in the file, and a row of it still takes time and place.
  private static final int ROW_BYTES_MIN = 64;

  private final Path workFolder;
  private final ReadBudget budget;
  private @Nullable Running running;

  /// @param workFolder the child's working folder and the place of its temporary files
  ParquetProcess(Path workFolder, ReadBudget budget) {
    this.workFolder = workFolder;
    this.budget = budget;
  }

  /// A child with its answers.
  private record Running(Process process, BoundedLines answers) {}

  /// @param handedOver true where the file is one as handed over, false for a copy of a part
  void read(Path file, boolean handedOver, JsonRows json, RowSink sink) throws IOException {
    String unfit = unfit(file);
    if (!unfit.isEmpty()) {
      sink.rejected(1, unfit);
      return;
    }
    if (handedOver) {
      budget.readElsewhere(Files.size(file));
    }
    Running child = child();
    if (child == null || !ask(child, file)) {
      sink.rejected(1, "the process that reads Parquet could not be started");
      stop();
      return;
    }
    rows(child, json, sink);
  }

  /// Why a file is none that is given to the native code; empty where it may be.
  private static String unfit(Path file) throws IOException {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      long size = bytes.length();
      if (size < TAIL_BYTES + 4) {
        return "a Parquet file that is cut off";
      }
      byte[] tail = new byte[TAIL_BYTES];
      bytes.seek(size - TAIL_BYTES);
      bytes.readFully(tail);
      String magic = new String(tail, 4, 4, StandardCharsets.ISO_8859_1);
      if (!magic.equals("PAR1")) {
        return "a Parquet file that is cut off: its end is missing, and nothing can be found"
            + " without";
      }
      long footer = 0;
      for (int i = 3; i >= 0; i--) {
        footer = (footer << 8) | (tail[i] & 0xff);
      }
      boolean fits = footer <= FOOTER_BYTES_MAX && footer <= size - TAIL_BYTES - 4;
      return fits ? "" : "a Parquet file whose list of contents is too large";
    }
  }

  private static boolean ask(Running child, Path file) {
    try {
      OutputStream out = child.process().getOutputStream();
      out.write((file.toUri() + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
      return true;
    } catch (IOException dead) {
      return false;
    }
  }

  private void rows(Running child, JsonRows json, RowSink sink) throws IOException {
    BoundedLines answers = child.answers();
    long number = 0;
    String listed = "an unknown number of";
    while (next(answers)) {
      char first = answers.length() == 0 ? ' ' : (char) answers.bytes()[0];
      if (answers.tooLong()) {
        sink.rejected(++number, budget.limits().rowTooLong(), answers.beginning());
      } else if (first == ParquetChild.LISTED) {
        listed = text(answers);
      } else if (first == ParquetChild.END) {
        requireRows(listed, number, sink);
        return;
      } else if (first == ParquetChild.FAILED) {
        String reason = "the Parquet file cannot be read from here on";
        sink.rejected(number + 1, lost(reason, listed, number));
        return;
      } else {
        String bound = spend(Math.max(answers.length(), ROW_BYTES_MIN), number);
        if (!bound.isEmpty()) {
          stop();
          sink.rejected(number + 1, lost(bound, listed, number));
          return;
        }
        json.line(answers.bytes(), answers.length(), ++number, sink);
      }
    }
    stop();
    budget.requireTime();
    String reason = "reading the Parquet file ended the process that read it: take care";
    sink.rejected(number + 1, lost(reason, listed, number));
  }

  /// Which bound a row goes beyond; empty where none.
  private String spend(long bytes, long number) {
    try {
      budget.inflatedElsewhere(bytes);
      if (number % TIME_CHECKED_EVERY_ROWS == 0) {
        budget.requireTime();
      }
      return "";
    } catch (DamagedStream bound) {
      return bound.reason();
    }
  }

  private static String text(BoundedLines answers) {
    return new String(answers.bytes(), 1, answers.length() - 1, StandardCharsets.UTF_8);
  }

  /// How much is lost with the rest of the file.
  private static String lost(String reason, String listed, long read) {
    return reason + " (its list names " + listed + " rows, " + read + " were read)";
  }

  /// Tells where the file's own list names other rows than were read.
  private static void requireRows(String listed, long read, RowSink sink) {
    if (!listed.equals(Long.toString(read))) {
      sink.rejected(
          read + 1,
          "its list names " + listed + " rows, and " + read + " were there: it is damaged or lies");
    }
  }

  /// False also where the process is gone.
  private static boolean next(BoundedLines answers) {
    try {
      return answers.next();
    } catch (IOException gone) {
      return false;
    }
  }

  private @Nullable Running child() {
    Running known = running;
    if (known != null && known.process().isAlive()) {
      return known;
    }
    try {
      Process process = start();
      long left = Math.max(1, budget.left().toMillis());
      var _ =
          process
              .onExit()
              .orTimeout(left, TimeUnit.MILLISECONDS)
              .whenComplete((_, late) -> process.destroyForcibly());
      int rowBytes = budget.limits().rowBytes();
      known = new Running(process, new BoundedLines(process.getInputStream(), rowBytes, false));
      running = known;
      return known;
    } catch (IOException notStarted) {
      return null;
    }
  }

  private Process start() throws IOException {
    Path folder = Files.createDirectories(workFolder.toAbsolutePath().resolve("parquet"));
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP_MIB + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + folder.resolve("error"),
                "-Djava.io.tmpdir=" + folder,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(),
                ParquetChild.class.getName(),
                folder.toString()));
    builder.environment().clear();
    builder.directory(folder.toFile());
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  /// Ours; the child runs in another folder.
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private void stop() {
    Running known = running;
    running = null;
    if (known != null) {
      known.process().destroyForcibly();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
