package dev.firebreak.ledger;

import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Compares a ledger's files with its manifest. Changes nothing.
final class LedgerVerification {
  private final LedgerFolder folder;
  private final LedgerHead head;
  private final DuckDb database;

  LedgerVerification(LedgerFolder folder, LedgerHead head, DuckDb database) {
    this.folder = folder;
    this.head = head;
    this.database = database;
  }

  LedgerCheck check(Map<BindingId, Long> outcomeEnds) throws IOException {
    List<String> problems = new ArrayList<>(problemsOfTheMoment());
    try (LedgerHead.Lease lease = head.lease()) {
      LedgerManifest now = lease.manifest();
      long rows = 0;
      for (LedgerFile file : now.files()) {
        rows += file.rows();
        problem(file).ifPresent(problems::add);
      }
      problems.addAll(sums(now));
      outcomeEnds.forEach((binding, end) -> {
        if (now.watermark(binding) > end) {
          problems.add(
              "the ledger has outcomes of "
                  + binding
                  + " up to "
                  + now.watermark(binding)
                  + ", its outcome log only up to "
                  + end);
        }
      });
      return new LedgerCheck(now.sequence(), now.files().size(), rows, problems);
    }
  }

  /// What can only be compared while nothing is switched.
  private List<String> problemsOfTheMoment() throws IOException {
    return head.look(now -> {
      List<String> problems = new ArrayList<>();
      if (!folder.read().equals(now)) {
        problems.add("manifest.json is not the one in use: something else wrote it");
      }
      Set<String> known = new HashSet<>();
      now.files().forEach(file -> known.add(file.name()));
      now.replaced().forEach(old -> known.add(old.name()));
      for (String name : folder.ledgerFiles()) {
        if (!known.contains(name)) {
          problems.add(name + " is not listed in the manifest");
        }
      }
      return problems;
    });
  }

  /// What came in of a vendor is in its files, or was taken out.
  private static List<String> sums(LedgerManifest now) {
    List<String> problems = new ArrayList<>();
    now.vendors()
        .forEach((vendor, holding) -> {
          long held =
              now.files().stream()
                  .filter(file -> file.vendor().equals(vendor))
                  .mapToLong(LedgerFile::events)
                  .sum();
          if (held != holding.taken() - holding.removed()) {
            problems.add(
                "the files hold "
                    + held
                    + " events of "
                    + vendor
                    + ", but "
                    + holding.taken()
                    + " came in and "
                    + holding.removed()
                    + " were taken out");
          }
        });
    return problems;
  }

  private Optional<String> problem(LedgerFile file) throws IOException {
    Path path = folder.resolve(file.name());
    if (!Files.isRegularFile(path)) {
      return Optional.of(file.name() + " is missing");
    }
    if (!folder.content(path).equals(file.content())) {
      return Optional.of(file.name() + " is not the file that was written (size or SHA-256)");
    }
    try {
      return contentProblem(file, path);
    } catch (SQLException e) {
      return Optional.of(file.name() + " cannot be read as Parquet");
    }
  }

  private Optional<String> contentProblem(LedgerFile file, Path path) throws SQLException {
    LedgerTable table = LedgerTable.ofLabel(file.table());
    boolean facts = table == LedgerTable.FACTS;
    String sql =
        String.format(
            Locale.ROOT,
            "SELECT count(*), %s, count(*) FILTER (vendor <> %s), count(*) FILTER (%s),"
                + " count(*) FILTER (%s < unhex(%s) OR %s > unhex(%s)) FROM read_parquet(%s)",
            facts ? "coalesce(sum(events), 0)::BIGINT" : "0",
            DuckDb.literal(file.vendor()),
            facts ? outside(file) : "false",
            table.subject(),
            DuckDb.literal(file.bounds().firstSubject()),
            table.subject(),
            DuckDb.literal(file.bounds().lastSubject()),
            DuckDb.readList(List.of(path)));
    try (Connection connection = database.connection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      if (row.getLong(1) != file.rows()) {
        return Optional.of(file.name() + " has " + row.getLong(1) + " rows, not " + file.rows());
      }
      if (row.getLong(2) != file.events()) {
        return Optional.of(
            file.name() + " has " + row.getLong(2) + " events, not " + file.events());
      }
      return row.getLong(3) + row.getLong(4) + row.getLong(5) == 0
          ? Optional.empty()
          : Optional.of(file.name() + " has rows of another vendor, period or subject");
    }
  }

  /// The condition under which a fact does not belong to the file's period and bounds.
  private static String outside(LedgerFile file) {
    String bounds =
        "day < DATE '"
            + file.bounds().firstDay().orElseThrow()
            + "' OR day > DATE '"
            + file.bounds().lastDay().orElseThrow()
            + "'";
    return switch (file.level()) {
      case 1 -> bounds + " OR day <> DATE '" + file.period() + "'";
      case 2 -> {
        YearMonth month = YearMonth.parse(file.period());
        yield bounds
            + " OR day < DATE '"
            + month.atDay(1)
            + "' OR day > DATE '"
            + month.atEndOfMonth()
            + "'";
      }
      default -> bounds;
    };
  }
}
