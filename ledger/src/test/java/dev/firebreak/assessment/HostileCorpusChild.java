package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/// The process that reads the hostile corpus, with little memory: each file of a folder by itself,
/// under the limits that hold in operation. It prints one JSON object a file.
final class HostileCorpusChild {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private HostileCorpusChild() {}

  /// @param args the folder of the files, and one for work
  public static void main(String[] args) throws Exception {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    List<Path> files;
    try (Stream<Path> listed = Files.list(Path.of(args[0]))) {
      files = listed.sorted().toList();
    }
    for (Path file : files) {
      out.println(JSON.writeValueAsString(read(file, Path.of(args[1]))));
    }
    out.println("\"the process lives\"");
  }

  private static Map<String, Object> read(Path file, Path base) throws Exception {
    Path work = Files.createDirectory(base.resolve(file.getFileName()));
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", file.getFileName().toString());
    try (DataSet dataSet =
        DataSet.open(
            List.of(file),
            List.of(),
            work,
            DuckDb.MEMORY_BYTES_MIN,
            Conduct.plain(),
            DetectorScan.STANDARD,
            ReadLimits.DEFAULT)) {
      result.put("understood", dataSet.rowsRead() - dataSet.rowsRejected());
      result.put("rejected", dataSet.rowsRejected());
      result.put("byReason", dataSet.rejectedByReason());
      result.put("rows", rejected(work));
      result.put(
          "fields", dataSet.fields().stream().map(Assessment.Field::path).limit(20).toList());
      result.put("shape", dataSet.originals().getFirst().parts());
    }
    result.put("left", left(work));
    return result;
  }

  private static List<RejectedRows.Entry> rejected(Path work) throws IOException {
    List<RejectedRows.Entry> entries = new ArrayList<>();
    Path list = work.resolve(RejectedRows.FILE);
    if (Files.exists(list)) {
      RejectedRows.read(
          Files.newInputStream(list),
          entry -> {
            if (entries.size() < 10_000) {
              entries.add(entry);
            }
          });
    }
    return entries;
  }

  private static List<String> left(Path work) throws IOException {
    try (Stream<Path> files = Files.list(work)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}
