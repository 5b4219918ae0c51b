package dev.firebreak.notice;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// A name server on loopback that knows a few MX records and addresses (RFC 1035). Names that it
/// does not know do not exist; it fails for names below `broken.example`.
final class FakeNameServer implements AutoCloseable {
  private static final int MX = 15;
  private static final int A = 1;
  private static final int HEADER_BYTES = 12;
  private static final int NO_ERROR = 0;
  private static final int SERVER_FAILURE = 2;
  private static final int NO_SUCH_NAME = 3;

  private final Map<String, List<String>> records;
  private final DatagramSocket socket;

  /// @param records values by name, as `MX HOST`, `MX .` or `A`; an empty list for a name without
  ///   any
  FakeNameServer(Map<String, List<String>> records) throws IOException {
    this.records = Map.copyOf(records);
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("fake-name-server").start(this::serve);
  }

  /// As the option `--server` takes it.
  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  @Override
  public void close() {
    socket.close();
  }

  private void serve() {
    try {
      while (!socket.isClosed()) {
        DatagramPacket question = new DatagramPacket(new byte[512], 512);
        socket.receive(question);
        byte[] answer = answer(ByteBuffer.wrap(question.getData(), 0, question.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
      }
    } catch (IOException e) {
      if (!socket.isClosed()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private byte[] answer(ByteBuffer question) throws IOException {
    int id = question.getShort(0) & 0xffff;
    question.position(HEADER_BYTES);
    StringBuilder name = new StringBuilder();
    for (int length = question.get(); length > 0; length = question.get()) {
      byte[] label = new byte[length];
      question.get(label);
      name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
    }
    int type = question.getShort();
    int questionEnd = question.position() + Short.BYTES;
    byte[] asked = new byte[questionEnd - HEADER_BYTES];
    question.get(HEADER_BYTES, asked);
    List<String> answers =
        records.getOrDefault(name.toString(), List.of()).stream()
            .filter(record ->
                (record.startsWith("MX") && type == MX) || (record.equals("A") && type == A))
            .toList();
    return message(id, code(name.toString()), asked, answers);
  }

  private int code(String name) {
    if (name.endsWith("broken.example")) {
      return SERVER_FAILURE;
    }
    return records.containsKey(name) ? NO_ERROR : NO_SUCH_NAME;
  }

  private static byte[] message(int id, int code, byte[] asked, List<String> answers)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeShort(id);
    out.writeShort(0x8180 | code);
    out.writeShort(1);
    out.writeShort(answers.size());
    out.writeInt(0);
    out.write(asked);
    for (String answer : answers) {
      byte[] value = answer.equals("A") ? new byte[] {(byte) 192, 0, 2, 1} : exchanger(answer);
      out.writeShort(0xc000 | HEADER_BYTES);
      out.writeShort(answer.equals("A") ? A : MX);
      out.writeShort(1);
      out.writeInt(60);
      out.writeShort(value.length);
      out.write(value);
    }
    return bytes.toByteArray();
  }

  private static byte[] exchanger(String answer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    String host = answer.substring(3);
    out.writeShort(host.equals(".") ? 0 : 10);
    if (!host.equals(".")) {
      for (String label : host.split("\\.", -1)) {
        out.writeByte(label.length());
        out.write(label.getBytes(StandardCharsets.US_ASCII));
      }
    }
    out.writeByte(0);
    return bytes.toByteArray();
  }
}
