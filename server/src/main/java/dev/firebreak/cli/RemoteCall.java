package dev.firebreak.cli;

import dev.firebreak.api.Operation;
import dev.firebreak.api.Parameter;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// One command at a server: what was parsed here becomes a request, and the answer what the command
/// would have printed and written. Confined to one thread.
final class RemoteCall {
  private static final String SECOND_OPTION = "--second";

  private final CommandContext context;
  private final RemoteClient client;
  private final Operation operation;
  private final RemoteRequest request;

  /// Where files of the answer go, by the names that the request gave them.
  private final Map<String, Path> targets = new LinkedHashMap<>();

  private final Set<String> names = new LinkedHashSet<>();

  RemoteCall(CommandContext context, RemoteClient client, Operation operation) {
    this.context = context;
    this.client = client;
    this.operation = operation;
    request = new RemoteRequest(operation);
  }

  /// Returns the command's exit code.
  int run(ParseResult parsed) {
    for (PositionalParamSpec each : new LinkedHashSet<>(parsed.matchedPositionals())) {
      take(positional(parsed, each), each);
    }
    for (OptionSpec each : parsed.matchedOptions()) {
      option(each);
    }
    boolean acts =
        operation
            .actor()
            .filter(actor -> actor.asked() == Operation.Actor.Asked.ALWAYS)
            .isPresent();
    if (acts && !request.hasCode()) {
      act(client.operator());
    }
    return client.send(request, context, targets);
  }

  private Parameter positional(ParseResult parsed, PositionalParamSpec spec) {
    List<PositionalParamSpec> all = parsed.commandSpec().positionalParameters();
    int position =
        (int) all.stream().filter(each -> each.index().compareTo(spec.index()) < 0).count();
    return operation.parameters().stream()
        .filter(each -> each.argument().isEmpty() && each.position() == position)
        .findFirst()
        .orElseThrow();
  }

  private void option(OptionSpec spec) {
    String name = spec.longestName();
    Optional<Operation.Actor> actor = operation.actor().filter(each -> each.option().equals(name));
    if (actor.isPresent()) {
      act(spec.originalStringValues().getFirst());
    }
    if (name.equals(SECOND_OPTION)) {
      request.second(context.readSecret("Code of " + spec.originalStringValues().getFirst()));
    }
    if (name.equals("--json")) {
      request.json();
    } else if (actor.isPresent()) {
      operation.parameters().stream()
          .filter(each -> each.argument().equals(name))
          .forEach(flag -> request.add(flag, "true"));
    } else if (!name.equals(RootCommand.CONFIG_OPTION)) {
      take(
          operation.parameters().stream()
              .filter(each -> each.argument().equals(name))
              .findFirst()
              .orElseThrow(() -> wrong(name + " names a place of the server; leave it out")),
          spec);
    }
  }

  /// Asks for the code of whoever acts, who must be the token's operator.
  private void act(String operator) {
    if (!operator.equals(client.operator())) {
      throw wrong("the token is " + client.operator() + "'s; --operator can name nobody else");
    }
    request.code(context.readSecret("Code of " + operator));
  }

  private void take(Parameter parameter, ArgSpec spec) {
    if (parameter.kind() == Parameter.Kind.FLAG) {
      request.add(parameter, String.valueOf(spec.<Object>getValue()));
      return;
    }
    for (String value : spec.originalStringValues()) {
      switch (parameter.kind()) {
        case FILE -> upload(parameter, "", value);
        case NAMED_FILE -> {
          int equals = value.indexOf('=') + 1;
          upload(parameter, value.substring(0, equals), value.substring(equals));
        }
        case OUTPUT -> request.add(parameter, target(value));
        case TEXT, WHOLE_NUMBER, FLAG -> request.add(parameter, value);
      }
    }
  }

  private void upload(Parameter parameter, String word, String named) {
    Path file = context.workingDirectory().resolve(named);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE,
          named + " is no file that can be read; from afar, name files and no folders");
    }
    request.file(parameter, word + plain(named), file);
  }

  private String target(String named) {
    Path target = context.workingDirectory().resolve(named);
    if (Files.isRegularFile(target)) {
      throw wrong("there is a file " + named + " already; choose another name");
    }
    String plain = plain(named);
    targets.put(plain, target);
    return plain;
  }

  /// A name without folders, each only once.
  private String plain(String named) {
    Path last = Path.of(named).getFileName();
    String name =
        (last == null ? "" : last.toString())
            .replaceAll("[^A-Za-z0-9._-]", "_")
            .replaceFirst("^[.-]", "_");
    String plain = name.substring(Math.max(0, name.length() - 90));
    for (int i = 2; !names.add(plain); i++) {
      plain = i + "_" + name.substring(Math.max(0, name.length() - 90));
    }
    return plain;
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }
}
