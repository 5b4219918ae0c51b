package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.EventHours;
import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.assessment.PlantedRecords;
import dev.firebreak.assessment.TraceUnicity;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// Reads a stolen data set: the seam to the assessment on one machine or on many.
@FunctionalInterface
public interface DataSetReader {
  /// Reads the files of the request. Called once per assessment; plaintext goes nowhere but to the
  /// request's folders.
  Reading read(AssessmentRequest request) throws IOException;

  /// What attackers are tried with.
  default OutsideKnowledge knowledge() {
    return OutsideKnowledge.NONE;
  }

  /// The same with other knowledge; itself where it tries no attackers.
  default DataSetReader with(OutsideKnowledge knowledge) {
    return this;
  }

  /// What reading gives.
  ///
  /// @param assessment the figures
  /// @param people one entry per person; readable until the request's folders are removed
  /// @param organizations one card per organisation; readable as long
  /// @param attacks what attackers with outside knowledge made of it; empty where none was tried
  /// @param traces whom a few actions of their own single out; empty where none were drawn
  /// @param observed what else was seen on the way
  record Reading(
      Assessment assessment,
      PeopleSource people,
      Source<OrganizationExposure> organizations,
      List<AttackFigures> attacks,
      List<TraceUnicity> traces,
      Observed observed) {
    public Reading {
      attacks = List.copyOf(attacks);
      traces = List.copyOf(traces);
    }

    /// Without times and planted records.
    public Reading(
        Assessment assessment,
        PeopleSource people,
        Source<OrganizationExposure> organizations,
        List<AttackFigures> attacks,
        List<TraceUnicity> traces) {
      this(assessment, people, organizations, attacks, traces, Observed.NOTHING);
    }

    /// Without organisations and drawn actions.
    public Reading(Assessment assessment, PeopleSource people, List<AttackFigures> attacks) {
      this(assessment, people, _ -> {}, attacks, List.of());
    }

    /// Refuses a data set of which nothing was understood: no conclusion may be drawn from it.
    ///
    /// @throws FirebreakException INPUT_UNREADABLE where no row could be read
    Reading requireRows() {
      if (assessment.rowsRead() > assessment.rowsRejected()) {
        return this;
      }
      String first =
          assessment.rejected().stream()
              .findFirst()
              .map(row -> "; the first: line " + row.line() + ", " + row.reason())
              .orElse("");
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE,
          "none of the "
              + assessment.rowsRead()
              + " rows could be read"
              + first
              + ". Expected text, JSON, XLSX or Parquet, compressed or not; check that the file is"
              + " whole");
    }
  }

  /// What was seen of a data set beside its people.
  ///
  /// @param hours how many rows lie in which hour
  /// @param planted planted records; empty where none were given
  record Observed(EventHours hours, List<PlantedRecords.Planted> planted) {
    /// Nothing was looked for.
    public static final Observed NOTHING = new Observed(EventHours.NONE, List.of());

    public Observed {
      planted = List.copyOf(planted);
    }
  }

  /// Entries of a result, streamed.
  @FunctionalInterface
  interface Source<T> {
    void forEach(Consumer<T> consumer) throws IOException;
  }

  /// The people of a data set, streamed.
  @FunctionalInterface
  interface PeopleSource extends Source<PersonExposure> {}
}
