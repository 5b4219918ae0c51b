package dev.firebreak.gateway;

import static dev.firebreak.gateway.GatewayTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.firebreak.event.QuarantineReason;
import dev.firebreak.event.TreatedMessage;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class GatewayLimitsTest {
  private static final GatewayLimits NARROW =
      new GatewayLimits(
          2_048, 4_096, 64 << 10, Duration.ofSeconds(10), Duration.ofMillis(300), 100);

  @Test
  void bodyOverTheLimitIsOneSkeletonForServersAnd413ForBrowsers() throws Exception {
    try (GatewayFixture fixture = new GatewayFixture(NARROW, Clock.systemUTC(), List.of())) {
      String body = "x".repeat(5_000);
      assertThat(exchange(fixture, post("", body))).startsWith("HTTP/1.1 200").endsWith("\r\n1");
      assertThat(((TreatedMessage.Quarantined) fixture.journal.messages().get(0)).reason())
          .isEqualTo(QuarantineReason.TOO_LARGE);
      assertThat(exchange(fixture, post("Origin: https://app.example.com\r\n", body)))
          .startsWith("HTTP/1.1 413");
      assertThat(fixture.counters().received()).isEqualTo(2);
      assertThat(fixture.counters().refused()).isEqualTo(1);
    }
  }

  @Test
  void bodyAtTheLimitIsRead() throws Exception {
    try (GatewayFixture fixture = new GatewayFixture(NARROW, Clock.systemUTC(), List.of())) {
      String body = event("A");
      assertThat(exchange(fixture, post("", body + " ".repeat(4_096 - body.length()))))
          .endsWith("\r\n1");
      assertThat(fixture.journal.messages()).hasOnlyElementsOfType(TreatedMessage.Forward.class);
    }
  }

  @Test
  void headersOverTheLimitAreRefusedWithoutAnEcho() throws Exception {
    try (GatewayFixture fixture = new GatewayFixture(NARROW, Clock.systemUTC(), List.of())) {
      String request =
          "GET /mp/track?data=maya.okonjo@example.com" + "x".repeat(4_000) + " HTTP/1.1\r\n\r\n";
      assertThat(exchange(fixture, request))
          .startsWith("HTTP/1.1 414")
          .doesNotContain("maya", "etty");
    }
  }

  @Test
  void malformedRequestIsRefusedWithoutAnEcho() throws Exception {
    try (GatewayFixture fixture = new GatewayFixture()) {
      String request = "GET /mp/track HTTP/1.1\r\nHost: a\r\nmaya.okonjo@example.com\0: b\r\n\r\n";
      assertThat(exchange(fixture, request))
          .startsWith("HTTP/1.1 400")
          .doesNotContain("maya", "etty");
    }
  }

  @Test
  void idleConnectionIsClosed() throws Exception {
    try (GatewayFixture fixture = new GatewayFixture(NARROW, Clock.systemUTC(), List.of())) {
      assertThat(exchange(fixture, "GET /mp/track HT")).isEmpty();
      assertThat(fixture.counters().received()).isZero();
    }
  }

  @Test
  void bodyThatDripsForTooLongIsGivenUp() throws Exception {
    GatewayLimits hurried =
        new GatewayLimits(
            NARROW.headerBytesMax(),
            NARROW.bodyBytesMax(),
            NARROW.bodiesBytesMax(),
            Duration.ofNanos(1),
            NARROW.idleTimeout(),
            NARROW.connectionsMax());
    try (GatewayFixture fixture = new GatewayFixture(hurried, Clock.systemUTC(), List.of())) {
      String half =
          "POST /mp/track HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\nConnection: close\r\n\r\n{";
      assertThat(exchange(fixture, half)).startsWith("HTTP/1.1 503");
      assertThat(fixture.counters().refused()).isEqualTo(1);
    }
  }

  @Test
  void timeOfDayThatIsSetWhileABodyArrivesMakesItNotLate() throws Exception {
    try (GatewayFixture fixture = new GatewayFixture(NARROW, hurriedClock(), List.of())) {
      String body = "[" + event("A") + "]";
      assertThat(exchange(fixture, post("", body))).startsWith("HTTP/1.1 200");
      assertThat(fixture.counters().refused()).isZero();
    }
  }

  @Test
  void bodyWithoutRoomIsRefusedAndRoomIsGivenBack() throws Exception {
    BodyReader bodies =
        new BodyReader(
            new GatewayLimits(1, 1 << 20, 64 << 10, Duration.ofDays(1), Duration.ofDays(1), 1),
            System::nanoTime);
    try (BodyReader.Room first = bodies.room();
        BodyReader.Room second = bodies.room()) {
      assertThat(first.read(bytes(1_000))).isInstanceOf(BodyReader.Body.Whole.class);
      assertThat(second.read(bytes(1_000))).isInstanceOf(BodyReader.Body.NoRoom.class);
    }
    try (BodyReader.Room third = bodies.room()) {
      assertThat(third.read(bytes(1_000))).isInstanceOf(BodyReader.Body.Whole.class);
    }
  }

  @Test
  void whatABodyInflatesToCountsAgainstTheMemory() throws Exception {
    GatewayLimits limits =
        new GatewayLimits(
            2_048, 1 << 20, 1 << 20, Duration.ofSeconds(10), Duration.ofSeconds(10), 100);
    try (GatewayFixture fixture = new GatewayFixture(limits, Clock.systemUTC(), List.of())) {
      byte[] large = gzip("[" + event("A") + " ".repeat(2 << 20) + "]");
      assertThat(large).hasSizeLessThan(64 << 10);
      assertThat(exchange(fixture, post("", large))).startsWith("HTTP/1.1 503");
      assertThat(fixture.counters().received()).isEqualTo(1);
      assertThat(fixture.counters().refused()).isEqualTo(1);
      for (int i = 0; i < 20; i++) {
        byte[] body = gzip("[" + event("B") + " ".repeat(200_000) + "]");
        assertThat(exchange(fixture, post("", body))).startsWith("HTTP/1.1 200");
      }
      assertThat(fixture.journal.messages()).hasSize(20);
    }
  }

  @Test
  void roomForABodyIsGivenBackBeforeTheDiskIsWaitedFor() {
    BodyReader bodies =
        new BodyReader(
            new GatewayLimits(1, 1 << 20, 128 << 10, Duration.ofDays(1), Duration.ofDays(1), 1),
            System::nanoTime);
    try (BodyReader.Room first = bodies.room();
        BodyReader.Room second = bodies.room()) {
      assertThat(first.take(128 << 10)).isTrue();
      assertThat(second.take(1)).isFalse();
      assertThat(first.take(1)).isFalse();
      assertThat(first.keepOnly(900)).isTrue();
      assertThat(second.take(60_000)).isTrue();
      assertThat(first.keepOnly(70_000)).isFalse();
    }
  }

  private static byte[] gzip(String text) throws IOException {
    java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream();
    try (java.util.zip.GZIPOutputStream gzip = new java.util.zip.GZIPOutputStream(out)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  @Test
  void nothingOfARequestReachesLogsOrMetrics() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    Level level = root.getLevel();
    root.setLevel(Level.INFO);
    appender.start();
    root.addAppender(appender);
    try (GatewayFixture fixture = new GatewayFixture()) {
      fixture.defective.set(true);
      String secret = "maya.okonjo@example.com";
      String headers = secretHeaders(secret);
      assertThat(exchange(fixture, post(headers, event(secret))))
          .startsWith("HTTP/1.1 503")
          .doesNotContain(secret);
      fixture.journal.fail(true);
      fixture.defective.set(false);
      exchange(fixture, post("", event(secret)));
      exchange(fixture, "GET /" + secret + "?" + secret + " HTTP/1.1\r\nHost: a\r\n\r\n");
      exchange(fixture, "GET /%zz" + secret + " HTTP/1.1\r\nHost: a\r\n\r\n");
      exchange(fixture, "POST /mp/track HTTP/1.1\r\nContent-Length: 9\r\n\r\n" + secret);
      ByteArrayOutputStream metrics = new ByteArrayOutputStream();
      PrometheusTextFormatWriter.create().write(metrics, fixture.metrics.scrape());
      assertThat(metrics.toString(StandardCharsets.UTF_8))
          .contains("refused_failure", "refused_journal")
          .doesNotContain("maya");
    } finally {
      root.detachAppender(appender);
      root.setLevel(level);
    }
    assertThat(appender.list).extracting(ILoggingEvent::getMessage).contains("RequestFailed");
    assertThat(appender.list)
        .allSatisfy(event -> {
          assertThat(event.getFormattedMessage()).doesNotContain("maya");
          assertThat(String.valueOf(event.getKeyValuePairs())).doesNotContain("maya");
          assertThat(event.getThrowableProxy()).isNull();
        });
  }

  private static String secretHeaders(String secret) {
    return "Referer: "
        + secret
        + "\r\nCookie: a="
        + secret
        + "\r\nAuthorization: "
        + secret
        + "\r\n";
  }

  private static String post(String headers, byte[] body) {
    return post(headers, new String(body, StandardCharsets.ISO_8859_1));
  }

  private static String post(String headers, String body) {
    return "POST /mp/track HTTP/1.1\r\nHost: a\r\n"
        + headers
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  /// Sends the bytes and reads until the gateway is silent or closes.
  private static String exchange(GatewayFixture fixture, String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), fixture.gateway.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      StringBuilder answer = new StringBuilder();
      InputStream in = socket.getInputStream();
      int read = in.read();
      while (read >= 0) {
        answer.append((char) read);
        read = isWhole(answer) ? -1 : in.read();
      }
      return answer.toString();
    }
  }

  private static boolean isWhole(StringBuilder answer) {
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      return false;
    }
    String head = answer.substring(0, end).toLowerCase(java.util.Locale.ROOT);
    int length = head.indexOf("content-length: ");
    if (length < 0) {
      return false;
    }
    String rest = head.substring(length + 16);
    int line = rest.indexOf('\r');
    return answer.length() - end - 4 >= Integer.parseInt(line < 0 ? rest : rest.substring(0, line));
  }

  private static InputStream bytes(int count) {
    return new java.io.ByteArrayInputStream(new byte[count]);
  }

  /// A clock that is set on by twenty seconds at each look.
  private static Clock hurriedClock() {
    AtomicLong seconds = new AtomicLong();
    InstantSource source = () -> Instant.ofEpochSecond(seconds.addAndGet(20));
    return source.withZone(ZoneOffset.UTC);
  }
}
