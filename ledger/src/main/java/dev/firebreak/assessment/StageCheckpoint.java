package dev.firebreak.assessment;

import dev.firebreak.ledger.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Writes the state between two stages into files, and makes the database again from them.
///
/// ```
/// state.json                what was done, what reading told, names of rows and tables
/// rows-N.parquet            the reduced rows, as reading wrote them
/// STAGE-TABLE.parquet       a table that later stages need
/// people.parquet, ...       results
/// rejected.ndjson.gz        the rejected rows
/// ```
///
/// The accounts directory is not in it: it is loaded again. Not thread-safe.
final class StageCheckpoint {
  private static final String STATE = "state.json";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Sql sql;
  private final AssessmentRequest request;
  private final Set<String> kept = new LinkedHashSet<>();

  StageCheckpoint(Sql sql, AssessmentRequest request) {
    this.sql = sql;
    this.request = request;
  }

  /// Where an assessment is.
  ///
  /// @param done the last stage that is done
  /// @param summary what reading told
  /// @param rows names of the files with the reduced rows
  /// @param tables names of the tables
  /// @param risk the figures, once they are counted
  record State(
      AssessmentStage done,
      ReadSummary summary,
      List<String> rows,
      List<String> tables,
      Optional<Assessment.RiskFigures> risk) {
    State {
      rows = List.copyOf(rows);
      tables = List.copyOf(tables);
    }

    boolean isDone(AssessmentStage stage) {
      return stage.compareTo(done) <= 0;
    }

    State after(AssessmentStage stage) {
      return new State(stage, summary, rows, tables, risk);
    }

    State with(Assessment.RiskFigures figures) {
      return new State(AssessmentStage.RISK, summary, rows, tables, Optional.of(figures));
    }
  }

  /// The state that was kept, with its files in the work folder; empty where none was.
  static Optional<State> restored(AssessmentRequest request) throws IOException {
    Path folder = request.workFolder();
    List<Path> files = request.conduct().checkpoints().restore(folder);
    if (files.isEmpty()) {
      return Optional.empty();
    }
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      if (DataSetAssessor.RESULTS.contains(name)) {
        Path result = request.resultFolder().resolve(name);
        Files.move(file, result, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    try {
      return Optional.of(JSON.readValue(Files.readAllBytes(folder.resolve(STATE)), State.class));
    } catch (JacksonException e) {
      throw new IOException("a checkpoint of another version", e);
    }
  }

  /// Makes the tables and views of a state.
  void load(State state) throws IOException, SQLException {
    Path folder = request.workFolder();
    for (String table : state.tables()) {
      Path file = folder.resolve(fileOf(state, table));
      sql.run(
          "CREATE TABLE "
              + table
              + " AS SELECT * FROM read_parquet("
              + DuckDb.readList(List.of(file))
              + ")");
      Files.delete(file);
      kept.add(fileOf(state, table));
    }
    RowStore.views(sql::run, state.rows().stream().map(folder::resolve).toList());
    if (state.isDone(AssessmentStage.PEOPLE)) {
      PeopleStage.view(sql);
    }
    kept.addAll(state.rows());
  }

  private static String fileOf(State state, String table) {
    return state.done().name().toLowerCase(Locale.ROOT) + "-" + table + ".parquet";
  }

  /// Keeps a state, where enough was done since the last.
  void keep(State state) throws IOException, SQLException {
    Checkpoints checkpoints = request.conduct().checkpoints();
    if (!checkpoints.isDue()) {
      return;
    }
    Path folder = request.workFolder();
    List<Path> files = new ArrayList<>();
    Set<String> still = new LinkedHashSet<>();
    for (String name : state.rows()) {
      if (kept.contains(name)) {
        still.add(name);
      } else {
        files.add(folder.resolve(name));
      }
    }
    List<String> tables = tables();
    State full = new State(state.done(), state.summary(), state.rows(), tables, state.risk());
    List<Path> written = new ArrayList<>();
    for (String table : tables) {
      Path file = folder.resolve(fileOf(full, table));
      sql.run(
          "COPY " + table + " TO " + DuckDb.literal(file) + " (FORMAT parquet, COMPRESSION zstd)");
      written.add(file);
    }
    Path json = folder.resolve(STATE);
    Files.write(json, JSON.writeValueAsBytes(full));
    written.add(json);
    files.addAll(written);
    others().forEach(files::add);
    checkpoints.keep(files, still);
    for (Path file : written) {
      Files.delete(file);
    }
    kept.addAll(state.rows());
  }

  /// Results so far, and the list of rejected rows.
  private List<Path> others() {
    List<Path> others = new ArrayList<>();
    others.add(request.workFolder().resolve(RejectedRows.FILE));
    DataSetAssessor.RESULTS.forEach(name -> others.add(request.resultFolder().resolve(name)));
    others.removeIf(file -> !Files.exists(file));
    return others;
  }

  private List<String> tables() throws SQLException {
    return sql.relations().stream().filter(AssessmentRun::isState).map(Sql.Relation::name).toList();
  }
}
