package dev.firebreak.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A request ready to send.
///
/// @param bytes head and body; not copied
/// @param events how many events it carries
record LoadRequest(byte[] bytes, int events) {
  static LoadRequest of(String target, List<byte[]> events) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] event : events) {
      body.write(body.size() == 0 ? '[' : ',');
      body.writeBytes(event);
    }
    body.write(']');
    String head =
        "POST "
            + target
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
            + body.size()
            + "\r\n\r\n";
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(body.toByteArray());
    return new LoadRequest(all.toByteArray(), events.size());
  }
}
