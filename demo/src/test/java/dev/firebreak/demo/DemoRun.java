package dev.firebreak.demo;

import dev.firebreak.cli.CommandContext;
import dev.firebreak.installation.Installation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One run of `firebreak demo --json`.
///
/// @param told the story, and what did not hold
/// @param figures the JSON
record DemoRun(int exitCode, String told, JsonNode figures) {
  /// @param folder the working directory
  static DemoRun of(Path folder, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        new CommandLine(new DemoCommand(new Surroundings(folder, out, err))).execute(arguments);
    return new DemoRun(exitCode, err.toString(), JsonMapper.shared().readTree(out.toString()));
  }

  private record Surroundings(Path workingDirectory, StringWriter output, StringWriter errors)
      implements CommandContext {
    @Override
    public PrintWriter out() {
      return new PrintWriter(output, true);
    }

    @Override
    public PrintWriter err() {
      return new PrintWriter(errors, true);
    }

    @Override
    public Installation installation() {
      throw new IllegalStateException("the demo has an installation of its own");
    }

    @Override
    public String readSecret(String prompt) {
      throw new IllegalStateException("the demo asks for nothing");
    }
  }
}
