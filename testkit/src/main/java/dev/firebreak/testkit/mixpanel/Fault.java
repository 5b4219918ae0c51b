package dev.firebreak.testkit.mixpanel;

import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;

/// What the emulator does wrong with a request to one of its ingestion endpoints.
public sealed interface Fault {
  /// Answers without keeping anything: 500, 429, 413, 401, or an HTML page with 200.
  record Answer(int status, String body, Map<String, String> headers) implements Fault {
    public Answer {
      headers = Map.copyOf(headers);
    }

    public Answer(int status, String body) {
      this(status, body, Map.of());
    }
  }

  /// Keeps what came and answers with an error all the same, as a proxy that gives up does.
  record AnswerAfterStoring(int status, String body) implements Fault {}

  /// Refuses the events whose `$insert_id` is chosen and keeps the rest; `/import` only.
  record RefuseRecords(Predicate<String> insertIds) implements Fault {}

  /// Handles the request rightly, but only after a while.
  record Delay(Duration duration) implements Fault {}

  /// Takes the whole request, keeps nothing and never answers: the sender has to give up.
  record NoAnswer() implements Fault {}

  /// Closes the connection and keeps nothing.
  record CloseWithoutAnswer() implements Fault {}

  /// Keeps what came and closes the connection: the sender can't know.
  record CloseAfterStoring() implements Fault {}
}
