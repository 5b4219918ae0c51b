package dev.firebreak.erasure;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// Mixpanel's data deletions, version 3, at one project.
///
/// ```
/// POST /api/app/data-deletions/v3.0/?token=TOKEN   {"distinct_ids": [...], "compliance_type": ...}
///   {"status": "ok", "results": {"task_id": "ID"}}
/// GET  /api/app/data-deletions/v3.0/ID?token=TOKEN
///   {"status": "ok", "results": {"status": "PENDING"}}
///   PENDING, STAGING, STARTED -> SUCCESS | FAILURE | REVOKED | NOT_FOUND
/// ```
///
/// The credential is a person's OAuth token. It has no list of requests, so one without an answer
/// is asked again. Used by one thread at a time.
final class MixpanelErasure implements ErasureApi {
  private static final int IDS_MAX = 2000;
  private static final String PATH = "/api/app/data-deletions/v3.0/";

  private final URI address;
  private final String token;
  private final ErasureHttp http;

  /// @param address as `https://mixpanel.com`
  /// @param token the project's token
  MixpanelErasure(URI address, String token, String credential, Clock clock) {
    this.address = address;
    this.token = ErasureHttp.inUrl(token);
    http = new ErasureHttp(ErasureHttp.bearer(credential), clock);
  }

  @Override
  public int idsMax() {
    return IDS_MAX;
  }

  @Override
  public ErasureAnswer ask(String name, List<String> ids) {
    return http.post(
        uri(""), Map.of("distinct_ids", ids, "compliance_type", "GDPR"), MixpanelErasure::accepted);
  }

  @Override
  public ErasureAnswer look(String tracking) {
    return http.get(uri(ErasureHttp.inUrl(tracking)), MixpanelErasure::status);
  }

  private URI uri(String tail) {
    return URI.create(address + PATH + tail + "?token=" + token);
  }

  private static ErasureAnswer accepted(ErasureHttp.Reply reply) {
    var results = reply.json().path("results");
    return ErasureHttp.accepted(
        ErasureHttp.tracking(results.path("task_id"))
            .or(() -> ErasureHttp.tracking(results.path("tracking_id"))));
  }

  private static ErasureAnswer status(ErasureHttp.Reply reply) {
    String status = reply.json().path("results").path("status").asString("");
    return switch (status) {
      case "SUCCESS" -> new ErasureAnswer.Done(status, reply.sha256());
      case "FAILURE", "REVOKED" -> new ErasureAnswer.Refused(status);
      case "NOT_FOUND" -> new ErasureAnswer.Lost();
      case "PENDING", "STAGING", "STARTED" -> new ErasureAnswer.Pending();
      default -> new ErasureAnswer.Unknown();
    };
  }

  @Override
  public void close() {
    http.close();
  }
}
