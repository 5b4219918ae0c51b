package dev.firebreak.cli;

import dev.firebreak.disk.PrivateFile;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Speaks to the API of a server. Confined to one thread.
final class RemoteClient implements AutoCloseable {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration CONNECT_MAX = Duration.ofSeconds(20);
  private static final int PROBLEM_BYTES_MAX = 16 << 20;
  private static final String FILES = "files/";

  private final RemoteServer server;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_MAX)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private @Nullable String operator;

  RemoteClient(RemoteServer server) {
    this.server = server;
  }

  /// Whose token it is.
  String operator() {
    if (operator == null) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(server.uri().resolve("/api/v1/token")).GET();
      try (InputStream body = answered(request).body()) {
        operator = JSON.readTree(body.readNBytes(PROBLEM_BYTES_MAX)).path("operator").asString("");
      } catch (IOException e) {
        throw unreachable(e);
      }
    }
    return operator;
  }

  /// Sends a request, prints what the command printed and writes its files.
  ///
  /// @param targets of files, by the names that the request gave them; others go to the working
  ///   directory
  /// @return the command's exit code
  int send(RemoteRequest request, CommandContext context, Map<String, Path> targets) {
    try {
      HttpResponse<InputStream> answer = ask(request.at(server.uri()));
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          return problem(answer.statusCode(), body, context);
        }
        unpack(body, context, targets);
        return 0;
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private HttpResponse<InputStream> answered(HttpRequest.Builder request) throws IOException {
    HttpResponse<InputStream> answer = ask(request);
    if (answer.statusCode() != 200) {
      try (InputStream body = answer.body()) {
        throw refused(answer.statusCode(), read(body));
      }
    }
    return answer;
  }

  private HttpResponse<InputStream> ask(HttpRequest.Builder request) throws IOException {
    try {
      return http.send(
          request.header("Authorization", "Bearer " + server.token()).build(),
          BodyHandlers.ofInputStream());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /// A problem of the command is shown as the command showed it; another in its own words.
  private static int problem(int status, InputStream body, CommandContext context)
      throws IOException {
    JsonNode problem = read(body);
    if (!problem.has("err")) {
      throw refused(status, problem);
    }
    print(context.out(), problem.path("out").asString(""));
    print(context.err(), problem.path("err").asString(""));
    return problem.path("exitCode").asInt(ErrorCode.Kind.INTERNAL.exitCode());
  }

  private static JsonNode read(InputStream body) throws IOException {
    byte[] bytes = body.readNBytes(PROBLEM_BYTES_MAX);
    try {
      return JSON.readTree(bytes);
    } catch (JacksonException noProblem) {
      return JSON.createObjectNode();
    }
  }

  private static FirebreakException refused(int status, JsonNode problem) {
    String detail = problem.path("detail").asString("");
    boolean ours = status < 500;
    return new FirebreakException(
        ours ? ErrorCode.WRONG_USE : ErrorCode.DISK,
        detail.isEmpty()
            ? "the server answered " + status + "; is it Firebreak's console address?"
            : detail);
  }

  private static void unpack(InputStream body, CommandContext context, Map<String, Path> targets)
      throws IOException {
    try (ZipInputStream zip = new ZipInputStream(body)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.equals("out")) {
          print(context.out(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
        } else if (name.equals("err")) {
          print(context.err(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
        } else if (name.startsWith(FILES)) {
          write(zip, target(name.substring(FILES.length()), context, targets));
        }
      }
    }
  }

  /// The server chooses no place: what it names stays below the folder that was asked for.
  private static Path target(String name, CommandContext context, Map<String, Path> targets)
      throws IOException {
    int slash = name.indexOf('/');
    String first = slash < 0 ? name : name.substring(0, slash);
    Path base = targets.get(first);
    Path root = base == null ? context.workingDirectory() : base;
    Path target =
        base == null
            ? root.resolve(name)
            : slash < 0 ? base : base.resolve(name.substring(slash + 1));
    if (!target.normalize().startsWith(root.normalize())) {
      throw new IOException("the server named a file outside of the folder");
    }
    return target;
  }

  private static void write(InputStream content, Path target) throws IOException {
    Files.createDirectories(Objects.requireNonNull(target.toAbsolutePath().getParent()));
    try (OutputStream out = PrivateFile.create(target)) {
      content.transferTo(out);
    } catch (FileAlreadyExistsException e) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "there is a file " + target.getFileName() + " already; choose another name",
          e);
    }
  }

  private static void print(PrintWriter to, String text) {
    to.print(text);
    to.flush();
  }

  private FirebreakException unreachable(IOException e) {
    return new FirebreakException(
        ErrorCode.DISK,
        "no answer from "
            + server.uri()
            + ": "
            + e.getClass().getSimpleName()
            + "; check address, certificate and network",
        e);
  }

  @Override
  public void close() {
    http.close();
  }
}
