package dev.firebreak.testkit.erasure;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// RudderStack's suppression with deletion: taken, and no more is ever said.
final class RudderstackDeletions implements DeletionRules {
  private static final int IDS_MAX = 100;

  private int regulations;

  @Override
  public String authorization() {
    return "Bearer rudder-token";
  }

  @Override
  public Reply answer(Request request, VendorPeople people) {
    if (!request.is("POST", "/v2/regulations")) {
      return Reply.noSuchPath();
    }
    List<String> ids = new ArrayList<>();
    for (JsonNode user : request.body().path("users")) {
      ids.add(user.path("userId").asString(""));
    }
    if (people.refuses(ids, IDS_MAX)
        || !request.body().path("regulationType").asString("").equals("suppress_with_delete")
        || !VendorPeople.ids(request.body().path("destinationIds")).equals(List.of("dest-1"))) {
      return Reply.refused("users");
    }
    people.taken(ids);
    people.erase(ids);
    regulations++;
    return new Reply(201, "{\"id\":\"regulation-" + regulations + "\"}");
  }
}
