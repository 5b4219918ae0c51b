package dev.firebreak.testkit.erasure;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Amplitude's user privacy interface, version 1: collects wishes into the job of a later day, and
/// leaves out whom it does not know.
///
/// ```
/// staging (takes more) --first question--> submitted --second--> done (the data is gone)
/// ```
final class AmplitudeDeletions implements DeletionRules {
  private static final int IDS_MAX = 100;
  private static final int DAYS_AHEAD = 10;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final LocalDate today;
  private final List<Job> jobs = new ArrayList<>();

  private record Wish(String id, String requester) {}

  private record Job(LocalDate day, String status, List<Wish> wishes) {}

  /// @param today the day on which the vendor is asked
  AmplitudeDeletions(LocalDate today) {
    this.today = today;
  }

  /// `key:secret`.
  @Override
  public String authorization() {
    return "Basic a2V5OnNlY3JldA==";
  }

  @Override
  public Reply answer(Request request, VendorPeople people) {
    if (!request.path().equals("/api/2/deletions/users")) {
      return Reply.noSuchPath();
    }
    return request.method().equals("POST") ? take(request, people) : list(request, people);
  }

  private Reply take(Request request, VendorPeople people) {
    List<String> ids = VendorPeople.ids(request.body().path("user_ids"));
    if (people.refuses(ids, IDS_MAX)) {
      return Reply.refused("user_ids");
    }
    people.taken(ids);
    String requester = request.body().path("requester").asString("");
    if (jobs.isEmpty() || !jobs.getLast().status().equals("staging")) {
      jobs.add(new Job(today.plusDays(DAYS_AHEAD + jobs.size()), "staging", new ArrayList<>()));
    }
    ObjectNode answer = JSON.createObjectNode();
    answer.put("day", jobs.getLast().day().toString()).put("status", "staging");
    ArrayNode known = answer.putArray("amplitude_ids");
    for (String id : ids) {
      if (people.has(id)) {
        jobs.getLast().wishes().add(new Wish(id, requester));
        known.addObject().put("amplitude_id", id.hashCode()).put("requester", requester);
      }
    }
    return Reply.json(200, answer);
  }

  private Reply list(Request request, VendorPeople people) {
    LocalDate from = LocalDate.parse(request.query().getOrDefault("start_day", ""));
    LocalDate to = LocalDate.parse(request.query().getOrDefault("end_day", ""));
    ArrayNode answer = JSON.createArrayNode();
    for (int i = 0; i < jobs.size(); i++) {
      Job job = jobs.get(i);
      if (job.day().isBefore(from) || job.day().isAfter(to)) {
        continue;
      }
      Job next =
          new Job(job.day(), job.status().equals("staging") ? "submitted" : "done", job.wishes());
      jobs.set(i, next);
      if (next.status().equals("done")) {
        people.erase(job.wishes().stream().map(Wish::id).toList());
      }
      ObjectNode listed = answer.addObject();
      listed.put("day", job.day().toString()).put("status", next.status());
      ArrayNode users = listed.putArray("amplitude_ids");
      job.wishes()
          .forEach(wish ->
              users
                  .addObject()
                  .put("amplitude_id", wish.id().hashCode())
                  .put("requester", wish.requester()));
    }
    return Reply.json(200, answer);
  }
}
