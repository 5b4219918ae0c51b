package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.digest.Sha256;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/// Which mapping a version of findings was made by. The fields of the version say what each was
/// taken for, and why.
///
/// @param convertedVersion the version whose converted rows hold the data; 0 where none were kept
/// @param corrected paths that an operator corrected, and that the data has
/// @param sha256 of the mapping: equal where every field was taken for the same
public record MappingUsed(int convertedVersion, List<String> corrected, String sha256) {
  public MappingUsed {
    corrected = List.copyOf(corrected);
  }

  static MappingUsed of(int convertedVersion, List<Assessment.Field> fields) {
    return new MappingUsed(
        convertedVersion,
        fields.stream()
            .filter(field -> field.meaning().isByOperator())
            .map(Assessment.Field::path)
            .toList(),
        digest(fields));
  }

  private static String digest(List<Assessment.Field> fields) {
    MessageDigest digest = Sha256.start();
    for (Assessment.Field field : fields) {
      String line =
          field.path()
              + "\t"
              + field.category().map(DataCategory::key).orElse("")
              + "\t"
              + field.meaning().slot().key()
              + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.hex(digest);
  }
}
