package dev.firebreak.register;

import dev.firebreak.document.CsvText;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Questions and answers of a review as files that a vendor fills in: JSON, or CSV for spreadsheets
/// with columns `question`, `answer`, `note`, `asks`. What was exported can be imported again.
public final class AnswerFiles {
  private static final long BYTES_MAX = 4 << 20;
  private static final List<String> COLUMNS = List.of("question", "answer", "note", "asks");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private AnswerFiles() {}

  /// The file's text; questions without an answer stand there with an empty one.
  public static String csv(QuestionSet questions, ReviewDossier dossier) {
    StringBuilder csv = new StringBuilder();
    csv.append(CsvText.line(COLUMNS));
    for (Map<String, String> row : rows(questions, dossier)) {
      csv.append(
          CsvText.line(COLUMNS.stream().map(column -> row.getOrDefault(column, "")).toList()));
    }
    return csv.toString();
  }

  /// As [#csv], as one JSON document.
  public static String json(QuestionSet questions, ReviewDossier dossier) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("review", dossier.review().id());
    document.put("vendor", dossier.review().vendor().value());
    document.put("questionSet", questions.version());
    document.put("answers", rows(questions, dossier));
    return JSON.writeValueAsString(document) + "\n";
  }

  private static List<Map<String, String>> rows(QuestionSet questions, ReviewDossier dossier) {
    List<Map<String, String>> rows = new ArrayList<>();
    for (Question question : questions.questions()) {
      VendorReview.Answer answer = dossier.answers().get(question.key());
      Map<String, String> row = new LinkedHashMap<>();
      row.put("question", question.key());
      row.put("answer", answer == null ? "" : answer.word().label());
      row.put("note", answer == null ? "" : answer.note());
      row.put("asks", question.asks());
      rows.add(row);
    }
    return rows;
  }

  /// The answers of a file whose name ends in `.csv` or `.json`; rows without an answer are left
  /// out.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE, INPUT_TOO_LARGE, or WRONG_USE with what is wrong
  public static List<Reviews.Given> read(Path file) {
    String text = text(file);
    String name = String.valueOf(file.getFileName());
    if (name.endsWith(".csv")) {
      return given(ofCsv(text));
    }
    if (name.endsWith(".json")) {
      return given(ofJson(text));
    }
    throw wrong("answers come as FILE.csv or FILE.json, as `vendor review export` writes them");
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        throw new FirebreakException(
            ErrorCode.INPUT_TOO_LARGE, file + " is larger than 4 MiB: are these answers?");
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE, file + " is not UTF-8; save it as CSV UTF-8", e);
    } catch (IOException e) {
      throw new FirebreakException(ErrorCode.INPUT_UNREADABLE, file + " cannot be read", e);
    }
  }

  private static List<Map<String, String>> ofCsv(String text) {
    List<List<String>> lines = CsvText.parse(text);
    if (lines.isEmpty() || !lines.getFirst().containsAll(COLUMNS.subList(0, 2))) {
      throw wrong("the first line names the columns: question,answer,note");
    }
    List<String> columns = lines.getFirst();
    List<Map<String, String>> rows = new ArrayList<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      Map<String, String> row = new LinkedHashMap<>();
      for (int i = 0; i < Math.min(columns.size(), line.size()); i++) {
        row.put(columns.get(i), line.get(i));
      }
      rows.add(row);
    }
    return rows;
  }

  private static List<Map<String, String>> ofJson(String text) {
    List<Map<String, String>> rows = new ArrayList<>();
    try {
      JsonNode answers = JSON.readTree(text).path("answers");
      if (!answers.isArray()) {
        throw wrong("the document has no list `answers`");
      }
      for (JsonNode answer : answers) {
        Map<String, String> row = new LinkedHashMap<>();
        COLUMNS.forEach(column -> row.put(column, answer.path(column).asString("")));
        rows.add(row);
      }
    } catch (JacksonException e) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "the file is no JSON document", e);
    }
    return rows;
  }

  private static List<Reviews.Given> given(List<Map<String, String>> rows) {
    List<Reviews.Given> given = new ArrayList<>();
    for (Map<String, String> row : rows) {
      String word = row.getOrDefault("answer", "").strip();
      if (word.isEmpty()) {
        continue;
      }
      String question = row.getOrDefault("question", "").strip();
      given.add(
          new Reviews.Given(
              question,
              VendorReview.Answer.Word.ofLabel(word)
                  .orElseThrow(() ->
                      wrong(
                          "the answer to "
                              + question
                              + " is none of yes, partly, no, not-applicable, unknown")),
              row.getOrDefault("note", "").strip()));
    }
    if (given.isEmpty()) {
      throw wrong("the file has no answer");
    }
    return given;
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }
}
