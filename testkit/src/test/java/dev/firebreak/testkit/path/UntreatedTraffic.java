package dev.firebreak.testkit.path;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.installation.Installation;
import dev.firebreak.journal.JournalRecord;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.taxonomy.Masks;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps requests as they came, in turn in each place where an installation keeps anything: what a
/// product without a gateway would do. Confined.
final class UntreatedTraffic implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UntreatedTraffic.class);
  private static final int PLACES = 5;
  private static final int RECORD_BYTES_MAX = 1 << 20;
  private static final int ROWS = 5_000;

  private final Installation installation;
  private final OutputStream spill;
  private final List<byte[]> rows = new ArrayList<>();
  private int kept;

  UntreatedTraffic(Installation installation) throws IOException {
    this.installation = installation;
    Path file = installation.directory().work().resolve("spill.gz");
    spill = new GZIPOutputStream(Files.newOutputStream(file));
  }

  void keep(PlantedTraffic.Request request) throws IOException {
    byte[] head = (request.target() + "\n" + request.headers()).getBytes(StandardCharsets.UTF_8);
    keep(head);
    if (request.body().length > 0) {
      keep(request.body());
    }
  }

  private void keep(byte[] content) throws IOException {
    int place = kept++ % PLACES;
    switch (place == 1 && isGzip(content) ? 2 : place) {
      case 0 -> {
        if (content.length < RECORD_BYTES_MAX) {
          installation
              .deliveries()
              .binding(InstallationFolder.WEB)
              .journal()
              .append(List.of(record(content)));
        } else {
          spill.write(content);
        }
      }
      case 1 -> LOG.atDebug().addKeyValue("request", text(content)).log("Received");
      case 2 -> spill.write(content);
      default -> {
        if (rows.size() < ROWS) {
          rows.add(content);
        } else {
          spill.write(content);
        }
      }
    }
  }

  /// A log line is text: what was packed would be lost in it.
  private static boolean isGzip(byte[] content) {
    return content.length > 2 && content[0] == 0x1f && content[1] == (byte) 0x8b;
  }

  private JournalRecord record(byte[] content) {
    EventHeader header =
        new EventHeader(
            MessageKind.EVENT,
            "untreated-" + kept,
            installation.clock().millis(),
            true,
            null,
            null,
            null,
            Masks.NONE);
    return new JournalRecord(
        InstallationFolder.WEB,
        installation.clock().instant(),
        AssertedBy.PUBLIC,
        "0123456789ab",
        1,
        new TreatedMessage.Forward(header, content));
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  /// Writes the rows: the first half into the control database, the other into Parquet.
  @Override
  public void close() throws IOException {
    spill.close();
    List<byte[]> first = rows.subList(0, rows.size() / 2);
    List<byte[]> second = rows.subList(rows.size() / 2, rows.size());
    Path folder = installation.directory().root();
    Path parquet = installation.directory().ledger().resolve("untreated.parquet");
    try (Connection control =
        DriverManager.getConnection("jdbc:sqlite:" + installation.directory().controlDatabase())) {
      insert(control, first);
      try (DuckDb database =
              DuckDb.open(folder.resolve("work/untreated"), 256L << 20, 1, List.of(folder));
          Connection connection = database.connection()) {
        insert(connection, second);
        try (Statement copy = connection.createStatement()) {
          copy.execute("COPY untreated TO " + DuckDb.literal(parquet) + " (FORMAT parquet)");
        }
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static void insert(Connection connection, List<byte[]> rows) throws SQLException {
    try (Statement create = connection.createStatement()) {
      create.execute("CREATE TABLE untreated (content VARCHAR, packed BLOB)");
    }
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO untreated VALUES (?, ?)")) {
      for (byte[] row : rows) {
        insert.setString(1, text(row).replace("\0", ""));
        insert.setBytes(2, row);
        insert.execute();
      }
    }
  }
}
