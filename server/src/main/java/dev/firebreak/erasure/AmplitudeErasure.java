package dev.firebreak.erasure;

import java.net.URI;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Amplitude's user privacy interface, version 1, at one project.
///
/// ```
/// POST /api/2/deletions/users   {"user_ids": [...], "requester": "NAME", ...}
///   {"day": "2025-12-07", "status": "staging", "amplitude_ids": [...]}
/// GET  /api/2/deletions/users?start_day&end_day
///   [{"day": ..., "status": ..., "amplitude_ids": [{"requester": "NAME", ...}]}]
///   staging, submitted -> done
/// ```
///
/// It collects wishes into jobs, and lists jobs with who asked: the request's name is that. The
/// tracking id is the job's day and the name, as `2025-12-07:NAME`. The credential is
/// `api-key:secret-key`. Users whom it does not know are left out. Used by one thread at a time.
final class AmplitudeErasure implements ErasureApi {
  private static final int IDS_MAX = 100;
  private static final int JOB_DAYS_MAX = 60;
  private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
  private static final Pattern TRACKING = Pattern.compile("(" + DAY.pattern() + "):(.+)");
  private static final Set<String> OPEN = Set.of("staging", "submitted");

  private final URI address;
  private final Clock clock;
  private final ErasureHttp http;

  /// @param address as `https://amplitude.com`
  AmplitudeErasure(URI address, String credential, Clock clock) {
    this.address = address;
    this.clock = clock;
    http = new ErasureHttp(ErasureHttp.basic(credential), clock);
  }

  @Override
  public int idsMax() {
    return IDS_MAX;
  }

  @Override
  public ErasureAnswer ask(String name, List<String> ids) {
    return http.post(
        URI.create(address + "/api/2/deletions/users"),
        Map.of("user_ids", ids, "requester", name, "ignore_invalid_id", "True"),
        reply -> accepted(reply, name));
  }

  @Override
  public ErasureAnswer find(Intended intended) {
    LocalDate last = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(JOB_DAYS_MAX);
    return jobs(intended.dayUtc(), last.toString(), reply -> listed(reply, intended.name(), true));
  }

  @Override
  public ErasureAnswer look(String tracking) {
    Matcher parts = TRACKING.matcher(tracking);
    if (!parts.matches()) {
      return new ErasureAnswer.Lost();
    }
    String day = parts.group(1);
    return jobs(day, day, reply -> listed(reply, parts.group(2), false));
  }

  private ErasureAnswer jobs(
      String from, String to, Function<ErasureHttp.Reply, ErasureAnswer> read) {
    return http.get(
        URI.create(address + "/api/2/deletions/users?start_day=" + from + "&end_day=" + to), read);
  }

  private static ErasureAnswer accepted(ErasureHttp.Reply reply, String name) {
    JsonNode json = reply.json();
    String day = json.path("day").asString("");
    if (!DAY.matcher(day).matches()) {
      return new ErasureAnswer.Unknown();
    }
    return json.path("amplitude_ids").isEmpty()
        ? new ErasureAnswer.Done("nobody known", reply.sha256())
        : new ErasureAnswer.Accepted(day + ":" + name);
  }

  /// @param finding whether a job that is open is the answer; else it is not done yet
  private static ErasureAnswer listed(ErasureHttp.Reply reply, String name, boolean finding) {
    if (!reply.json().isArray()) {
      return new ErasureAnswer.Unknown();
    }
    for (JsonNode job : reply.json()) {
      String day = job.path("day").asString("");
      String status = job.path("status").asString("");
      if (!asks(job, name) || !DAY.matcher(day).matches()) {
        continue;
      }
      if (status.equals("done")) {
        return new ErasureAnswer.Done("done", reply.sha256());
      }
      if (OPEN.contains(status)) {
        return finding ? new ErasureAnswer.Accepted(day + ":" + name) : new ErasureAnswer.Pending();
      }
      return new ErasureAnswer.Unknown();
    }
    return new ErasureAnswer.Lost();
  }

  private static boolean asks(JsonNode job, String name) {
    for (JsonNode user : job.path("amplitude_ids")) {
      if (user.path("requester").asString("").equals(name)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    http.close();
  }
}
