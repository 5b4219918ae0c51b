package dev.firebreak.api;

import dev.firebreak.access.ApiToken;
import dev.firebreak.access.ApiTokens;
import dev.firebreak.access.Scope;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.cli.CommandContext;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.gateway.Clients;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/// The commands over HTTP, for programs.
///
/// ```
/// GET  /api/v1/incident/list                    the operation `incident list`
/// POST /api/v1/incident/open   {"id": ...}      the operation `incident open`
/// GET  /api/v1/token                            whose token it is, and for what
/// GET  /api/v1/openapi.json                     all of it, described
/// ```
///
/// In the order of [#respond]: TLS, the token, its pace, the operation, scope and role, what the
/// request gives, and only then the command runs, as the token's operator. Nothing here knows
/// cookies or sessions. One virtual thread a request, and so many commands at a time. Errors are
/// `application/problem+json`. Thread-safe.
public final class Api extends Handler.Abstract {
  static final int COMMANDS_AT_ONCE = 8;

  private static final Logger LOG = LoggerFactory.getLogger(Api.class);
  private static final String DOCUMENT = Operation.BASE + "/openapi.json";
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final String OWN_TOKEN = Operation.BASE + "/token";

  private final Operations operations;
  private final CommandRunner runner;
  private final ApiAccess access;
  private final AuditLog audit;
  private final KeptAnswers kept;
  private final Optional<Counter> calls;
  private final Path work;
  private final byte[] document;
  private final Semaphore places = new Semaphore(COMMANDS_AT_ONCE);

  /// @param commands puts a command line together for a context
  /// @param onThisMachine true where only this machine reaches it, so that it may do without TLS
  public Api(
      Installation installation,
      Optional<EventPath> eventPath,
      Function<CommandContext, CommandLine> commands,
      boolean onThisMachine) {
    ApiContext.Running running = new ApiContext.Running(installation, eventPath);
    audit = installation.audit();
    kept = new KeptAnswers(installation.control(), installation.keys(), installation.clock());
    calls = eventPath.map(path -> calls(path.metrics()));
    work = installation.directory().work();
    runner = new CommandRunner(commands, running);
    operations = Operations.of(commands.apply(nobody(running)));
    document = OpenApiDocument.of(operations);
    access =
        new ApiAccess(
            new ApiTokens(installation.control(), audit, installation.clock()),
            audit,
            new Clients(installation.config().clients().trustedProxies()),
            installation.clock(),
            onThisMachine);
  }

  private static Counter calls(PrometheusRegistry registry) {
    return Counter.builder()
        .name("firebreak_api_calls_total")
        .help("Commands that programs had run, and how they ended.")
        .labelNames("operation", "outcome")
        .withoutExemplars()
        .register(registry);
  }

