package dev.firebreak.cli;

import dev.firebreak.assessment.Cancellation;
import dev.firebreak.cli.OwnerFrame.Kind;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs commands for terminals on the same machine, over a Unix socket in the data directory, whose
/// mode keeps other users out. One virtual thread a connection. Thread-safe.
final class OwnerServer implements AutoCloseable {
  /// Runs a command and returns its exit code.
  @FunctionalInterface
  interface Runner {
    int run(CommandContext context, List<String> arguments);
  }

  private static final Logger LOG = LoggerFactory.getLogger(OwnerServer.class);
  private static final int ARGUMENTS_MAX = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ServerSocketChannel listener;
  private final Path socket;
  private final Running running;
  private final Runner runner;

  private final Set<RemoteContext> commands = ConcurrentHashMap.newKeySet();

  /// What commands find in this process.
  private record Running(Installation installation, Optional<EventPath> eventPath) {}

  private OwnerServer(ServerSocketChannel listener, Path socket, Running running, Runner runner) {
    this.listener = listener;
    this.socket = socket;
    this.running = running;
    this.runner = runner;
  }

  /// Begins to listen. A socket file that an earlier owner left is replaced: the lock says that it
  /// is gone.
  static OwnerServer start(Installation installation, Runner runner) throws IOException {
    return start(installation, Optional.empty(), runner);
  }

  /// As above, with the event path that runs here.
  static OwnerServer start(Installation installation, Optional<EventPath> eventPath, Runner runner)
      throws IOException {
    Path socket = installation.directory().ownerSocket();
    Files.deleteIfExists(socket);
    ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      listener.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      listener.close();
      throw e;
    }
    OwnerServer server =
        new OwnerServer(listener, socket, new Running(installation, eventPath), runner);
    Thread.ofVirtual().name("owner-listener").start(server::accept);
    return server;
  }

  /// Where it listens.
  Path socket() {
    return socket;
  }

  /// Ends to listen, asks commands that run to end, and waits a while for those that can.
  @Override
  public void close() throws IOException {
    listener.close();
    commands.forEach(command -> command.cancellation.request());
    for (RemoteContext command : commands) {
      command.awaitEnd(PATIENCE);
    }
    Files.deleteIfExists(socket);
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel channel = listener.accept();
        Thread.ofVirtual().name("owner-command").start(() -> serve(channel));
      }
    } catch (ClosedChannelException closed) {
      LOG.atDebug().log("OwnerListenerClosed");
    } catch (IOException e) {
      LOG.atError().setCause(e).log("OwnerListenerFailed");
    }
  }

  private void serve(SocketChannel channel) {
    try (channel) {
      DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
      DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
      Path directory = Path.of(expect(in, Kind.DIRECTORY));
      List<String> arguments = new ArrayList<>();
      boolean atTerminal = readArguments(in, arguments);
      RemoteContext context = new RemoteContext(in, out, directory, running, atTerminal);
      commands.add(context);
      try {
        int exitCode = runner.run(context, arguments);
        context.flush();
        new OwnerFrame(Kind.EXIT, Integer.toString(exitCode)).write(out);
      } finally {
        commands.remove(context);
        context.ended();
      }
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("reason", e.getClass().getSimpleName()).log("OwnerCommandLost");
    }
  }

  /// Returns whether somebody watches.
  private static boolean readArguments(DataInputStream in, List<String> arguments)
      throws IOException {
    while (true) {
      OwnerFrame frame = OwnerFrame.read(in);
      if (frame.kind() == Kind.RUN) {
        return frame.text().equals(OwnerFrame.TERMINAL);
      }
      if (frame.kind() != Kind.ARGUMENT || arguments.size() == ARGUMENTS_MAX) {
        throw new IOException("not a command");
      }
      arguments.add(frame.text());
    }
  }

  private static String expect(DataInputStream in, Kind kind) throws IOException {
    OwnerFrame frame = OwnerFrame.read(in);
    if (frame.kind() != kind) {
      throw new IOException("expected " + kind + ", not " + frame.kind());
    }
    return frame.text();
  }

  /// A command's surroundings at the far end of the socket.
  private static final class RemoteContext implements CommandContext {
    private final DataOutputStream frames;
    private final Path workingDirectory;
    private final Running running;
    private final boolean atTerminal;
    private final PrintWriter out;
    private final PrintWriter err;
    private final Cancellation cancellation = new Cancellation();
    private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean canEnd;

    RemoteContext(
        DataInputStream in,
        DataOutputStream frames,
        Path directory,
        Running running,
        boolean atTerminal) {
      this.frames = frames;
      this.workingDirectory = directory;
      this.running = running;
      this.atTerminal = atTerminal;
      out = new PrintWriter(new FrameWriter(Kind.OUT, frames), true);
      err = new PrintWriter(new FrameWriter(Kind.ERR, frames), true);
      Thread.ofVirtual().name("owner-answers").start(() -> hear(in));
    }

    /// Takes answers until the far end goes away; then nobody waits for the command any more.
    private void hear(DataInputStream in) {
      try {
        while (true) {
          answers.add(Optional.of(expect(in, Kind.ANSWER)));
        }
      } catch (IOException gone) {
        answers.add(Optional.empty());
        cancellation.request();
      }
    }

    void ended() {
      ended.countDown();
    }

    /// Waits for a command that looks at its cancellation.
    void awaitEnd(Duration patience) {
      try {
        if (canEnd && !ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
          LOG.atWarn().log("OwnerCommandStillRuns");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public PrintWriter out() {
      return out;
    }

    @Override
    public PrintWriter err() {
      return err;
    }

    @Override
    public Path workingDirectory() {
      return workingDirectory;
    }

    @Override
    public Installation installation() {
      return running.installation();
    }

    @Override
    public Optional<EventPath> eventPath() {
      return running.eventPath();
    }

    @Override
    public boolean inOwnerProcess() {
      return true;
    }

    @Override
    public boolean atTerminal() {
      return atTerminal;
    }

    @Override
    public String readSecret(String prompt) {
      try {
        flush();
        new OwnerFrame(Kind.ASK, prompt).write(frames);
        return answers.take().orElseThrow(() -> new EOFException("the other side went away"));
      } catch (IOException e) {
        throw new FirebreakException(ErrorCode.INPUT_UNREADABLE, "no input for: " + prompt, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new FirebreakException(ErrorCode.INPUT_UNREADABLE, "no input for: " + prompt, e);
      }
    }

    @Override
    public Cancellation cancellation() {
      canEnd = true;
      return cancellation;
    }

    void flush() {
      out.flush();
      err.flush();
    }
  }

  /// Collects text and sends it as one frame at each flush.
  private static final class FrameWriter extends Writer {
    private final Kind kind;
    private final DataOutputStream frames;
    private final StringBuilder pending = new StringBuilder();

    FrameWriter(Kind kind, DataOutputStream frames) {
      this.kind = kind;
      this.frames = frames;
    }

    @Override
    public void write(char[] characters, int offset, int length) {
      pending.append(characters, offset, length);
    }

    @Override
    public void flush() {
      if (pending.isEmpty()) {
        return;
      }
      try {
        new OwnerFrame(kind, pending.toString()).write(frames);
        pending.setLength(0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      flush();
    }
  }
}
