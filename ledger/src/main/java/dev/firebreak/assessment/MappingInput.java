package dev.firebreak.assessment;

import java.util.Map;
import java.util.Optional;

/// What an assessment is given beside the files to understand their fields by.
///
/// @param corrections what an operator says of fields, by their paths
/// @param converted rows that an earlier assessment converted, instead of the files; their paths
///   and results are the same as of the files
public record MappingInput(
    Map<String, Correction> corrections, Optional<ConvertedFiles> converted) {
  /// Nothing but the files.
  public static final MappingInput NONE = new MappingInput(Map.of(), Optional.empty());

  public MappingInput {
    corrections = Map.copyOf(corrections);
  }
}
