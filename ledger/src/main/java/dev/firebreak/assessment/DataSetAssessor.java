package dev.firebreak.assessment;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.ledger.AccountsDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Assesses a stolen data set: reads it, finds the people in it, says what it shows about them and
/// how identifying it is. The stages and their tables are those of
/// docs/adr/0011-assessment-stages.md.
///
/// Each call is on its own; an instance has no state. Plaintext lies in the request's work folder
/// until the caller removes it, the result in its result folder.
public final class DataSetAssessor {
  /// The result's file in the result folder.
  public static final String PEOPLE_FILE = "people.parquet";

  /// The result's file of organisations in the result folder.
  public static final String ORGANIZATIONS_FILE = "organizations.parquet";

  /// What the database says where it cannot write.
  private static final List<String> DISK_MESSAGES =
      List.of("IO Error", "No space left", "max_temp_directory_size");

  private static final String NO_ACCOUNTS =
      """
      CREATE TABLE accounts (account_id VARCHAR, email VARCHAR, name VARCHAR, country VARCHAR,
        region VARCHAR, city VARCHAR, organization_id VARCHAR, organization_name VARCHAR,
        role VARCHAR, mfa VARCHAR, phone VARCHAR, language VARCHAR, created_at BIGINT)\
      """;

  private final long memoryBytes;
  private final @Nullable QueryEngine engine;
  private final String master;

  public DataSetAssessor() {
    this(DataSet.MEMORY_BYTES_DEFAULT);
  }

  /// @param memoryBytes DuckDB's share of memory
  public DataSetAssessor(long memoryBytes) {
    this(memoryBytes, null, "");
  }

  private DataSetAssessor(long memoryBytes, @Nullable QueryEngine engine, String master) {
    this.memoryBytes = memoryBytes;
    this.engine = engine;
    this.master = master;
  }

  /// The same with the people found on another engine, which is opened for each assessment; reading
  /// and risk stay with DuckDB.
  ///
  /// @param at where the engine runs, in its own words
  public DataSetAssessor on(QueryEngine other, String at) {
    return new DataSetAssessor(memoryBytes, other, at);
  }

  /// The whole assessment.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE, INPUT_WITHOUT_ID for files that are missing or no
  ///   accounts directory; DATA_DAMAGED where the database gives up
  public Assessment assess(AssessmentRequest request) throws IOException {
    try (AssessedDataSet assessed = open(request)) {
      return assessed.assessment();
    }
  }

  /// The assessment with the data set still open, for attackers; the caller closes it.
  public AssessedDataSet open(AssessmentRequest request) throws IOException {
    try {
      DataSet dataSet = DataSet.open(request, alsoAllowed(request), memoryBytes);
      return assess(dataSet, request);
    } catch (SQLException e) {
      throw damaged(e);
    }
  }

  private static List<Path> alsoAllowed(AssessmentRequest request) throws IOException {
    Files.createDirectories(request.resultFolder());
    return request
        .accounts()
        .map(file -> List.of(request.resultFolder(), file))
        .orElse(List.of(request.resultFolder()));
  }

  /// The assessment of a data set that is open; closing the answer closes it.
  private AssessedDataSet assess(DataSet dataSet, AssessmentRequest request) throws IOException {
    try {
      Assessment assessment = stages(dataSet, request);
      return new AssessedDataSet(dataSet, assessment);
    } catch (SQLException e) {
      close(dataSet, e);
      throw damaged(e);
    } catch (IOException | RuntimeException e) {
      close(dataSet, e);
      throw e;
    }
  }

  private static void close(DataSet dataSet, Exception because) {
    try {
      dataSet.close();
    } catch (SQLException e) {
      because.addSuppressed(e);
    }
  }

  private Assessment stages(DataSet dataSet, AssessmentRequest request)
      throws IOException, SQLException {
    Path people = request.resultFolder().resolve(PEOPLE_FILE);
    Path cards = people.resolveSibling(ORGANIZATIONS_FILE);
    try (Connection connection = dataSet.database().connection()) {
      Sql sql = new Sql(connection);
      dataSet.settle(sql, () -> loadAccounts(dataSet, sql, request));
      if (engine == null) {
        find(dataSet, sql, request);
      } else {
        try (QuerySession session = engine.open(master, request.workFolder())) {
          sql.leaveFor(session, dataSet.files(), request.workFolder());
          find(dataSet, sql, request);
          sql.comeHome();
        }
      }
      ExposureStage exposure = new ExposureStage(sql, dataSet);
      exposure.write(people);
      OrganizationStage organizations = new OrganizationStage(sql);
      organizations.write(cards);
      request.progress().accept("risk", dataSet.rowsRead());
      Assessment.RiskFigures risk = new RiskStage(sql).run();
      return result(dataSet, exposure, organizations.figures(), risk, people);
    }
  }

  /// What grows with the rows. The rest grows with the people, and is done here.
  private static void find(DataSet dataSet, Sql sql, AssessmentRequest request)
      throws SQLException {
    request.progress().accept("people", dataSet.rowsRead());
    new PeopleStage(sql).run(request.tokens(), dataSet.sha256());
    request.progress().accept("accounts found", dataSet.rowsRead());
    new AccountStage(sql).run(request.tokens(), request.links(), request.emailRules());
    new MentionStage(sql).run();
    new ExposureStage(sql, dataSet).run();
    new OrganizationStage(sql).run();
    new RiskStage(sql).collect();
  }

  private static void loadAccounts(DataSet dataSet, Sql sql, AssessmentRequest request)
      throws IOException, SQLException {
    if (request.accounts().isPresent()) {
      request.progress().accept("accounts", 0L);
      AccountsDirectory.load(dataSet.database(), request.accounts().get());
    } else {
      sql.run(NO_ACCOUNTS);
    }
  }

  private static Assessment result(
      DataSet dataSet,
      ExposureStage exposure,
      Assessment.Organizations organizations,
      Assessment.RiskFigures risk,
      Path people)
      throws SQLException {
    return new Assessment(
        dataSet.originals(),
        dataSet.shape(),
        dataSet.rowsRead(),
        dataSet.rowsRejected(),
        dataSet.rejected(),
        dataSet.rejectedByReason(),
        exposure.firstEventMillis(),
        exposure.lastEventMillis(),
        exposure.found(),
        exposure.ambiguous(),
        exposure.unresolved(),
        organizations,
        dataSet.fields(),
        exposure.categories(),
        dataSet.searches(),
        risk,
        people,
        people.resolveSibling(ORGANIZATIONS_FILE));
  }

  /// The database's own messages may quote values: only the place of the error goes on, and whether
  /// it was the disk.
  static FirebreakException damaged(SQLException e) {
    String message = String.valueOf(e.getMessage());
    boolean disk = DISK_MESSAGES.stream().anyMatch(message::contains);
    SQLException place = new SQLException("the database's message is withheld");
    place.setStackTrace(e.getStackTrace());
    if (disk) {
      return disk(place);
    }
    return new FirebreakException(
        ErrorCode.DATA_DAMAGED,
        "the assessment's database gave up; check that the work folder's disk has room",
        place);
  }

  /// The work folder cannot be written.
  static FirebreakException disk(Exception e) {
    return new FirebreakException(
        ErrorCode.DISK,
        "the work folder cannot be written; check that its disk has room, or choose another",
        e);
  }
}
