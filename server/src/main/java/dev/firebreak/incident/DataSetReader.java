package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.AssessmentRequest;
import dev.firebreak.assessment.PersonExposure;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/// Reads a stolen data set: the seam to the assessment on one machine or on many.
@FunctionalInterface
public interface DataSetReader {
  /// Reads the files of the request. Called once per assessment; plaintext goes nowhere but to the
  /// request's folders.
  Reading read(AssessmentRequest request) throws IOException;

  /// What reading gives.
  ///
  /// @param assessment the figures
  /// @param people one entry per person; readable until the request's folders are removed
  /// @param attacks what attackers with outside knowledge made of it; empty where none was tried
  record Reading(Assessment assessment, PeopleSource people, List<AttackFigures> attacks) {
    public Reading {
      attacks = List.copyOf(attacks);
    }
  }

  /// The people of a data set, streamed.
  @FunctionalInterface
  interface PeopleSource {
    void forEach(Consumer<PersonExposure> consumer) throws IOException;
  }
}
