package dev.firebreak.assessment;

import dev.firebreak.assessment.DataSetAssessor.EngineAt;
import dev.firebreak.assessment.StageCheckpoint.State;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.taxonomy.DataCategory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One assessment: its stages one after the other, from the beginning or from where an earlier one
/// was left. Tables that no later stage needs are dropped after a stage. Not thread-safe.
final class AssessmentRun {
  private static final String NO_ACCOUNTS =
      """
      CREATE TABLE accounts (account_id VARCHAR, email VARCHAR, name VARCHAR, country VARCHAR,
        region VARCHAR, city VARCHAR, organization_id VARCHAR, organization_name VARCHAR,
        role VARCHAR, mfa VARCHAR, phone VARCHAR, language VARCHAR, created_at BIGINT)\
      """;

  /// What stages after the finding of accounts need.
  private static final Set<String> FOUND =
      Set.of(
          "identity_groups",
          "ids",
          "nodes",
          "node_person",
          "person_keys",
          "person_account",
          "best_fits",
          "candidates",
          "account_keys",
          "mentioned",
          "mentions",
          "mails",
          "resolved",
          "known_refs");

  /// Views over files, which are made again rather than kept.
  private static final Set<String> OVER_FILES = Set.of("stored_rows", "data_rows");

  /// What risk, attackers, planted records and figures need.
  private static final Set<String> EXPOSED =
      Set.of(
          "nodes",
          "node_person",
          "owners",
          "people",
          "person_keys",
          "person_account",
          "mentioned",
          "account_keys",
          "mails",
          "organizations",
          "known_refs",
          "quasi");

  private final DuckDb database;
  private final AssessmentRequest request;
  private final @Nullable EngineAt engine;
  private final Set<String> kept;

  private AssessmentRun(
      DuckDb database, AssessmentRequest request, @Nullable EngineAt engine, Set<String> kept) {
    this.database = database;
    this.request = request;
    this.engine = engine;
    this.kept = kept;
  }

  /// Reads and assesses, or goes on with what was kept; closing the answer closes the database.
  ///
  /// @param more tables to be there at the end, beside those that attackers need
  static AssessedDataSet open(
      AssessmentRequest request, long memoryBytes, @Nullable EngineAt engine, Set<String> more)
      throws IOException, SQLException {
    Set<String> kept = new HashSet<>(EXPOSED);
    kept.addAll(more);
    Files.createDirectories(request.resultFolder());
    List<Path> allowed =
        request
            .accounts()
            .map(file -> List.of(request.resultFolder(), file))
            .orElse(List.of(request.resultFolder()));
    Optional<State> before = StageCheckpoint.restored(request);
    if (before.isEmpty()) {
      DataSet read = DataSet.open(request, allowed, memoryBytes);
      return of(new AssessmentRun(read.database(), request, engine, kept), run -> run.begin(read));
    }
    DuckDb database = DataSet.database(request.workFolder(), memoryBytes, allowed);
    return of(new AssessmentRun(database, request, engine, kept), run -> run.resume(before.get()));
  }

  @FunctionalInterface
  private interface Way {
    Assessment take(AssessmentRun run) throws IOException, SQLException;
  }