  /// A context of commands that are looked at and not run.
  private ApiContext nobody(ApiContext.Running running) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new ApiContext(
        running,
        work,
        new ApiContext.Codes("", "", Optional.empty(), Optional.empty()),
        nowhere,
        nowhere);
  }

  /// Everything that it answers but the two paths beside.
  public Operations operations() {
    return operations;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    String path = request.getHttpURI().getPath();
    if (path == null || !(path + "/").startsWith(Operation.BASE + "/")) {
      return false;
    }
    // a command takes the time that it needs
    request.addIdleTimeoutListener(_ -> false);
    Thread.ofVirtual().name("api").start(() -> answer(request, response, callback, path));
    return true;
  }

  private void answer(Request request, Response response, Callback callback, String path) {
    try {
      try {
        respond(request, response, path);
      } catch (ApiProblem problem) {
        write(response, Answer.problem(problem.problem(), problem.headers()));
      } catch (FirebreakException failed) {
        String message = String.valueOf(failed.getMessage());
        write(response, Answer.problem(Problem.of(failed.code(), message), Map.of()));
      } catch (RuntimeException bug) {
        LOG.atError().setCause(bug).log("ApiFailed");
        write(response, Answer.problem(CommandRunner.BUG, Map.of()));
      }
      callback.succeeded();
    } catch (IOException gone) {
      callback.failed(gone);
    }
  }

  private void respond(Request request, Response response, String path) throws IOException {
    access.requireTls(request);
    if (path.equals(DOCUMENT)) {
      requireMethod(request, OperationRule.Method.GET);
      write(response, Answer.of(Answer.JSON_TYPE, document));
      return;
    }
    ApiToken token = access.token(request);
    if (path.equals(OWN_TOKEN)) {
      requireMethod(request, OperationRule.Method.GET);
      write(response, Answer.json(own(token)));
      return;
    }
    Operation operation =
        operations
            .at(path)
            .orElseThrow(() ->
                new ApiProblem(
                    Problem.of(
                        ErrorCode.NOT_FOUND, "no such operation; " + DOCUMENT + " has all")));
    requireMethod(request, operation.rule().method());
    access.require(token, operation);
    if (!places.tryAcquire()) {
      throw new ApiProblem(
          Problem.of(503, "busy", "as many commands run as may at a time; ask again"),
          Map.of(HttpHeader.RETRY_AFTER.asString(), "1"));
    }
    try {
      run(request, response, token, operation);
    } finally {
      places.release();
    }
  }

  private void run(Request request, Response response, ApiToken token, Operation operation)
      throws IOException {
    CommandRunner.Room room = CommandRunner.Room.make(work);
    try {
      AnswerForm form =
          AnswerForm.of(String.join(",", request.getHeaders().getValuesList(HttpHeader.ACCEPT)));
      GivenValues given = RequestReader.read(operation, request, room.files());
      List<String> arguments = arguments(operation, given, form, request, token);
      Optional<KeptAnswers.Keyed> keyed =
          keyed(operation, request, token, RequestDigest.of(operation, form, given, room.files()));
      Optional<Answer> before = keyed.flatMap(kept::begin);
      write(
          response,
          before.isPresent()
              ? before.get()
              : ran(
                  operation,
                  arguments,
                  new Answers(room, form, given),
                  room,
                  keyed,
                  codes(request, token)));
    } finally {
      room.remove();
    }
  }

  private static List<String> arguments(
      Operation operation, GivenValues given, AnswerForm form, Request request, ApiToken token) {
    List<String> arguments = new ArrayList<>();
    actor(operation, given, request, token).ifPresent(arguments::add);
    if (operation.json() && !form.text() && (form.whole() || !given.namesOutput())) {
      arguments.add("--json");
    }
    arguments.addAll(given.arguments());
    return arguments;
  }

  private Answer ran(
      Operation operation,
      List<String> arguments,
      Answers answers,
      CommandRunner.Room room,
      Optional<KeptAnswers.Keyed> keyed,
      ApiContext.Codes codes)
      throws IOException {
    if (operation.rule().method() == OperationRule.Method.POST) {
      audit.append(
          codes.operator(),
          "ApiCalled",
          "api-token:" + codes.token(),
          Map.of("operation", operation.command()));
    }
    CommandRunner.Ended ended = runner.run(operation, arguments, room, codes);
    calls.ifPresent(each -> each.labelValues(operation.command(), ended.outcome()).inc());
    Answer answer = answers.of(operation, ended);
    if (ended.changedNothing()) {
      keyed.ifPresent(kept::forget);
    } else {
      keyed.ifPresent(each -> kept.keep(each, answer));
    }
    return answer;
  }

  /// The request's name, where it has a key; a GET can be asked again without one.
  private static Optional<KeptAnswers.Keyed> keyed(
      Operation operation, Request request, ApiToken token, String digest) {
    return operation.rule().method() == OperationRule.Method.GET
        ? Optional.empty()
        : Optional.ofNullable(request.getHeaders().get(IDEMPOTENCY_KEY))
            .map(key -> KeptAnswers.keyed(token, key, digest));
  }

  /// The option that says who acts, where the command is to have it.
  private static Optional<String> actor(
      Operation operation, GivenValues given, Request request, ApiToken token) {
    return operation
        .actor()
        .filter(actor ->
            switch (actor.asked()) {
              case ALWAYS -> true;
              case WITH_CODE -> request.getHeaders().contains(ApiContext.CODE);
              case WITH_FLAG -> given.isTrue(actor.option().substring(2));
            })
        .map(actor -> actor.option() + "=" + token.operator());
  }

  private static ApiContext.Codes codes(Request request, ApiToken token) {
    return new ApiContext.Codes(
        token.id(),
        token.operator(),
        Optional.ofNullable(request.getHeaders().get(ApiContext.CODE)),
        Optional.ofNullable(request.getHeaders().get(ApiContext.SECOND_CODE)));
  }

  private static void requireMethod(Request request, OperationRule.Method method) {
    if (!method.name().equals(request.getMethod())) {
      throw new ApiProblem(
          Problem.of(405, "method-not-allowed", "this is asked for by " + method),
          Map.of(HttpHeader.ALLOW.asString(), method.name()));
    }
  }

  private static Map<String, Object> own(ApiToken token) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", token.id());
    document.put("operator", token.operator());
    document.put("role", token.role().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    document.put("note", token.note());
    document.put("scopes", token.scopes().stream().sorted().map(Scope::word).toList());
    document.put("expiresAt", token.expiresAt().toString());
    return document;
  }

  private static void write(Response response, Answer answer) throws IOException {
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    response.getHeaders().put("Content-Security-Policy", "default-src 'none'; sandbox");
    if (answer.status() == 204) {
      return;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
    Optional<Path> file = answer.file();
    long length = file.isPresent() ? Files.size(file.get()) : answer.bytes().length;
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
    try (OutputStream out = Content.Sink.asOutputStream(response)) {
      if (file.isPresent()) {
        Files.copy(file.get(), out);
      } else {
        out.write(answer.bytes());
      }
    }
  }
}
