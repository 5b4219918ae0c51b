package dev.firebreak.spark;

import dev.firebreak.assessment.ResultRow;
import java.io.DataInputStream;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The row that was read last. Not thread-safe.
final class SparkRow implements ResultRow {
  private @Nullable Object[] values = new Object[0];

  void read(DataInputStream in) throws IOException {
    values = new @Nullable Object[in.readInt()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(in);
    }
  }

  private static @Nullable Object value(DataInputStream in) throws IOException {
    return switch (in.readByte()) {
      case Wire.NULL -> null;
      case Wire.NUMBER -> in.readLong();
      case Wire.TRUTH -> in.readBoolean();
      case Wire.TEXT -> Wire.read(in);
      default -> throw new IOException("Spark's driver sent what is no value");
    };
  }

  @Override
  public String getString(int column) throws SQLException {
    Object value = values[column - 1];
    if (value == null) {
      throw new SQLException("column " + column + " is NULL");
    }
    return value.toString();
  }

  @Override
  public long getLong(int column) throws SQLException {
    return switch (values[column - 1]) {
      case null -> 0;
      case Long number -> number;
      default -> throw new SQLException("column " + column + " is no number");
    };
  }

  @Override
  public boolean getBoolean(int column) throws SQLException {
    return switch (values[column - 1]) {
      case null -> false;
      case Boolean truth -> truth;
      default -> throw new SQLException("column " + column + " is no truth value");
    };
  }
}
