package dev.firebreak.event;

/// The answers that Mixpanel's SDKs understand, to the byte: mixpanel-node takes nothing but `1`
/// for success and looks at no status; mixpanel-java's import wants JSON with `code` or `status`.
enum MixpanelAnswers {
  /// `1` or `0`.
  PLAIN,
  /// `{"error":null,"status":1}`, where the request says `verbose=1`.
  VERBOSE,
  /// What `/import` answers to a JSON body.
  IMPORT;

  static final Answer NO_FLAGS = Answer.json(200, "{\"flags\":{}}");
  static final Answer NO_SETTINGS = Answer.json(200, "{}");
  static final Answer RECORDING_DISCARDED = Answer.json(200, "{\"code\":200,\"status\":\"OK\"}");
  static final Answer NOT_FOUND = Answer.text(404, "not found");
  private static final Answer ONE = Answer.text(200, "1");
  private static final Answer VERBOSE_ONE = Answer.json(200, "{\"error\":null,\"status\":1}");

  /// The answer when that many messages are kept.
  Answer accepted(int messages) {
    return switch (this) {
      case PLAIN -> ONE;
      case VERBOSE -> VERBOSE_ONE;
      case IMPORT ->
          Answer.json(
              200, "{\"code\":200,\"status\":\"OK\",\"num_records_imported\":" + messages + "}");
    };
  }

  /// The answer of failure, with words of our own.
  Answer failed(int status, String words) {
    return switch (this) {
      case PLAIN -> Answer.text(status, "0");
      case VERBOSE -> Answer.json(status, "{\"error\":\"" + words + "\",\"status\":0}");
      case IMPORT ->
          Answer.json(
              status,
              "{\"code\":" + status + ",\"error\":\"" + words + "\",\"status\":\"FAILED\"}");
    };
  }
}
