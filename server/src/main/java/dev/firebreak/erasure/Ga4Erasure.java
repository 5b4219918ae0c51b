package dev.firebreak.erasure;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// Google Analytics' user deletion, of one property.
///
/// ```
/// POST /analytics/v3/userDeletion/userDeletionRequests:upsert
///   {"id": {"type": "USER_ID", "userId": "..."}, "propertyId": "..."}
///   {"deletionRequestTime": "2025-11-27T10:00:00Z", ...}
/// ```
///
/// One id a request, and the answer is the last word: nothing says when the data went. What an id
/// is to the vendor nobody knows here, so it is asked for as a user's and as a client's. The
/// credential is an OAuth token; 500 requests a day. Used by one thread at a time.
final class Ga4Erasure implements ErasureApi {
  private static final List<String> TYPES = List.of("USER_ID", "CLIENT_ID");

  private final URI upsert;
  private final String property;
  private final ErasureHttp http;

  /// @param address as `https://www.googleapis.com`
  Ga4Erasure(URI address, String property, String credential, Clock clock) {
    upsert = URI.create(address + "/analytics/v3/userDeletion/userDeletionRequests:upsert");
    this.property = property;
    http = new ErasureHttp(ErasureHttp.bearer(credential), clock);
  }

  @Override
  public int idsMax() {
    return 1;
  }

  @Override
  public ErasureAnswer ask(String name, List<String> ids) {
    ErasureAnswer answer = new ErasureAnswer.Unknown();
    for (String type : TYPES) {
      answer =
          http.post(
              upsert,
              Map.of("id", Map.of("type", type, "userId", ids.getFirst()), "propertyId", property),
              Ga4Erasure::accepted);
      if (!(answer instanceof ErasureAnswer.Done)) {
        return answer;
      }
    }
    return answer;
  }

  /// There is nothing to ask: whoever asks has no tracking id.
  @Override
  public ErasureAnswer look(String tracking) {
    return new ErasureAnswer.Lost();
  }

  private static ErasureAnswer accepted(ErasureHttp.Reply reply) {
    return reply.json().path("deletionRequestTime").isString()
        ? new ErasureAnswer.Done("accepted", reply.sha256())
        : new ErasureAnswer.Unknown();
  }

  @Override
  public void close() {
    http.close();
  }
}
