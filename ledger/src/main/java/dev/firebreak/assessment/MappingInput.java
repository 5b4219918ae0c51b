package dev.firebreak.assessment;

import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;

/// What an assessment is given beside the files to understand them by.
///
/// @param corrections what an operator says of fields, by their paths
/// @param converted rows that an earlier assessment converted, instead of the files; their paths
///   and results are the same as of the files
/// @param encoding of texts that have no mark, where an operator names it
public record MappingInput(
    Map<String, Correction> corrections,
    Optional<ConvertedFiles> converted,
    Optional<Charset> encoding) {
  /// Nothing but the files.
  public static final MappingInput NONE = new MappingInput(Map.of(), Optional.empty());

  public MappingInput {
    corrections = Map.copyOf(corrections);
  }

  /// With texts in the encoding that they show.
  public MappingInput(Map<String, Correction> corrections, Optional<ConvertedFiles> converted) {
    this(corrections, converted, Optional.empty());
  }

  /// The same with the encoding of texts.
  public MappingInput with(Optional<Charset> other) {
    return new MappingInput(corrections, converted, other);
  }
}
