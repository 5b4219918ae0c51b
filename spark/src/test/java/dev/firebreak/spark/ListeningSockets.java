package dev.firebreak.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The TCP sockets on which the processes below this one listen, as Linux tells them in /proc.
final class ListeningSockets {
  private static final String LISTENS = "0A";
  private static final int MILLIS = 2000;

  private ListeningSockets() {}

  /// A socket's address in hexadecimal, and its port.
  record Socket(String address, int port) {
    /// What it answers to a browser; empty where it closes or says nothing.
    String firstLine() {
      try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.setSoTimeout(MILLIS);
        socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(UTF_8));
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        String line = lines.readLine();
        return line == null ? "" : line;
      } catch (IOException silent) {
        return "";
      }
    }

    boolean isLoopback() {
      return address.endsWith("0100007F") || address.equals("0".repeat(24) + "01000000");
    }
  }

  static List<Socket> ofDescendants() throws IOException {
    Set<String> inodes = new HashSet<>();
    for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
      inodes.addAll(inodes(process.pid()));
    }
    List<Socket> sockets = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] columns = line.strip().split(" +", -1);
        if (columns.length > 9 && columns[3].equals(LISTENS) && inodes.contains(columns[9])) {
          String[] local = columns[1].split(":", -1);
          sockets.add(new Socket(local[0], Integer.parseInt(local[1], 16)));
        }
      }
    }
    return sockets;
  }

  private static Set<String> inodes(long pid) throws IOException {
    Set<String> inodes = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
      for (Path file : files.toList()) {
        if (Files.isSymbolicLink(file)) {
          String target = Files.readSymbolicLink(file).toString();
          if (target.startsWith("socket:[")) {
            inodes.add(target.substring("socket:[".length(), target.length() - 1));
          }
        }
      }
    }
    return inodes;
  }
}
