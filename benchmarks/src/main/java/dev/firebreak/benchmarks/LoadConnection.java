package dev.firebreak.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// One keep-alive connection that sends a request as soon as the last one is answered; it does as
/// little as it can, since it shares the cores with what it measures.
final class LoadConnection implements AutoCloseable {
  private static final String LENGTH = "content-length: ";

  private final Socket socket;
  private final InputStream in;

  LoadConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /// Sends until then and gives the number of events that were accepted.
  ///
  /// @throws IOException at the first answer that is not 200
  long sendUntil(Instant end, List<LoadRequest> requests, LatencyRecord latencies)
      throws IOException {
    long events = 0;
    int next = ThreadLocalRandom.current().nextInt(requests.size());
    while (Clock.systemUTC().instant().isBefore(end)) {
      LoadRequest request = requests.get(next++ % requests.size());
      long sent = System.nanoTime();
      socket.getOutputStream().write(request.bytes());
      readAnswer();
      latencies.add(System.nanoTime() - sent);
      events += request.events();
    }
    return events;
  }

  /// Sends one request at each of the given times, `every` nanoseconds apart, and gives the number
  /// of events that were accepted. An answer's time is counted from when its request was due, so
  /// that one slow answer is not forgiven to those that wait behind it.
  ///
  /// @param first when the first is due, as [System#nanoTime]
  /// @param last when the last may be due
  /// @throws IOException at the first answer that is not 200
  long sendPaced(
      long first, long last, long every, List<LoadRequest> requests, LatencyRecord latencies)
      throws IOException {
    long events = 0;
    int next = ThreadLocalRandom.current().nextInt(requests.size());
    for (long due = first; due < last; due += every) {
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      LoadRequest request = requests.get(next++ % requests.size());
      socket.getOutputStream().write(request.bytes());
      readAnswer();
      latencies.add(System.nanoTime() - due);
      events += request.events();
    }
    return events;
  }

  private void readAnswer() throws IOException {
    String status = readLine();
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException("the gateway answered: " + status);
    }
    int length = 0;
    String line = readLine();
    while (!line.isEmpty()) {
      if (line.regionMatches(true, 0, LENGTH, 0, LENGTH.length())) {
        length = Integer.parseInt(line.substring(LENGTH.length()).strip());
      }
      line = readLine();
    }
    in.skipNBytes(length);
  }

  private String readLine() throws IOException {
    byte[] line = new byte[256];
    int size = 0;
    int read = in.read();
    while (read >= 0 && read != '\n') {
      line[size++] = (byte) read;
      read = in.read();
    }
    if (read < 0) {
      throw new IOException("the gateway closed the connection");
    }
    return new String(line, 0, size, StandardCharsets.US_ASCII).strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
