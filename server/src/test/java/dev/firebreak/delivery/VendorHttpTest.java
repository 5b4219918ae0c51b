package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;
import org.junit.jupiter.api.Test;

class VendorHttpTest {
  private static final long BYTES_MAX = 1L << 30;

  @Test
  void anAnswerThatDripsForEverIsGivenUp() {
    AtomicLong nanos = new AtomicLong();
    InputStream drip =
        new InputStream() {
          @Override
          public int read() {
            return 'x';
          }

          @Override
          public int read(byte[] bytes, int offset, int length) {
            nanos.addAndGet(Duration.ofSeconds(29).toNanos());
            bytes[offset] = 'x';
            return 1;
          }
        };
    assertThatThrownBy(() -> VendorHttp.body(answer(drip), 1_000, nanos::get))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not end");
    assertThat(Duration.ofNanos(nanos.get())).isLessThan(Duration.ofMinutes(3));
  }

  @Test
  void anAnswerOfTheMostBytesIsRead() throws IOException {
    byte[] body = "0123456789".getBytes(StandardCharsets.UTF_8);
    assertThat(VendorHttp.body(answer(new ByteArrayInputStream(body)), 10)).isEqualTo(body);
    assertThatThrownBy(() -> VendorHttp.body(answer(new ByteArrayInputStream(body)), 9))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("longer than 9 bytes");
  }

  @Test
  void theRestOfAnAnswerThatIsTooLongIsNotRead() throws Exception {
    AtomicLong written = new AtomicLong();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        CloseableHttpClient http = VendorHttp.client(Duration.ofSeconds(30), 1)) {
      Thread vendor = Thread.ofVirtual().start(() -> pour(server, written));
      HttpGet request = new HttpGet(URI.create("http://127.0.0.1:" + server.getLocalPort()));
      assertThatThrownBy(
              () -> VendorHttp.execute(http, request, response -> VendorHttp.body(response, 1_000)))
          .isInstanceOf(IOException.class);
      vendor.join();
    }
    assertThat(written.get()).isLessThan(BYTES_MAX / 8);
  }

  private static void pour(ServerSocket server, AtomicLong written) {
    try (Socket socket = server.accept();
        OutputStream out = socket.getOutputStream()) {
      var _ = socket.getInputStream().read(new byte[8_192]);
      out.write(
          ("HTTP/1.1 200 OK\r\nContent-Length: " + BYTES_MAX + "\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      byte[] chunk = new byte[65_536];
      while (written.get() < BYTES_MAX) {
        out.write(chunk);
        written.addAndGet(chunk.length);
      }
    } catch (IOException _) {
      // the client has cut the connection
    }
  }

  private static ClassicHttpResponse answer(InputStream body) {
    BasicClassicHttpResponse response = new BasicClassicHttpResponse(200);
    response.setEntity(new InputStreamEntity(body, ContentType.APPLICATION_JSON));
    return response;
  }
}
