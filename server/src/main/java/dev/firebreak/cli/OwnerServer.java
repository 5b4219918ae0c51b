package dev.firebreak.cli;

import dev.firebreak.cli.OwnerFrame.Kind;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import java.io.DataInputStream;
import java.io.DataOutputStream;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private final ServerSocketChannel listener;
  private final Path socket;
  private final Running running;
  private final Runner runner;

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

  @Override
  public void close() throws IOException {
    listener.close();
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
      int exitCode = runner.run(context, arguments);
      context.flush();
      new OwnerFrame(Kind.EXIT, Integer.toString(exitCode)).write(out);
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
    private final DataInputStream in;
    private final DataOutputStream frames;
    private final Path workingDirectory;
    private final Running running;
    private final boolean atTerminal;
    private final PrintWriter out;
    private final PrintWriter err;

    RemoteContext(
        DataInputStream in,
        DataOutputStream frames,
        Path directory,
        Running running,
        boolean atTerminal) {
      this.in = in;
      this.frames = frames;
      this.workingDirectory = directory;
      this.running = running;
      this.atTerminal = atTerminal;
      out = new PrintWriter(new FrameWriter(Kind.OUT, frames), true);
      err = new PrintWriter(new FrameWriter(Kind.ERR, frames), true);
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
        return expect(in, Kind.ANSWER);
      } catch (IOException e) {
        throw new FirebreakException(ErrorCode.INPUT_UNREADABLE, "no input for: " + prompt, e);
      }
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
