package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.cli.Main;
import dev.firebreak.testkit.NeedsTool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `serve` in an empty folder, at a terminal and where its words are kept in a file.
class FirstStartIT {
  private static final Pattern LINK = Pattern.compile("http://localhost:\\d+/enrol/\\S+");

  @TempDir Path folder;
  @TempDir Path aside;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endAll() throws InterruptedException {
    for (Process process : processes) {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroy();
      children.forEach(ProcessHandle::destroy);
      process.waitFor();
      children.forEach(child -> child.onExit().join());
    }
  }

  @Test
  @NeedsTool("script")
  void terminalShowsTheLinkThatSetsUpTheFirstOperator() throws Exception {
    Process serve =
        new ProcessBuilder("script", "-qefc", quoted("serve"), "/dev/null")
            .directory(folder.toFile())
            .redirectError(aside.resolve("err").toFile())
            .start();
    processes.add(serve);
    URI link = URI.create(read(serve, LINK));
    try (ConsoleClient client = new ConsoleClient(link)) {
      EnrolForm form = new EnrolForm(client.get(link.getPath(), ""));
      HttpResponse<String> enrolled =
          client.post(
              link.getPath(),
              "",
              form.form("ines", ConsoleScene.PASSWORD, Clock.systemUTC().instant()));
      assertThat(enrolled.body()).contains("You are signed in as ines", "Recovery codes");
      assertThat(client.get("/operators", ConsoleClient.token(enrolled)).body())
          .contains("ines · administrator");
      assertThat(client.get(link.getPath(), "").statusCode()).isEqualTo(404);
    }
    assertThat(folder.resolve("firebreak-master.key")).exists();
    assertThat(Files.readString(folder.resolve("firebreak.yaml"))).contains("console:");
    assertThat(filesThatHave(link.getPath().substring("/enrol/".length()))).isEmpty();
  }

  @Test
  void wordsThatMayBeKeptHaveNoLink() throws Exception {
    Process serve = start("serve");
    assertThat(read(serve, Pattern.compile("Nobody can sign in yet: .*")))
        .contains("firebreak operator invite");
    Process invite = start("operator", "invite");
    URI link = URI.create(read(invite, LINK));
    try (ConsoleClient client = new ConsoleClient(link)) {
      assertThat(client.get(link.getPath(), "").body()).contains("as administrator");
    }
    assertThat(invite.waitFor()).isZero();
  }

  @Test
  void folderWithSomethingInItIsLeftAlone() throws Exception {
    Files.writeString(folder.resolve("notes.txt"), "something else");
    Process serve = start("serve");
    assertThat(serve.waitFor()).isNotZero();
    assertThat(Files.readString(aside.resolve("err"))).contains("firebreak init");
    assertThat(folder.resolve("firebreak.yaml")).doesNotExist();
  }

  private Process start(String... arguments) throws IOException {
    Process process = CommandProcess.start(folder, aside.resolve("err"), List.of(arguments));
    processes.add(process);
    return process;
  }

  private static String quoted(String command) {
    return CommandProcess.java(Main.class, List.of(command)).command().stream()
        .map(word -> "'" + word + "'")
        .collect(Collectors.joining(" "));
  }

  /// Reads what a process says until a pattern is in a line.
  private static String read(Process process, Pattern pattern) throws IOException {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher found = pattern.matcher(line);
      if (found.find()) {
        return found.group();
      }
      said.append(line).append('\n');
    }
    throw new AssertionError("the process ended and said: " + said);
  }

  private List<Path> filesThatHave(String word) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> {
            try {
              return Files.readString(file, StandardCharsets.ISO_8859_1).contains(word);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          })
          .toList();
    }
  }
}
