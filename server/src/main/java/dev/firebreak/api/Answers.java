package dev.firebreak.api;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes an answer of how a command ended.
///
/// What the command wrote goes before what it printed: one file is the body as it is, several are
/// one archive. Without files the body is what it printed. A command that did not end well is a
/// problem, which holds what it printed nevertheless.
final class Answers {
  private static final int TEXT_BYTES_MAX = 8 << 20;
  private static final int PROBLEM_BYTES_MAX = 1 << 20;
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html;charset=utf-8",
          "pdf", "application/pdf",
          "csv", "text/csv;charset=utf-8",
          "json", "application/json",
          "ics", "text/calendar;charset=utf-8",
          "txt", "text/plain;charset=utf-8",
          "md", "text/markdown;charset=utf-8",
          "yaml", "application/yaml",
          "png", "image/png");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CommandRunner.Room room;
  private final AnswerForm form;
  private final GivenValues given;

  Answers(CommandRunner.Room room, AnswerForm form, GivenValues given) {
    this.room = room;
    this.form = form;
    this.given = given;
  }

  Answer of(Operation operation, CommandRunner.Ended ended) throws IOException {
    Answer answer = ended.exitCode() == 0 ? done(operation, ended) : failed(ended);
    return answer.with(Answer.EXIT_CODE, Integer.toString(ended.exitCode()));
  }

  private Answer done(Operation operation, CommandRunner.Ended ended) throws IOException {
    List<Path> files = ended.files();
    if (form.whole()) {
      return archive(files, true);
    }
    if (files.size() == 1) {
      String name = String.valueOf(files.getFirst().getFileName());
      String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
      return Answer.ofFile(TYPES.getOrDefault(ending, "application/octet-stream"), files.getFirst())
          .with("Content-Disposition", "attachment; filename=\"" + plain(name) + "\"");
    }
    if (!files.isEmpty()) {
      return archive(files, false)
          .with("Content-Disposition", "attachment; filename=\"" + operation.id() + ".zip\"");
    }
    if (Files.size(room.out()) > TEXT_BYTES_MAX) {
      return Answer.ofFile(form.text() ? "text/plain;charset=utf-8" : Answer.JSON_TYPE, room.out());
    }
    String printed = read(room.out());
    if (form.text()) {
      return Answer.text(printed);
    }
    if (printed.isBlank()) {
      return Answer.nothing();
    }
    if (operation.rule().list()) {
      return page(printed);
    }
    return operation.json()
        ? Answer.of(Answer.JSON_TYPE, printed.getBytes(StandardCharsets.UTF_8))
        : Answer.json(Map.of("text", printed));
  }

  /// RFC 8288 has how an answer names the next one.
  private Answer page(String printed) {
    Optional<Page> page = Page.of(printed, given.page());
    byte[] body = page.map(Page::items).orElse(printed.getBytes(StandardCharsets.UTF_8));
    Answer answer = Answer.of(Answer.JSON_TYPE, body);
    return page.flatMap(Page::next)
        .map(cursor -> answer.with("Link", "<" + given.at(cursor) + ">; rel=\"next\""))
        .orElse(answer);
  }

  private Answer archive(List<Path> files, boolean whole) throws IOException {
    Path archive = room.base().resolve("archive");
    try (OutputStream out = Files.newOutputStream(archive);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      if (whole) {
        entry(zip, "out", read(room.out()).getBytes(StandardCharsets.UTF_8));
        entry(zip, "err", read(room.err()).getBytes(StandardCharsets.UTF_8));
      }
      for (Path file : files) {
        String name = room.files().relativize(file).toString();
        zip.putNextEntry(new ZipEntry(whole ? "files/" + name : name));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return Answer.ofFile("application/zip", archive);
  }

  private static void entry(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }

  private Answer failed(CommandRunner.Ended ended) throws IOException {
    Optional<FirebreakException> failure = ended.failure();
    ErrorCode code = failure.map(FirebreakException::code).orElseGet(() -> code(ended.exitCode()));
    String detail =
        failure
            .map(e -> here(String.valueOf(e.getMessage())))
            .orElse(
                code == ErrorCode.CHECK_FAILED
                    ? "the check failed; what it found stands beside"
                    : "this could not be done; why stands beside");
    Problem problem = Problem.of(code, detail).with("exitCode", ended.exitCode());
    String printed = Files.size(room.out()) > PROBLEM_BYTES_MAX ? "" : read(room.out());
    if (form.text() || form.whole()) {
      problem = problem.with("out", printed).with("err", errors(failure, detail));
    } else if (!printed.isBlank()) {
      problem = problem.with("result", parsed(printed));
    }
    return Answer.problem(problem, challenge(code));
  }

  /// What a terminal would show beside what the command printed.
  private String errors(Optional<FirebreakException> failure, String detail) throws IOException {
    String errors = Files.size(room.err()) > PROBLEM_BYTES_MAX ? "" : read(room.err());
    return failure.isPresent() ? errors + "firebreak: " + detail + "\n" : errors;
  }

  private static Map<String, String> challenge(ErrorCode code) {
    return code == ErrorCode.SECOND_FACTOR_WRONG
        ? Map.of(
            "WWW-Authenticate",
            ApiAccess.CHALLENGE + ", error=\"insufficient_user_authentication\"")
        : Map.of();
  }

  private static ErrorCode code(int exitCode) {
    return switch (exitCode) {
      case 1 -> ErrorCode.CHECK_FAILED;
      case 2 -> ErrorCode.WRONG_USE;
      case 3 -> ErrorCode.DISK;
      default -> ErrorCode.BUG;
    };
  }

  /// As JSON where it is, else as text.
  private static Object parsed(String printed) {
    try {
      JsonNode node = JSON.readTree(printed);
      return JSON.treeToValue(node, Object.class);
    } catch (JacksonException text) {
      return new LinkedHashMap<>(Map.of("text", printed));
    }
  }

  private String read(Path file) throws IOException {
    return here(Files.readString(file));
  }

  /// Without the folder of the request, which only the server has.
  private String here(String text) {
    return text.replace(room.files() + "/", "").replace(room.files().toString(), ".");
  }

  private static String plain(String name) {
    return name.replaceAll("[^A-Za-z0-9._-]", "_");
  }
}
