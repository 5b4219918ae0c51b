package dev.firebreak.spark;

import java.text.Normalizer;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/// Functions over texts that Spark has not, or has with another meaning than DuckDB: the same
/// address must be the same person on both. All give null for null. Workers run them; they use
/// nothing but the JDK.
final class TextFunctions {
  static final String LOWER = "firebreak_lower";
  static final String TRIM = "firebreak_trim";
  static final String NFC = "firebreak_nfc";

  private TextFunctions() {}

  static void register(SparkSession spark) {
    spark.udf().register(LOWER, (UDF1<String, String>) TextFunctions::lower, DataTypes.StringType);
    spark.udf().register(TRIM, (UDF1<String, String>) TextFunctions::trim, DataTypes.StringType);
    spark.udf().register(NFC, (UDF1<String, String>) TextFunctions::nfc, DataTypes.StringType);
  }

  /// Each character in lower case by itself; Spark's own, like Java's, looks at its neighbours and
  /// may make two of one.
  static @Nullable String lower(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int[] lower = text.codePoints().map(Character::toLowerCase).toArray();
    return new String(lower, 0, lower.length);
  }

  /// Without the blanks of any script at both ends; Spark's own knows one blank.
  static @Nullable String trim(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int start = 0;
    int end = text.length();
    while (start < end && Character.getType(text.charAt(start)) == Character.SPACE_SEPARATOR) {
      start++;
    }
    while (end > start && Character.getType(text.charAt(end - 1)) == Character.SPACE_SEPARATOR) {
      end--;
    }
    return text.substring(start, end);
  }

  static @Nullable String nfc(@Nullable String text) {
    return text == null ? null : Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
