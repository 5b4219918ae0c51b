package dev.firebreak.assessment;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern KIND = Pattern.compile("([A-Za-z ]{1,30} Error):");

  /// The names of the results' files.
  static final List<String> RESULTS = List.of(PEOPLE_FILE, ORGANIZATIONS_FILE);

  private final long memoryBytes;
  private final @Nullable EngineAt engine;

  /// With the share of memory that [MemoryShare] gives the database.
  public DataSetAssessor() {
    this(MemoryShare.ofDatabase());
  }

  /// @param memoryBytes DuckDB's share of memory
  public DataSetAssessor(long memoryBytes) {
    this(memoryBytes, null);
  }

  private DataSetAssessor(long memoryBytes, @Nullable EngineAt engine) {
    this.memoryBytes = memoryBytes;
    this.engine = engine;
  }

  /// @param master where the engine runs, in its own words
  record EngineAt(QueryEngine engine, String master) {}

  /// The same with the people found on another engine, which is opened for each assessment; reading
  /// and risk stay with DuckDB.
  ///
  /// @param at where the engine runs, in its own words
  /// @throws FirebreakException as [QueryEngine#check], before anything is read
  public DataSetAssessor on(QueryEngine other, String at) {
    other.check(at);
    return new DataSetAssessor(memoryBytes, new EngineAt(other, at));
  }

  /// The whole assessment.
  ///
  /// @throws FirebreakException CANCELLED; INPUT_UNREADABLE, INPUT_WITHOUT_ID for files that are
  ///   missing or no accounts directory; DATA_DAMAGED where the database gives up
  public Assessment assess(AssessmentRequest request) throws IOException {
    try (AssessedDataSet assessed = open(request)) {
      return assessed.assessment();
    }
  }

  /// The assessment with the data set still open, for attackers; the caller closes it. Goes on with
  /// what the request's checkpoints kept.
  public AssessedDataSet open(AssessmentRequest request) throws IOException {
    return open(request, Set.of());
  }

  /// The same with every identifier of the data set, for [DisclosureHistory].
  public AssessedDataSet openForHistory(AssessmentRequest request) throws IOException {
    return open(request, DisclosureHistory.TABLES);
  }

  private AssessedDataSet open(AssessmentRequest request, Set<String> more) throws IOException {
    try {
      return AssessmentRun.open(request, memoryBytes, engine, more);
    } catch (SQLException e) {
      throw damaged(e);
    }
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
    if (message.contains("Out of Memory")) {
      return new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "the assessment needs more memory; docs/operating/memory.md says how to give it more",
          place);
    }
    return new FirebreakException(
        ErrorCode.DATA_DAMAGED,
        "the assessment's database gave up ("
            + kind(message)
            + "); check that the work folder's disk has room",
        place);
  }

  /// The kind that the database's message begins with, as `INTERNAL Error`, which quotes nothing.
  private static String kind(String message) {
    Matcher kind = KIND.matcher(message);
    return kind.lookingAt() ? kind.group(1) : "an error of unknown kind";
  }

  /// The work folder cannot be written.
  static FirebreakException disk(Exception e) {
    return new FirebreakException(
        ErrorCode.DISK,
        "the work folder cannot be written; check that its disk has room, or choose another",
        e);
  }
}
