package dev.firebreak.incident;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.disk.PrivateFile;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.risk.PhishingRisk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Hands the phishing risk of an incident's accounts to the identity provider, for step-up: as CSV
/// and by webhook. It names people, so it needs a privacy officer and stands in the audit log
/// before the first account is read. Thread-safe.
public final class StepUpExport {
  private static final Set<Character> FORMULA = Set.of('=', '+', '-', '@');

  static final String HEADER = "account_id,band,score,second_factor,action";

  private final Assessments assessments;

  public StepUpExport(Assessments assessments) {
    this.assessments = assessments;
  }

  /// Takes some accounts at a time.
  @FunctionalInterface
  public interface Receiver {
    /// @throws IOException where they did not arrive
    void accept(List<PhishingEntry> entries) throws IOException;
  }

  /// Writes the accounts of a band and above to a file, for its owner alone (mode 0600). A file
  /// that is there already is not touched.
  ///
  /// @return how many
  public long toFile(
      ConfirmedOperator operator, String id, int version, PhishingRisk.Band from, Path file) {
    long[] written = {0};
    try (Writer out = PrivateFile.createText(file)) {
      out.write(HEADER + "\n");
      each(
          operator,
          id,
          version,
          from,
          "file",
          entry -> {
            out.write(line(entry));
            written[0]++;
          });
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK,
          "the list could not be written to "
              + file
              + "; choose a new file in a folder that is there",
          e);
    }
    return written[0];
  }

  /// Gives the accounts of a band and above to a receiver, those of the highest band first.
  ///
  /// @param batch how many at a time
  /// @return how many
  public long toReceiver(
      ConfirmedOperator operator,
      String id,
      int version,
      PhishingRisk.Band from,
      int batch,
      Receiver receiver)
      throws IOException {
    List<PhishingEntry> waiting = new ArrayList<>();
    long[] given = {0};
    each(
        operator,
        id,
        version,
        from,
        "webhook",
        entry -> {
          waiting.add(entry);
          given[0]++;
          if (waiting.size() == batch) {
            receiver.accept(List.copyOf(waiting));
            waiting.clear();
          }
        });
    if (!waiting.isEmpty()) {
      receiver.accept(List.copyOf(waiting));
    }
    return given[0];
  }

  @FunctionalInterface
  private interface EntryWriter {
    void write(PhishingEntry entry) throws IOException;
  }

  /// One reading a band, so that the most urgent come first and nothing is kept in memory.
  private void each(
      ConfirmedOperator operator,
      String id,
      int version,
      PhishingRisk.Band from,
      String where,
      EntryWriter writer)
      throws IOException {
    Incidents.require(operator, Role.PRIVACY_OFFICER);
    try {
      for (PhishingRisk.Band band : List.of(PhishingRisk.Band.values()).reversed()) {
        if (band.compareTo(from) >= 0) {
          assessments.phishing(
              operator.name(),
              id,
              version,
              "step-up export to " + where + ", band " + lower(band),
              entry -> {
                try {
                  if (entry.band() == band) {
                    writer.write(entry);
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static String line(PhishingEntry entry) {
    return cell(entry.accountId())
        + ","
        + lower(entry.band())
        + ","
        + String.format(Locale.ROOT, "%.2f", entry.score())
        + ","
        + cell(entry.secondFactor().orElse("unknown"))
        + ","
        + entry.action().key()
        + "\n";
  }

  /// RFC 4180. An id that a spreadsheet would take for a formula is quoted as it is: the file is
  /// for a machine, and a changed id would be another account.
  private static String cell(String text) {
    boolean plain = text.chars().allMatch(c -> c >= ' ' && c != ',' && c != '"') && !text.isEmpty();
    return plain && !FORMULA.contains(text.charAt(0))
        ? text
        : "\"" + text.replace("\"", "\"\"") + "\"";
  }

  static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
