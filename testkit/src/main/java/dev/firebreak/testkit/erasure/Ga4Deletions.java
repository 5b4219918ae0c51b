package dev.firebreak.testkit.erasure;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Google Analytics' user deletion: one id and one kind of id a request, no word afterwards.
final class Ga4Deletions implements DeletionRules {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PATH = "/analytics/v3/userDeletion/userDeletionRequests:upsert";

  /// Those who were asked for as users and not as clients yet.
  private final Set<String> asUsers = new HashSet<>();

  @Override
  public String authorization() {
    return "Bearer google-token";
  }

  @Override
  public Reply answer(Request request, VendorPeople people) {
    if (!request.is("POST", PATH)) {
      return Reply.noSuchPath();
    }
    JsonNode body = request.body();
    String id = body.path("id").path("userId").asString("");
    if (people.refuses(List.of(id), 1) || !body.path("propertyId").asString("").equals("G-1")) {
      return Reply.refused("userId");
    }
    switch (body.path("id").path("type").asString("")) {
      case "USER_ID" -> {
        asUsers.add(id);
        people.erase(List.of(id));
      }
      case "CLIENT_ID" -> {
        if (asUsers.remove(id)) {
          people.taken(List.of(id));
        }
      }
      default -> {
        return Reply.refused("type");
      }
    }
    return Reply.json(
        200, JSON.createObjectNode().put("deletionRequestTime", "2025-11-27T10:00:00Z"));
  }
}
