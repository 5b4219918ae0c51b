package dev.firebreak.api;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// Every operation there is: the commands of the command line, described by what the command line
/// knows of them, each with its rule. So nothing can be in one and missing in the other. Immutable.
public final class Operations {
  /// Options of all commands that are no parameters.
  private static final Set<String> EVERYWHERE = Set.of("--help", "--version", "--config", "--json");

  /// Options whose file is written, where the option takes one.
  private static final Set<String> WRITTEN =
      Set.of("--out", "--html", "--pdf", "--picture", "--to");

  /// Options that take a file behind a word and `=`.
  private static final Set<String> NAMED_FILES = Set.of("--template");

  /// Options that name who acts and thereby ask for a code.
  private static final List<String> ACTORS = List.of("--operator", "--by");

  /// Options that do so where the command is to do more than it does without them.
  private static final Set<String> ACTING_FLAGS = Set.of("--replay");

  /// Names of parameters whose label says what they can be instead.
  private static final Map<String, String> NAMED_BY_CHOICE =
      Map.of(
          "vendor review answer", "answer",
          "incident answer", "answer",
          "incident decide", "decision",
          "incident flag", "flag",
          "notice decide", "decision");

  private final Map<String, Operation> byPath;
  private final Set<String> gaps;

  private Operations(Map<String, Operation> byPath, Set<String> gaps) {
    this.byPath = byPath;
    this.gaps = gaps;
  }

  /// Those of a command line. A command without a rule is none.
  public static Operations of(CommandLine root) {
    Map<String, Operation> byCommand = new LinkedHashMap<>();
    Set<String> gaps = new TreeSet<>();
    collect(root, "", byCommand, gaps);
    Map<String, Operation> byPath = new LinkedHashMap<>();
    for (String command : OperationRules.all().keySet()) {
      Operation operation = byCommand.get(command);
      if (operation == null) {
        gaps.add(command);
      } else {
        byPath.put(operation.path(), operation);
      }
    }
    return new Operations(byPath, gaps);
  }

  /// Commands without a rule and rules without a command; a test demands that there are none.
  Set<String> gaps() {
    return gaps;
  }

  /// All of them, in the order of the rules.
  public List<Operation> all() {
    return List.copyOf(byPath.values());
  }

  /// The one at a path, whatever the method; empty where there is none.
  Optional<Operation> at(String path) {
    return Optional.ofNullable(byPath.get(path));
  }

  private static void collect(
      CommandLine line, String words, Map<String, Operation> found, Set<String> without) {
    for (Map.Entry<String, CommandLine> each : line.getSubcommands().entrySet()) {
      String command = (words + " " + each.getKey()).strip();
      if (OperationRules.excluded().containsKey(command)) {
        continue;
      }
      if (runs(each.getValue().getCommandSpec())) {
        OperationRule rule = OperationRules.all().get(command);
        if (rule == null) {
          without.add(command);
        } else {
          found.put(command, operation(command, rule, each.getValue().getCommandSpec()));
        }
      }
      collect(each.getValue(), command, found, without);
    }
  }

  /// Whether the command does something by itself, rather than being a group of others.
  private static boolean runs(CommandSpec spec) {
    Object command = spec.userObject();
    return command instanceof Callable || command instanceof Runnable || command instanceof Method;
  }

  private static Operation operation(String command, OperationRule rule, CommandSpec spec) {
    Optional<Operation.Actor> actor = actor(spec);
    List<Parameter> parameters = new ArrayList<>();
    spec.positionalParameters().stream()
        .sorted(Comparator.comparing(PositionalParamSpec::index))
        .forEach(each -> parameters.add(positional(command, each, parameters.size())));
    for (OptionSpec option : spec.options()) {
      String name = option.longestName();
      boolean acts = actor.isPresent() && actor.get().option().equals(name);
      if (acts && actor.get().asked() == Operation.Actor.Asked.WITH_FLAG) {
        parameters.add(flag(option));
      } else if (!acts
          && !option.hidden()
          && !EVERYWHERE.contains(name)
          && !OperationRules.isExcludedOption(name)) {
        parameters.add(option(option));
      }
    }
    return new Operation(
        command,
        rule,
        parameters,
        actor,
        spec.findOption("--json") != null,
        String.join(" ", spec.usageMessage().description()));
  }

  /// An administrator acts where `--by` names one, also where the command line can do without.
  private static Optional<Operation.Actor> actor(CommandSpec spec) {
    for (String name : ACTORS) {
      OptionSpec option = spec.findOption(name);
      if (option != null) {
        boolean always = option.required() || !name.equals("--operator");
        return Optional.of(
            new Operation.Actor(
                name, always ? Operation.Actor.Asked.ALWAYS : Operation.Actor.Asked.WITH_CODE));
      }
    }
    return ACTING_FLAGS.stream()
        .filter(name -> spec.findOption(name) != null)
        .findFirst()
        .map(name -> new Operation.Actor(name, Operation.Actor.Asked.WITH_FLAG));
  }

  private static Parameter positional(String command, PositionalParamSpec spec, int position) {
    List<String> choices = choices(spec);
    String label = spec.paramLabel().replaceAll("[<>\\[\\]]", "");
    String name =
        choices.isEmpty()
            ? label.replaceAll("\\..*", "").toLowerCase(Locale.ROOT).replace('_', '-')
            : NAMED_BY_CHOICE.getOrDefault(command, "");
    return new Parameter(
        name,
        "",
        position,
        kind(spec, false, false),
        spec.isMultiValue(),
        spec.arity().min() > 0,
        choices,
        description(spec));
  }

  private static Parameter option(OptionSpec spec) {
    String name = spec.longestName();
    return new Parameter(
        name.substring(2),
        name,
        0,
        kind(spec, WRITTEN.contains(name), NAMED_FILES.contains(name)),
        spec.isMultiValue(),
        spec.required(),
        choices(spec),
        description(spec));
  }

  private static Parameter flag(OptionSpec spec) {
    String name = spec.longestName();
    return new Parameter(
        name.substring(2),
        name,
        0,
        Parameter.Kind.FLAG,
        false,
        false,
        List.of(),
        description(spec));
  }

  private static Parameter.Kind kind(ArgSpec spec, boolean written, boolean named) {
    Class<?> type = spec.auxiliaryTypes()[0];
    if (type == Path.class) {
      return written ? Parameter.Kind.OUTPUT : Parameter.Kind.FILE;
    }
    if (named) {
      return Parameter.Kind.NAMED_FILE;
    }
    if (type == boolean.class || type == Boolean.class) {
      return Parameter.Kind.FLAG;
    }
    boolean whole =
        type == int.class || type == Integer.class || type == long.class || type == Long.class;
    return whole ? Parameter.Kind.WHOLE_NUMBER : Parameter.Kind.TEXT;
  }

  /// Those that the label lists, as `yes|no`.
  private static List<String> choices(ArgSpec spec) {
    String label = spec.paramLabel();
    return label.matches("[a-z-]+(\\|[a-z-]+)+") ? Arrays.asList(label.split("\\|")) : List.of();
  }

  private static String description(ArgSpec spec) {
    return String.join(" ", spec.description());
  }
}
