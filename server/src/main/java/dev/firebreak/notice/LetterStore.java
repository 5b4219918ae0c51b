package dev.firebreak.notice;

import dev.firebreak.control.ControlDatabase;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Which notices were made as letters, in the control database. Thread-safe.
final class LetterStore {
  private final ControlDatabase control;

  LetterStore(ControlDatabase control) {
    this.control = control;
  }

  /// Records letters; of one that was made again the first time stays.
  void insert(String campaign, Collection<String> numbers, Instant at) {
    control
        .writer()
        .useHandle(handle -> {
          PreparedBatch batch =
              handle.prepareBatch(
                  "INSERT INTO notice_letter (number, campaign, made_at_millis) VALUES (?, ?, ?)"
                      + " ON CONFLICT (number) DO NOTHING");
          numbers.forEach(number -> batch.add(number, campaign, at.toEpochMilli()));
          if (batch.size() > 0) {
            batch.execute();
          }
        });
  }

  /// Numbers of a campaign's letters.
  Set<String> made(String campaign) {
    return new HashSet<>(
        control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT number FROM notice_letter WHERE campaign = :campaign")
                    .bind("campaign", campaign)
                    .mapTo(String.class)
                    .list()));
  }

  /// When the letter of a notice was made; empty where there is none.
  Optional<Instant> madeAt(String number) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT made_at_millis FROM notice_letter WHERE number = :number")
                .bind("number", number)
                .mapTo(Long.class)
                .findOne())
        .map(Instant::ofEpochMilli);
  }
}
