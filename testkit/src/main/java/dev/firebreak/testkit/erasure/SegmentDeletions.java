package dev.firebreak.testkit.erasure;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Segment's regulations: taken at once, done later, listed with whom they are about.
///
/// ```
/// INITIALIZED --first question--> RUNNING --second--> FINISHED (the data is gone) | FAILED
/// ```
final class SegmentDeletions implements DeletionRules {
  private static final int IDS_MAX = 5000;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final List<Regulation> regulations = new ArrayList<>();

  private record Regulation(List<String> ids, String status) {}

  @Override
  public String authorization() {
    return "Bearer segment-token";
  }

  @Override
  public Reply answer(Request request, VendorPeople people) {
    if (request.is("POST", "/regulations")) {
      return take(request, people);
    }
    if (request.is("GET", "/regulations")) {
      return list();
    }
    String number = request.path().replaceFirst("^/regulations/reg-", "");
    return request.method().equals("GET") && number.matches("[0-9]{1,6}")
        ? look(Integer.parseInt(number), people)
        : Reply.noSuchPath();
  }

  private Reply take(Request request, VendorPeople people) {
    List<String> ids = VendorPeople.ids(request.body().path("subjectIds"));
    if (people.refuses(ids, IDS_MAX)
        || !request.body().path("regulationType").asString("").equals("DELETE_ONLY")
        || !request.body().path("subjectType").asString("").equals("USER_ID")) {
      return Reply.refused("regulation");
    }
    people.taken(ids);
    regulations.add(new Regulation(ids, "INITIALIZED"));
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("data").put("regulateId", "reg-" + (regulations.size() - 1));
    return Reply.json(200, answer);
  }

  private Reply list() {
    ObjectNode answer = JSON.createObjectNode();
    var listed = answer.putObject("data").putArray("regulations");
    for (int i = 0; i < regulations.size(); i++) {
      var regulation = listed.addObject();
      regulation.put("id", "reg-" + i).put("overallStatus", regulations.get(i).status());
      regulations.get(i).ids().forEach(regulation.putArray("subjects")::add);
    }
    return Reply.json(200, answer);
  }

  private Reply look(int number, VendorPeople people) {
    if (number >= regulations.size()) {
      return Reply.noSuchPath();
    }
    Regulation regulation = regulations.get(number);
    String next =
        switch (regulation.status()) {
          case "INITIALIZED" -> "RUNNING";
          case "RUNNING" -> people.fails(regulation.ids()) ? "FAILED" : "FINISHED";
          default -> regulation.status();
        };
    regulations.set(number, new Regulation(regulation.ids(), next));
    if (next.equals("FINISHED")) {
      people.erase(regulation.ids());
    }
    ObjectNode answer = JSON.createObjectNode();
    answer
        .putObject("data")
        .putObject("regulation")
        .put("id", "reg-" + number)
        .put("overallStatus", next);
    return Reply.json(200, answer);
  }
}
