package dev.firebreak.assessment;

import com.sun.management.OperatingSystemMXBean;
import dev.firebreak.ledger.DuckDb;
import java.lang.management.ManagementFactory;

/// How the memory that this process may use is divided: the heap has what `-Xmx` gives it, DuckDB
/// most of what is left.
///
/// The whole is the system property [#PROPERTY] in bytes, which the launcher sets from
/// `FIREBREAK_MEMORY`; else what the machine or the container has.
public final class MemoryShare {
  /// The system property.
  public static final String PROPERTY = "firebreak.memory";

  /// What the JVM takes beside its heap, and DuckDB beside what it counts.
  private static final long OVERHEAD_BYTES = 256L << 20;

  private static final double OF_THE_REST = 0.8;
  private static final long MOST_BYTES = 4L << 30;

  private MemoryShare() {}

  /// DuckDB's share for an assessment in this process, in bytes.
  public static long ofDatabase() {
    return ofDatabase(whole(), Runtime.getRuntime().maxMemory());
  }

  /// @param whole all memory that the process may use
  /// @param heap what the heap may grow to
  static long ofDatabase(long whole, long heap) {
    long rest = (long) ((whole - heap - OVERHEAD_BYTES) * OF_THE_REST);
    return Math.clamp(rest, 2 * DuckDb.MEMORY_BYTES_MIN, MOST_BYTES);
  }

  private static long whole() {
    long said = Long.getLong(PROPERTY, 0);
    if (said > 0) {
      return said;
    }
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : DataSet.MEMORY_BYTES_DEFAULT + Runtime.getRuntime().maxMemory();
  }
}
