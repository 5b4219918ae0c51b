package dev.firebreak.spark;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where Spark runs: on this machine alone, or at a standalone master. Immutable.
///
/// @param name in Spark's own words
/// @param machines `HOST:PORT` of each standalone master, of which one leads; empty for this
///   machine alone
record SparkMaster(String name, List<String> machines) {
  private static final Pattern LOCAL = Pattern.compile("local(\\[[^]]+])?");
  private static final Pattern LOCAL_CLUSTER =
      Pattern.compile("local-cluster\\[ *[0-9]+ *, *[0-9]+ *, *([0-9]+) *]");
  private static final String STANDALONE = "spark://";
  private static final Pattern MACHINES =
      Pattern.compile("[^\\s,:/]+:[0-9]{1,5}(,[^\\s,:/]+:[0-9]{1,5})*");
  private static final int CONNECT_MILLIS = 5_000;
  private static final int PORT_MAX = 65_535;

  SparkMaster {
    machines = List.copyOf(machines);
  }

  /// @throws FirebreakException WRONG_USE for a master of another kind than those of the message
  static SparkMaster parse(String name) {
    if (LOCAL.matcher(name).matches() || LOCAL_CLUSTER.matcher(name).matches()) {
      return new SparkMaster(name, List.of());
    }
    String rest = name.startsWith(STANDALONE) ? name.substring(STANDALONE.length()) : "";
    if (!MACHINES.matcher(rest).matches()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "--master is local[*], local-cluster[N,CORES,MIB] or spark://HOST:PORT");
    }
    return new SparkMaster(name, List.of(rest.split(",", -1)));
  }

  boolean isLocal() {
    return machines.isEmpty();
  }

  /// Memory of each worker of a local cluster, as Spark writes it.
  Optional<String> workerMemory() {
    Matcher cluster = LOCAL_CLUSTER.matcher(name);
    return cluster.matches() ? Optional.of(cluster.group(1) + "m") : Optional.empty();
  }

  /// Connects once to each of the machines until one takes the connection. Spark itself would try
  /// for a minute, and then say less.
  ///
  /// @throws FirebreakException CONFIG_INVALID where none does
  void requireListener() {
    if (isLocal()) {
      return;
    }
    for (String machine : machines) {
      int colon = machine.lastIndexOf(':');
      int port = Math.min(PORT_MAX, Integer.parseInt(machine.substring(colon + 1)));
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(machine.substring(0, colon), port), CONNECT_MILLIS);
        return;
      } catch (IOException unreachable) {
        // the next one
      }
    }
    throw new FirebreakException(
        ErrorCode.CONFIG_INVALID,
        "no Spark master can be reached at "
            + String.join(" or ", machines)
            + "; is it running, and does it listen on that address?");
  }
}