  private static AssessedDataSet of(AssessmentRun run, Way way) throws IOException, SQLException {
    try {
      Assessment assessment = way.take(run);
      return new AssessedDataSet(run.database, assessment, run.request.conduct().cancellation());
    } catch (IOException | SQLException | RuntimeException e) {
      try {
        run.database.close();
      } catch (SQLException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private Assessment begin(DataSet read) throws IOException, SQLException {
    try (Connection connection = database.connection()) {
      Sql sql = new Sql(connection, request.conduct().cancellation());
      read.settle(sql, () -> loadAccounts(sql, read.rowsRead()));
      List<String> rows =
          read.files().stream().map(file -> String.valueOf(file.getFileName())).toList();
      State state =
          new State(AssessmentStage.UNDERSTAND, read.summary(), rows, List.of(), Optional.empty());
      StageCheckpoint checkpoint = new StageCheckpoint(sql, request);
      checkpoint.keep(state);
      return stages(sql, checkpoint, state);
    }
  }

  private Assessment resume(State state) throws IOException, SQLException {
    try (Connection connection = database.connection()) {
      Sql sql = new Sql(connection, request.conduct().cancellation());
      StageCheckpoint checkpoint = new StageCheckpoint(sql, request);
      checkpoint.load(state);
      loadAccounts(sql, state.summary().rowsRead());
      return stages(sql, checkpoint, state);
    }
  }

  private Assessment stages(Sql sql, StageCheckpoint checkpoint, State before)
      throws IOException, SQLException {
    State state = before;
    ReadSummary summary = state.summary();
    ExposureStage exposure = new ExposureStage(sql, summary);
    OrganizationStage organizations = new OrganizationStage(sql);
    Path people = request.resultFolder().resolve(DataSetAssessor.PEOPLE_FILE);
    if (!state.isDone(AssessmentStage.EXPOSURE)) {
      if (!state.isDone(AssessmentStage.MATCH)) {
        state = found(sql, checkpoint, state);
      }
      if (!state.isDone(AssessmentStage.EXPOSURE)) {
        expose(sql, summary);
      }
      exposure.write(people);
      organizations.write(people.resolveSibling(DataSetAssessor.ORGANIZATIONS_FILE));
      keepOnly(sql, kept);
      state = state.after(AssessmentStage.EXPOSURE);
      checkpoint.keep(state);
    }
    if (!state.isDone(AssessmentStage.RISK)) {
      begin(sql, AssessmentStage.RISK, 300, summary.rowsRead());
      state = state.with(new RiskStage(sql).run());
      checkpoint.keep(state);
    }
    sql.afterEach(() -> {});
    Assessment.RiskFigures risk = state.risk().orElseThrow();
    return result(summary, exposure, organizations.figures(), risk, people);
  }

  /// Finds the people. Another engine does what grows with the rows in one go: what it has does not
  /// come home in between.
  private State found(Sql sql, StageCheckpoint checkpoint, State before)
      throws IOException, SQLException {
    ReadSummary summary = before.summary();
    if (engine == null) {
      find(sql, summary);
      keepOnly(sql, FOUND);
      State state = before.after(AssessmentStage.MATCH);
      checkpoint.keep(state);
      return state;
    }
    Path folder = request.workFolder();
    try (QuerySession session = engine.engine().open(engine.master(), folder)) {
      sql.leaveFor(session, before.rows().stream().map(folder::resolve).toList(), folder);
      find(sql, summary);
      expose(sql, summary);
      sql.comeHome();
    }
    return before.after(AssessmentStage.EXPOSURE);
  }

  private void find(Sql sql, ReadSummary summary) throws SQLException {
    begin(sql, AssessmentStage.PEOPLE, 24, summary.rowsRead());
    new PeopleStage(sql).run(request.tokens(), summary.sha256());
    begin(sql, AssessmentStage.MATCH, 24, summary.rowsRead());
    new AccountStage(sql).run(request.tokens(), request.links(), request.emailRules());
    new MentionStage(sql).run();
  }

  private void expose(Sql sql, ReadSummary summary) throws SQLException {
    begin(sql, AssessmentStage.EXPOSURE, 26, summary.rowsRead());
    new ExposureStage(sql, summary).run();
    new OrganizationStage(sql).run();
    new RiskStage(sql).collect();
  }

  /// @param statements how many the stage has, about
  private void begin(Sql sql, AssessmentStage stage, int statements, long rows) {
    AssessmentProgress progress = request.conduct().progress();
    int[] done = {0};
    progress.at(stage, 0, rows);
    sql.afterEach(() -> {
      requireRoom();
      progress.at(stage, share(++done[0], statements), rows);
    });
  }

  /// Refuses to go on where the tables have outgrown what the work folder may hold.
  private void requireRoom() {
    try {
      long most = ReadLimits.DEFAULT.workBytes();
      if (database.fileBytes() > most) {
        throw new FirebreakException(
            ErrorCode.DISK,
            "the assessment's tables take more than " + most + " bytes; name fewer files");
      }
    } catch (IOException e) {
      throw DataSetAssessor.disk(e);
    }
  }

  /// Never quite done: how many statements there are depends on the data.
  private static double share(int done, int statements) {
    return done < statements ? done / (statements + 1.0) : 1 - 1 / (done + 1.0) / statements;
  }

  private static void keepOnly(Sql sql, Set<String> tables) throws SQLException {
    for (Sql.Relation relation : sql.relations()) {
      if (!relation.view() && isState(relation) && !tables.contains(relation.name())) {
        sql.run(relation.drop());
      }
    }
  }

  /// False for the accounts directory and for what lies over files: both are made again.
  static boolean isState(Sql.Relation relation) {
    return !relation.name().equals(AccountsDirectory.TABLE)
        && !OVER_FILES.contains(relation.name());
  }

  private void loadAccounts(Sql sql, long rows) throws IOException, SQLException {
    request.conduct().progress().at(AssessmentStage.ACCOUNTS, 0, rows);
    if (request.accounts().isPresent()) {
      AccountsDirectory.load(database, request.accounts().get());
    } else {
      sql.run(NO_ACCOUNTS);
    }
    request.conduct().cancellation().check();
  }

  private Assessment result(
      ReadSummary summary,
      ExposureStage exposure,
      Assessment.Organizations organizations,
      Assessment.RiskFigures risk,
      Path people)
      throws SQLException {
    Map<DataCategory, Assessment.CategoryExposure> categories = exposure.categories();
    return new Assessment(
        summary.originals(),
        summary.shape(),
        summary.rowsRead(),
        summary.rowsRejected(),
        summary.rejected(),
        summary.rejectedByReason(),
        exposure.firstEventMillis(),
        exposure.lastEventMillis(),
        exposure.found(),
        exposure.ambiguous(),
        exposure.unresolved(),
        organizations,
        summary.fields(),
        categories,
        summary.searches(),
        risk.withUnmeasured(
            RiskStage.unmeasured(categories, summary.fields(), risk.quasiIdentifiers())),
        people,
        people.resolveSibling(DataSetAssessor.ORGANIZATIONS_FILE));
  }
}
