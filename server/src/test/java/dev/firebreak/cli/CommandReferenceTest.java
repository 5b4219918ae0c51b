package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// docs/reference/commands.md names every command and every option, and none that is not there.
class CommandReferenceTest {
  /// Options of all commands, told once.
  private static final Set<String> EVERYWHERE = Set.of("--config", "--help", "--version");

  /// Commands of other modules, and the one that picocli brings.
  private static final Set<String> ELSEWHERE = Set.of("firebreak demo", "firebreak help");

  private static final Pattern HEADING = Pattern.compile("#{2,3} `(firebreak [^`]+)`");
  private static final Pattern OPTION = Pattern.compile("\\| `(--[a-z-]+)");

  @Test
  void pageHasTheCommandsAndOptionsOfTheCommandLine() throws IOException {
    Map<String, Set<String>> commands = new TreeMap<>();
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    collect(
        CommandLines.of(
            new TerminalContext(nowhere, nowhere, Path.of("."), Map.of(), Path.of("none.yaml"))),
        commands);
    commands.keySet().removeAll(ELSEWHERE);

    assertThat(documented()).isEqualTo(commands);
  }

  private static void collect(CommandLine line, Map<String, Set<String>> commands) {
    for (CommandLine command : line.getSubcommands().values()) {
      Set<String> options = new TreeSet<>();
      for (OptionSpec option : command.getCommandSpec().options()) {
        options.add(option.longestName());
      }
      options.removeAll(EVERYWHERE);
      commands.put(command.getCommandSpec().qualifiedName(), options);
      collect(command, commands);
    }
  }

  private static Map<String, Set<String>> documented() throws IOException {
    Map<String, Set<String>> commands = new TreeMap<>();
    Set<String> options = new TreeSet<>();
    Path page = Path.of(System.getProperty("firebreak.root"), "docs/reference/commands.md");
    for (String line : Files.readAllLines(page)) {
      Matcher heading = HEADING.matcher(line);
      Matcher option = OPTION.matcher(line);
      if (heading.matches()) {
        options = new TreeSet<>();
        commands.put(heading.group(1), options);
      } else if (option.lookingAt()) {
        options.add(option.group(1));
      }
    }
    commands.keySet().removeAll(ELSEWHERE);
    return commands;
  }
}
