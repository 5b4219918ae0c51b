package dev.firebreak.erasure;

import java.net.URI;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// PostHog's deletion of persons, at one project.
///
/// ```
/// POST /api/projects/ID/persons/bulk_delete/   {"distinct_ids": [...], "delete_events": true, ...}
///   {"persons_found": 2, "persons_deleted": 2, "events_queued_for_deletion": true, ...}
/// GET  /api/projects/ID/persons/?distinct_id=  {"results": [...]}
/// ```
///
/// Persons go at once; events are queued and nothing says when they went. A distinct id must not be
/// used again afterwards. The credential is a personal key. Used by one thread at a time.
final class PosthogErasure implements ErasureApi {
  private static final int IDS_MAX = 1000;
  private static final int ASKED_AGAIN_MAX = 20;

  private final String project;
  private final ErasureHttp http;

  /// @param address as `https://eu.posthog.com`
  /// @param number the project's
  PosthogErasure(URI address, String number, String credential, Clock clock) {
    project = address + "/api/projects/" + ErasureHttp.inUrl(number) + "/persons/";
    http = new ErasureHttp(ErasureHttp.bearer(credential), clock);
  }

  @Override
  public int idsMax() {
    return IDS_MAX;
  }

  @Override
  public ErasureAnswer ask(String name, List<String> ids) {
    return http.post(
        URI.create(project + "bulk_delete/"),
        Map.of(
            "distinct_ids",
            ids,
            "delete_events",
            true,
            "delete_recordings",
            true,
            "keep_person",
            false),
        PosthogErasure::accepted);
  }

  /// There is nothing to ask: whoever asks has no tracking id.
  @Override
  public ErasureAnswer look(String tracking) {
    return new ErasureAnswer.Lost();
  }

  @Override
  public ErasureAnswer held(List<String> ids) {
    Set<String> held = new HashSet<>();
    List<String> asked = ids.subList(0, Math.min(ids.size(), ASKED_AGAIN_MAX));
    for (String id : asked) {
      ErasureAnswer answer =
          http.get(
              URI.create(project + "?distinct_id=" + ErasureHttp.inUrl(id)),
              reply -> persons(reply.json().path("results"), id));
      if (!(answer instanceof ErasureAnswer.Held(Set<String> found, int _))) {
        return answer;
      }
      held.addAll(found);
    }
    return new ErasureAnswer.Held(held, asked.size());
  }

  private static ErasureAnswer accepted(ErasureHttp.Reply reply) {
    JsonNode json = reply.json();
    if (!json.path("persons_found").isIntegralNumber()) {
      return new ErasureAnswer.Unknown();
    }
    return json.path("deletion_errors").isEmpty()
        ? new ErasureAnswer.Done("persons deleted, events queued", reply.sha256())
        : new ErasureAnswer.Refused("deletion errors");
  }

  private static ErasureAnswer persons(JsonNode results, String id) {
    if (!results.isArray()) {
      return new ErasureAnswer.Unknown();
    }
    return new ErasureAnswer.Held(results.isEmpty() ? Set.of() : Set.of(id), 1);
  }

  @Override
  public void close() {
    http.close();
  }
}
