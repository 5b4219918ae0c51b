package dev.firebreak.incident;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.digest.Sha256;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// The texts of the duty catalogues and holiday calendars that decisions were made under, by their
/// SHA-256, in the control database. A text is kept once and never changed, and outlives incidents
/// and their keys. Thread-safe.
public final class CatalogueArchive {
  private final ControlDatabase control;
  private final Clock clock;

  public CatalogueArchive(ControlDatabase control, Clock clock) {
    this.control = control;
    this.clock = clock;
  }

  /// What a text is.
  public enum Kind {
    CATALOGUE,
    HOLIDAYS;

    /// As in documents.
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A text that is kept.
  ///
  /// @param version its own
  /// @param sha256 64 hex digits in lower case
  /// @param keptAt when something was first decided under it
  public record Kept(Kind kind, String version, String sha256, Instant keptAt) {}

  /// Keeps a catalogue and its holiday calendars; does nothing where they are kept.
  void keep(DutyCatalogue catalogue) {
    DutyCatalogue.Edition edition = catalogue.edition();
    keep(Kind.CATALOGUE, edition.version(), edition.sha256(), catalogue.text());
    keep(
        Kind.HOLIDAYS,
        edition.holidays().version(),
        edition.holidays().sha256(),
        catalogue.holidays().text());
  }

  private void keep(Kind kind, String version, String sha256, String text) {
    control
        .writer()
        .useHandle(handle ->
            handle.execute(
                "INSERT INTO duty_text (sha256, kind, version, text, kept_at)"
                    + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                sha256,
                kind.key(),
                version,
                text,
                clock.millis()));
  }

  /// Everything that is kept, in the order of keeping.
  public List<Kept> list() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT kind, version, sha256, kept_at FROM duty_text ORDER BY kept_at, kind")
                .map((row, _) ->
                    new Kept(
                        Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("version"),
                        row.getString("sha256"),
                        Instant.ofEpochMilli(row.getLong("kept_at"))))
                .list());
  }

  /// A text, character for character.
  ///
  /// @param sha256 as decisions name it
  /// @throws FirebreakException NOT_FOUND where none of that digest is kept, DATA_DAMAGED where it
  ///   is not what it was
  public String text(String sha256) {
    String text =
        control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT text FROM duty_text WHERE sha256 = :sha256")
                    .bind("sha256", sha256)
                    .mapTo(String.class)
                    .findOne())
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.NOT_FOUND,
                    "no duty catalogue of that SHA-256 is kept; `firebreak incident catalogue`"
                        + " lists them"));
    if (!Sha256.hex(text).equals(sha256)) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "the duty catalogue of that SHA-256 was altered in the control database; restore it from"
              + " a backup");
    }
    return text;
  }
}
