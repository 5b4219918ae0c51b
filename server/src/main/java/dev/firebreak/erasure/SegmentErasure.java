package dev.firebreak.erasure;

import java.net.URI;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Segment's regulations, of a whole workspace.
///
/// ```
/// POST /regulations       {"regulationType": "DELETE_ONLY", "subjectType": "USER_ID", ...}
///   {"data": {"regulateId": "ID"}}
/// GET  /regulations/ID    {"data": {"regulation": {"overallStatus": "RUNNING"}}}
/// GET  /regulations       {"data": {"regulations": [{"id": "ID", "subjects": [...]}]}}
///   INITIALIZED, RUNNING -> FINISHED | FAILED | INVALID | NOT_SUPPORTED | PARTIAL_SUCCESS
/// ```
///
/// It erases by user id alone, and passes the wish on to some destinations without a promise. The
/// gateway suppresses by itself, so that Segment need not. Used by one thread at a time.
final class SegmentErasure implements ErasureApi {
  private static final int IDS_MAX = 5000;
  private static final int LISTED = 200;

  private final URI address;
  private final ErasureHttp http;

  /// @param address as `https://api.segmentapis.com`
  SegmentErasure(URI address, String credential, Clock clock) {
    this.address = address;
    http = new ErasureHttp(ErasureHttp.bearer(credential), clock);
  }

  @Override
  public int idsMax() {
    return IDS_MAX;
  }

  @Override
  public ErasureAnswer ask(String name, List<String> ids) {
    return http.post(
        URI.create(address + "/regulations"),
        Map.of("regulationType", "DELETE_ONLY", "subjectType", "USER_ID", "subjectIds", ids),
        reply ->
            ErasureHttp.accepted(
                ErasureHttp.tracking(reply.json().path("data").path("regulateId"))));
  }

  @Override
  public ErasureAnswer find(Intended intended) {
    return http.get(
        URI.create(address + "/regulations?pagination.count=" + LISTED),
        reply -> found(reply.json().path("data").path("regulations"), intended.ids()));
  }

  @Override
  public ErasureAnswer look(String tracking) {
    return http.get(
        URI.create(address + "/regulations/" + ErasureHttp.inUrl(tracking)),
        SegmentErasure::status);
  }

  private static ErasureAnswer found(JsonNode regulations, Set<String> ids) {
    if (!regulations.isArray()) {
      return new ErasureAnswer.Unknown();
    }
    for (JsonNode regulation : regulations) {
      Set<String> subjects = new HashSet<>();
      regulation.path("subjects").forEach(subject -> subjects.add(subject.asString("")));
      Optional<String> id = ErasureHttp.tracking(regulation.path("id"));
      if (subjects.equals(ids) && id.isPresent()) {
        return new ErasureAnswer.Accepted(id.get());
      }
    }
    return new ErasureAnswer.Lost();
  }

  private static ErasureAnswer status(ErasureHttp.Reply reply) {
    JsonNode regulation = reply.json().path("data").path("regulation");
    String status = regulation.path("overallStatus").asString("");
    return switch (status) {
      case "FINISHED" -> new ErasureAnswer.Done(status, reply.sha256());
      case "FAILED", "INVALID", "NOT_SUPPORTED", "PARTIAL_SUCCESS" ->
          new ErasureAnswer.Refused(status);
      case "INITIALIZED", "RUNNING" -> new ErasureAnswer.Pending();
      default -> new ErasureAnswer.Unknown();
    };
  }

  @Override
  public void close() {
    http.close();
  }
}
