package dev.firebreak.incident;

import dev.firebreak.config.Secret;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.pseudonym.CleartextAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import tools.jackson.databind.json.JsonMapper;

/// Posts accounts to the company's identity provider, signed, so that it asks them for a second
/// factor.
///
/// ```
/// POST URL
/// Content-Type: application/json
/// Firebreak-Delivery: 2025-11-mixpanel/2/0      the same for each attempt
/// Firebreak-Signature: t=1764151200,v1=HEX      HMAC-SHA256 of "1764151200." and the body
/// {"incident":"...","version":2,"accounts":[{"accountId":"...","band":"critical",...}]}
/// ```
///
/// 2xx means taken. 408, 425, 429 and 5xx and what is no answer are tried again, five times in all,
/// after 1, 2, 4 and 8 seconds; anything else ends the export. It follows no redirect. Confined to
/// one thread.
public final class StepUpWebhook implements StepUpExport.Receiver, AutoCloseable {
  /// Accounts a request.
  public static final int BATCH = 500;

  static final int ATTEMPTS = 5;
  static final String SIGNATURE = "Firebreak-Signature";
  static final String DELIVERY = "Firebreak-Delivery";
  private static final int SECRET_CHARS_MIN = 32;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Target target;
  private final String incident;
  private final int version;
  private final Clock clock;
  private final Pause pause;
  private final CloseableHttpClient http;
  private int batches;

  /// Where to, and the secret that both sides know.
  ///
  /// @param url https, or http on this machine
  /// @param secret at least 32 characters
  public record Target(URI url, Secret secret) {
    public Target {
      if (!"https".equals(url.getScheme()) && !isThisMachine(url)) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE, "a webhook has an https address; http only on this machine");
      }
      if (secret.reveal(CleartextAccess.KEY_USE).length() < SECRET_CHARS_MIN) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE, "a webhook's secret has at least 32 characters");
      }
    }

    private static boolean isThisMachine(URI url) {
      try {
        return "http".equals(url.getScheme())
            && url.getHost() != null
            && InetAddress.getByName(url.getHost()).isLoopbackAddress();
      } catch (UnknownHostException _) {
        return false;
      }
    }
  }

  /// Waits between attempts, so that tests need not.
  @FunctionalInterface
  public interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  /// @param incident its id
  /// @param version of the findings
  public StepUpWebhook(Target target, String incident, int version, Clock clock, Pause pause) {
    this.target = target;
    this.incident = incident;
    this.version = version;
    this.clock = clock;
    this.pause = pause;
    http =
        HttpClients.custom()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAutomaticRetries()
            .setDefaultRequestConfig(
                RequestConfig.custom().setResponseTimeout(Timeout.ofSeconds(20)).build())
            .build();
  }

  @Override
  public void accept(List<PhishingEntry> entries) throws IOException {
    byte[] body = JSON.writeValueAsBytes(document(entries));
    String delivery = incident + "/" + version + "/" + batches++;
    int status = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      status = post(body, delivery);
      if (status / 100 == 2) {
        return;
      }
      if (!isWorthAnotherTry(status)) {
        throw refused("answered " + status);
      }
      if (attempt < ATTEMPTS - 1) {
        waitFor(Duration.ofSeconds(1L << attempt));
      }
    }
    throw refused(status == 0 ? "gave no answer" : "answered " + status + " to the last attempt");
  }

  /// The status; 0 where there was no answer.
  private int post(byte[] body, String delivery) {
    HttpPost request = new HttpPost(target.url());
    request.setHeader(DELIVERY, delivery);
    request.setHeader(SIGNATURE, signature(clock.instant().getEpochSecond(), body));
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_JSON));
    try {
      return http.execute(
          request,
          response -> {
            EntityUtils.consume(response.getEntity());
            return response.getCode();
          });
    } catch (IOException _) {
      return 0;
    }
  }

  private String signature(long seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      byte[] key = target.secret().reveal(CleartextAccess.KEY_USE).getBytes(StandardCharsets.UTF_8);
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
      return "t=" + seconds + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }

  private static boolean isWorthAnotherTry(int status) {
    return status == 0 || status == 408 || status == 425 || status == 429 || status >= 500;
  }

  private void waitFor(Duration duration) throws IOException {
    try {
      pause.of(duration);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the export was interrupted", e);
    }
  }

  private FirebreakException refused(String what) {
    return new FirebreakException(
        ErrorCode.VENDOR_UNREACHABLE,
        "the webhook "
            + what
            + "; "
            + (batches - 1) * BATCH
            + " accounts had been taken before."
            + " Run the command again: each batch has a number by which the receiver knows it");
  }

  private Map<String, Object> document(List<PhishingEntry> entries) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("incident", incident);
    document.put("version", version);
    document.put("accounts", entries.stream().map(StepUpWebhook::account).toList());
    return document;
  }

  private static Map<String, Object> account(PhishingEntry entry) {
    Map<String, Object> account = new LinkedHashMap<>();
    account.put("accountId", entry.accountId());
    account.put("band", StepUpExport.lower(entry.band()));
    account.put("score", Math.round(entry.score() * 100) / 100.0);
    account.put("secondFactor", entry.secondFactor().orElse("unknown"));
    account.put("action", entry.action().key());
    return account;
  }

  @Override
  public void close() {
    http.close(CloseMode.GRACEFUL);
  }
}
