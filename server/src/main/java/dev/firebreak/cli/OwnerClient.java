package dev.firebreak.cli;

import dev.firebreak.assessment.Cancellation;
import dev.firebreak.cli.OwnerFrame.Kind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;

/// Has the owner process run a command and shows what it prints.
final class OwnerClient {
  private OwnerClient() {}

  /// Runs the command in the owner process and returns its exit code.
  ///
  /// @throws IOException where nobody answers at the socket or the owner goes away meanwhile
  static int run(Path socket, List<String> arguments, CommandContext terminal) throws IOException {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      DataOutputStream out = new DataOutputStream(Channels.newOutputStream(channel));
      DataInputStream in = new DataInputStream(Channels.newInputStream(channel));
      new OwnerFrame(Kind.DIRECTORY, terminal.workingDirectory().toString()).write(out);
      for (String argument : arguments) {
        new OwnerFrame(Kind.ARGUMENT, argument).write(out);
      }
      new OwnerFrame(Kind.RUN, terminal.atTerminal() ? OwnerFrame.TERMINAL : "").write(out);
      try (Cancellation.Registration _ = terminal.cancellation().onRequest(() -> hangUp(channel))) {
        return show(in, out, terminal);
      }
    }
  }

  /// The owner hears that nobody waits any more, ends the command if it can, and says so.
  private static void hangUp(SocketChannel channel) {
    try {
      channel.shutdownOutput();
    } catch (IOException gone) {
      // then it has ended
    }
  }

  private static int show(DataInputStream in, DataOutputStream out, CommandContext terminal)
      throws IOException {
    while (true) {
      OwnerFrame frame = OwnerFrame.read(in);
      switch (frame.kind()) {
        case OUT -> {
          terminal.out().print(frame.text());
          terminal.out().flush();
        }
        case ERR -> {
          terminal.err().print(frame.text());
          terminal.err().flush();
        }
        case ASK -> new OwnerFrame(Kind.ANSWER, terminal.readSecret(frame.text())).write(out);
        case EXIT -> {
          return Integer.parseInt(frame.text());
        }
        case DIRECTORY, ARGUMENT, RUN, ANSWER ->
            throw new IOException("the owner process sent " + frame.kind());
      }
    }
  }
}
