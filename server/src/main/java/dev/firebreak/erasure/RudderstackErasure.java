package dev.firebreak.erasure;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// RudderStack's user suppression with deletion, of one destination.
///
/// ```
/// POST /v2/regulations   {"regulationType": "suppress_with_delete", "destinationIds": ["..."],
///                         "users": [{"userId": "..."}]}
///   201 {...}
/// ```
///
/// By user id alone. No documented answer says how far a regulation is, so that being taken is all
/// that can be known: the receipt says so. It suppresses the ids there too, which nothing here
/// lifts. The credential is a personal access token. Used by one thread at a time.
final class RudderstackErasure implements ErasureApi {
  private static final int IDS_MAX = 100;
  private static final String WORD = "accepted; the interface tells no more";

  private final URI regulations;
  private final String destination;
  private final ErasureHttp http;

  /// @param address as `https://api.rudderstack.com`
  /// @param destination the id of the destination that has the data
  RudderstackErasure(URI address, String destination, String credential, Clock clock) {
    regulations = URI.create(address + "/v2/regulations");
    this.destination = destination;
    http = new ErasureHttp(ErasureHttp.bearer(credential), clock);
  }

  @Override
  public int idsMax() {
    return IDS_MAX;
  }

  @Override
  public ErasureAnswer ask(String name, List<String> ids) {
    return http.post(
        regulations,
        Map.of(
            "regulationType",
            "suppress_with_delete",
            "destinationIds",
            List.of(destination),
            "users",
            ids.stream().map(id -> Map.of("userId", id)).toList()),
        RudderstackErasure::accepted);
  }

  /// There is nothing to ask: whoever asks has no tracking id.
  @Override
  public ErasureAnswer look(String tracking) {
    return new ErasureAnswer.Lost();
  }

  /// A page of somebody in between is no answer of the vendor's.
  private static ErasureAnswer accepted(ErasureHttp.Reply reply) {
    return reply.empty() || reply.json().isObject()
        ? new ErasureAnswer.Done(WORD, reply.sha256())
        : new ErasureAnswer.Unknown();
  }

  @Override
  public void close() {
    http.close();
  }
}
