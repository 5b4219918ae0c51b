package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The server that commands are sent to instead of running here, and the token that they are sent
/// with. Immutable; its text has no token.
///
/// @param arguments of the command line, without those that name server and token
record RemoteServer(URI uri, String token, List<String> arguments) {
  static final String SERVER_OPTION = "--server";
  static final String TOKEN_OPTION = "--token-file";
  static final String SERVER_VARIABLE = "FIREBREAK_SERVER";
  static final String TOKEN_VARIABLE = "FIREBREAK_TOKEN_FILE";

  /// Options before the command that are followed by a value.
  private static final Set<String> WITH_VALUE =
      Set.of(SERVER_OPTION, TOKEN_OPTION, RootCommand.CONFIG_OPTION);

  private static final int TOKEN_BYTES_MAX = 1 << 10;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  RemoteServer {
    arguments = List.copyOf(arguments);
  }

  /// The server that the arguments before the command name, or the environment; empty where
  /// commands run here.
  ///
  /// @param directory that the token's file is relative to
  /// @throws FirebreakException WRONG_USE, or INPUT_UNREADABLE for the token's file
  static Optional<RemoteServer> of(
      List<String> arguments, Map<String, String> environment, Path directory) {
    String server = environment.getOrDefault(SERVER_VARIABLE, "");
    String tokenFile = environment.getOrDefault(TOKEN_VARIABLE, "");
    List<String> rest = new ArrayList<>(arguments);
    Optional<String> namedServer = take(rest, SERVER_OPTION);
    Optional<String> namedToken = take(rest, TOKEN_OPTION);
    server = namedServer.orElse(server);
    tokenFile = namedToken.orElse(tokenFile);
    if (server.isEmpty()) {
      if (namedToken.isPresent()) {
        throw wrong(TOKEN_OPTION + " needs " + SERVER_OPTION + " URL");
      }
      return Optional.empty();
    }
    if (tokenFile.isEmpty()) {
      throw wrong("name the file with the token: " + TOKEN_OPTION + " FILE, or " + TOKEN_VARIABLE);
    }
    return Optional.of(
        new RemoteServer(address(server), token(directory.resolve(tokenFile)), rest));
  }

  /// Takes an option with its value out of what stands before the command. An option of the command
  /// itself may have the same name.
  private static Optional<String> take(List<String> arguments, String option) {
    for (int i = 0; i < arguments.size() && arguments.get(i).startsWith("-"); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith(option + "=")) {
        arguments.remove(i);
        return Optional.of(argument.substring(option.length() + 1));
      }
      boolean apart = WITH_VALUE.contains(argument) && i + 1 < arguments.size();
      if (apart && argument.equals(option)) {
        arguments.remove(i);
        return Optional.of(arguments.remove(i));
      }
      i += apart ? 1 : 0;
    }
    return Optional.empty();
  }

  /// A token travels by TLS, or not at all beyond this machine.
  private static URI address(String server) {
    URI uri;
    try {
      uri = URI.create(server);
    } catch (IllegalArgumentException e) {
      throw wrong(SERVER_OPTION + " is an address, as https://firebreak.example.com:8443");
    }
    String host = uri.getHost();
    boolean tls = "https".equals(uri.getScheme());
    if (host == null || !(tls || ("http".equals(uri.getScheme()) && isThisMachine(host)))) {
      throw wrong(
          SERVER_OPTION
              + " is an address with https, as https://firebreak.example.com:8443; http is for this"
              + " machine alone");
    }
    return uri;
  }

  private static boolean isThisMachine(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String token(Path file) {
    try {
      Set<PosixFilePermission> others = EnumSet.copyOf(OTHERS);
      others.retainAll(Files.getPosixFilePermissions(file));
      if (!others.isEmpty()) {
        throw wrong(
            "others can read or change the file with the token; `chmod 600` it, and revoke the"
                + " token if somebody may have seen it");
      }
      if (Files.size(file) > TOKEN_BYTES_MAX) {
        throw wrong("the file with the token holds more than a token");
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE,
          "the file with the token cannot be read; `firebreak token create --out FILE` writes one",
          e);
    }
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }

  @Override
  public String toString() {
    return "RemoteServer[" + uri + "]";
  }
}
