package dev.firebreak.testkit.guides;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.cli.Main;
import dev.firebreak.cli.TerminalContext;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.path.Authenticator;
import dev.firebreak.testkit.path.CommandProcess;
import dev.firebreak.testkit.smtp.ReceivedMail;
import dev.firebreak.testkit.smtp.SmtpSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Somebody who does what a guide says, with a vendor and a relay of their own: where the guide
/// names Mixpanel's address, the relay or the gateway's port, this world's stand instead.
///
/// `firebreak serve` is started as a process and stays until the next one or the end; every other
/// command of the program runs in this process, on a clock that goes on by a minute each; what is
/// no command of the program is given to `sh`. Confined to one thread.
final class GuideReader implements AutoCloseable {
  static final String PROJECT_TOKEN = "your-project-token";
  private static final int ENDED_BY_TERM = 128 + 15;
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");
  private static final Pattern EXPORT = Pattern.compile("export (\\w+)=(\\S+)");

  private final Path folder;
  private final Authenticator authenticator = new Authenticator();
  private final Map<String, String> environment = new HashMap<>();
  private final List<ReceivedMail> mails = Collections.synchronizedList(new ArrayList<>());
  private final SmtpSink relay = SmtpSink.keeping(mails);
  private final MixpanelEmulator vendor;

  /// What stands in the guide, and what stands instead.
  private final Map<String, String> world = new HashMap<>();

  private Instant now = Instant.parse("2025-11-26T09:00:00Z");
  private @Nullable Process serving;

  /// What a command said, and how it ended.
  record Said(int exitCode, String out, String err) {}

  GuideReader(Path folder) throws IOException {
    this.folder = folder;
    vendor = MixpanelEmulator.start(PROJECT_TOKEN, Clock.systemUTC());
    world.put("https://api.mixpanel.com", vendor.uri().toString());
    world.put("listen: 127.0.0.1:8080", "listen: 127.0.0.1:0");
    world.put("host: relay.example.com", "host: 127.0.0.1\n  tls: none");
    world.put("port: 587", "port: " + relay.port());
  }

  MixpanelEmulator vendor() {
    return vendor;
  }

  List<ReceivedMail> mails() {
    return List.copyOf(mails);
  }

  /// From now on this stands where the guide has an invented value.
  void replace(String invented, String real) {
    world.put(invented, real);
  }

  void save(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), ofThisWorld(content));
  }

  void save(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  /// Does what one line says.
  Said run(String line) throws IOException, InterruptedException {
    String command = ofThisWorld(line);
    Matcher export = EXPORT.matcher(command);
    if (export.matches()) {
      environment.put(export.group(1), export.group(2));
      return new Said(0, "", "");
    }
    if (command.equals("firebreak serve")) {
      serve();
      return new Said(0, "", "");
    }
    return command.startsWith("firebreak ") ? firebreak(command) : shell(command);
  }

  private String ofThisWorld(String text) {
    String result = text;
    for (Map.Entry<String, String> each : world.entrySet()) {
      result = result.replace(each.getKey(), each.getValue());
    }
    return result;
  }

  private Said firebreak(String command) throws IOException {
    List<String> words = words(command);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    TerminalContext.Outputs outputs =
        new TerminalContext.Outputs(new PrintWriter(out, true), new PrintWriter(err, true));
    int exitCode =
        Main.run(
            words.subList(1, words.size()),
            config ->
                new TerminalContext(
                    outputs,
                    folder,
                    environment,
                    config,
                    Clock.fixed(now, ZoneOffset.UTC),
                    prompt -> authenticator.code(prompt, now)));
    now = now.plusSeconds(60);
    authenticator.read(out.toString());
    return new Said(exitCode, out.toString(), err.toString());
  }

  private Said shell(String command) throws IOException, InterruptedException {
    Path err = Files.createTempFile("guide", ".err");
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.outputWriter(StandardCharsets.UTF_8).close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8) + "\n";
    Said said = new Said(process.waitFor(), out, Files.readString(err));
    Files.delete(err);
    return said;
  }

  /// Stops the gateway that runs, as a reader would by Ctrl-C, and starts it anew.
  private void serve() throws IOException {
    stop();
    Path err = Files.createTempFile("guide-serve", ".err");
    Process started = CommandProcess.start(folder, err, List.of("serve"), environment);
    serving = started;
    URI gateway = CommandProcess.listening(started);
    world.put("http://127.0.0.1:8080", gateway.toString().replaceAll("/+$", ""));
  }

  /// Stops the gateway that runs; where none does, nothing.
  void stop() {
    Process running = serving;
    if (running != null) {
      running.toHandle().destroy();
      running.onExit().orTimeout(60, TimeUnit.SECONDS).join();
      assertThat(running.exitValue()).isEqualTo(ENDED_BY_TERM);
      serving = null;
    }
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      for (int group = 1; group <= 3; group++) {
        if (word.group(group) != null) {
          words.add(word.group(group));
        }
      }
    }
    return words;
  }

  @Override
  public void close() {
    try {
      stop();
    } finally {
      if (serving != null) {
        serving.destroyForcibly().onExit().join();
      }
      vendor.close();
      relay.close();
    }
  }
}
