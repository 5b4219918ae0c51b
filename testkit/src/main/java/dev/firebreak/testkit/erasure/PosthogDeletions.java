package dev.firebreak.testkit.erasure;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// PostHog's deletion of persons: they go at once, unless that fails; what was deleted can be
/// looked for.
final class PosthogDeletions implements DeletionRules {
  private static final int IDS_MAX = 1000;
  private static final JsonMapper JSON = JsonMapper.shared();

  @Override
  public String authorization() {
    return "Bearer posthog-key";
  }

  @Override
  public Reply answer(Request request, VendorPeople people) {
    if (request.is("POST", "/api/projects/17/persons/bulk_delete/")) {
      return delete(request, people);
    }
    if (request.is("GET", "/api/projects/17/persons/")) {
      ObjectNode answer = JSON.createObjectNode();
      ArrayNode results = answer.putArray("results");
      String id = request.query().getOrDefault("distinct_id", "");
      if (people.has(id)) {
        results.addObject().putArray("distinct_ids").add(id);
      }
      return Reply.json(200, answer);
    }
    return Reply.noSuchPath();
  }

  private static Reply delete(Request request, VendorPeople people) {
    List<String> ids = VendorPeople.ids(request.body().path("distinct_ids"));
    if (people.refuses(ids, IDS_MAX) || !request.body().path("delete_events").asBoolean(false)) {
      return Reply.refused("distinct_ids");
    }
    people.taken(ids);
    long found = ids.stream().filter(people::has).count();
    ObjectNode answer = JSON.createObjectNode();
    answer.put("persons_found", found).put("events_queued_for_deletion", true);
    ArrayNode errors = answer.putArray("deletion_errors");
    if (people.fails(ids)) {
      errors.addObject().put("person_uuid", "00000000-0000-0000-0000-000000000000");
    } else {
      people.erase(ids);
    }
    return Reply.json(202, answer);
  }
}
