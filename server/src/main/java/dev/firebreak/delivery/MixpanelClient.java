package dev.firebreak.delivery;

import dev.firebreak.config.Secret;
import dev.firebreak.disk.FastGzip;
import dev.firebreak.event.MessageKind;
import dev.firebreak.pseudonym.CleartextAccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;

/// Sends to a Mixpanel project, server to server.
///
/// | Kind | Request |
/// |---|---|
/// | events | `POST /import?strict=1`, JSON array, gzip, Basic user = project token |
/// | profiles | `POST /engage?verbose=1&ip=0`, JSON array, `$token` in each |
/// | groups | `POST /groups?verbose=1&ip=0`, likewise |
///
/// `ip=0`: the vendor must not take this machine for the person's place. It follows no redirect,
/// keeps no cookie and never sends anything twice by itself. Thread-safe.
public final class MixpanelClient implements VendorClient {
  private static final Limits LIMITS = new Limits(2000, 2_000_000);
  private static final int CONNECTIONS_MAX = 2;

  private final URI upstream;
  private final String basic;
  private final byte[] tokenMember;
  private final MixpanelAnswers answers;
  private final CloseableHttpClient http;

  /// @param upstream as `https://api.mixpanel.com`
  /// @param token the project token
  /// @param answerTimeout how long an answer may take between two bytes
  public MixpanelClient(URI upstream, Secret token, Duration answerTimeout, Clock clock) {
    String clear = token.reveal(CleartextAccess.KEY_USE);
    this.upstream = upstream;
    this.answers = new MixpanelAnswers(clock);
    basic =
        "Basic "
            + Base64.getEncoder().encodeToString((clear + ":").getBytes(StandardCharsets.UTF_8));
    tokenMember = ("\"$token\":" + quoted(clear)).getBytes(StandardCharsets.UTF_8);
    http = VendorHttp.client(answerTimeout, CONNECTIONS_MAX);
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public VendorAnswer send(VendorBatch batch, VendorGate.Passage passage) {
    HttpPost request = request(batch);
    passage.onCancel(request::cancel);
    if (passage.cancelled()) {
      return new VendorAnswer.NotSent();
    }
    try {
      return VendorHttp.execute(http, request, response -> answers.read(batch.kind(), response));
    } catch (IOException e) {
      return VendorHttp.neverLeft(e) ? new VendorAnswer.NotSent() : new VendorAnswer.NoAnswer();
    } catch (IllegalStateException e) {
      // what the client throws where a request is aborted while its connection is being opened
      if (passage.cancelled()) {
        return new VendorAnswer.NoAnswer();
      }
      throw e;
    }
  }

  @Override
  public void close() {
    http.close(CloseMode.GRACEFUL);
  }

  private HttpPost request(VendorBatch batch) {
    String path =
        switch (batch.kind()) {
          case EVENT -> "/import?strict=1";
          case PROFILE -> "/engage?verbose=1&ip=0";
          case GROUP -> "/groups?verbose=1&ip=0";
        };
    String base = upstream.toString().replaceAll("/+$", "");
    HttpPost request = new HttpPost(URI.create(base + path));
    if (batch.kind() == MessageKind.EVENT) {
      request.setHeader("Authorization", basic);
      request.setEntity(
          new ByteArrayEntity(gzip(batch.payloads()), ContentType.APPLICATION_JSON, "gzip"));
    } else {
      request.setEntity(
          new ByteArrayEntity(withToken(batch.payloads()), ContentType.APPLICATION_JSON));
    }
    return request;
  }

  private static byte[] gzip(List<byte[]> payloads) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (FastGzip out = new FastGzip(bytes)) {
      for (int i = 0; i < payloads.size(); i++) {
        out.write(i == 0 ? '[' : ',');
        out.write(payloads.get(i));
      }
      out.write(']');
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /// The array with the credential as each object's first member.
  private byte[] withToken(List<byte[]> payloads) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < payloads.size(); i++) {
      byte[] payload = payloads.get(i);
      if (payload.length < 2 || payload[0] != '{') {
        throw new IllegalArgumentException("a treated profile update is a JSON object");
      }
      out.write(i == 0 ? '[' : ',');
      out.write('{');
      out.writeBytes(tokenMember);
      if (payload[1] != '}') {
        out.write(',');
      }
      out.write(payload, 1, payload.length - 1);
    }
    out.write(']');
    return out.toByteArray();
  }

  private static String quoted(String token) {
    return "\"" + token.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
