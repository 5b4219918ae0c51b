package dev.firebreak.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each client asks as its vendor documents it, and believes no more of an answer than its shape.
class ErasureClientsTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2025-11-27T10:00:00Z"), ZoneOffset.UTC);
  private static final List<String> IDS = List.of("fb1sabcd1", "fb1sabcd2");

  private FakeErasureServer vendor;

  @BeforeEach
  void start() throws IOException {
    vendor = new FakeErasureServer();
  }

  @AfterEach
  void stop() {
    vendor.close();
  }

  private interface Work {
    void with(ErasureApi api);
  }

  private static void with(ErasureApi api, Work work) {
    try (api) {
      work.with(api);
    }
  }

  private ErasureApi mixpanel() {
    return new MixpanelErasure(vendor.uri(), "project token", "oauth", CLOCK);
  }

  @Test
  void mixpanelTakesTasksByDistinctIdAndTellsHowFarTheyAre() {
    vendor
        .then(200, "{\"status\":\"ok\",\"results\":{\"task_id\":\"t-1\"}}")
        .then(200, "{\"results\":{\"status\":\"STAGING\"}}")
        .then(200, "{\"results\":{\"status\":\"SUCCESS\",\"distinct_ids\":[\"x\"]}}")
        .then(200, "{\"results\":{\"status\":\"FAILURE\"}}")
        .then(200, "{\"results\":{\"status\":\"NOT_FOUND\"}}")
        .then(404, "");
    with(
        mixpanel(),
        api -> {
          assertThat(api.idsMax()).isEqualTo(2000);
          assertThat(api.ask("n", IDS)).isEqualTo(new ErasureAnswer.Accepted("t-1"));
          assertThat(api.look("t-1")).isEqualTo(new ErasureAnswer.Pending());
          assertThat(api.look("t-1")).isInstanceOf(ErasureAnswer.Done.class);
          assertThat(api.look("t-1")).isEqualTo(new ErasureAnswer.Refused("FAILURE"));
          assertThat(api.look("t-1")).isEqualTo(new ErasureAnswer.Lost());
          assertThat(api.look("t-1")).isEqualTo(new ErasureAnswer.Lost());
        });
    FakeErasureServer.Asked post = vendor.asked().getFirst();
    assertThat(post.method()).isEqualTo("POST");
    assertThat(post.target()).isEqualTo("/api/app/data-deletions/v3.0/?token=project+token");
    assertThat(post.authorization()).isEqualTo("Bearer oauth");
    assertThat(post.json().path("distinct_ids").size()).isEqualTo(2);
    assertThat(post.json().path("compliance_type").asString()).isEqualTo("GDPR");
    assertThat(vendor.asked().get(1).target())
        .isEqualTo("/api/app/data-deletions/v3.0/t-1?token=project+token");
  }

  @Test
  void answersThatSayNothingAreDoubts() {
    vendor
        .then(200, "<html>")
        .then(200, "{\"results\":{\"task_id\":\"a b\\u0000\"}}")
        .then(200, "{\"results\":{\"task_id\":\"" + "x".repeat(200) + "\"}}")
        .then(200, "[".repeat(5_000))
        .then(200, "x".repeat((4 << 20) + 1))
        .then(500, "oops")
        .then(302, "", Map.of("Location", "https://elsewhere.example/"));
    with(
        mixpanel(),
        api -> {
          for (int i = 0; i < 7; i++) {
            assertThat(api.ask("n", IDS)).as("%d", i).isEqualTo(new ErasureAnswer.Unknown());
          }
        });
    assertThat(vendor.asked()).hasSize(7);
  }

  @Test
  void whatWasNotTakenIsToldWithTheVendorsWait() {
    vendor
        .then(429, "", Map.of("Retry-After", "30"))
        .then(401, "secret of somebody")
        .then(503, "")
        .then(400, "id maya@example.com is wrong")
        .then(404, "");
    with(
        mixpanel(),
        api -> {
          assertThat(api.ask("n", IDS))
              .isEqualTo(
                  new ErasureAnswer.Later(
                      ErasureAnswer.Why.THROTTLED, Optional.of(Duration.ofSeconds(30))));
          assertThat(api.ask("n", IDS)).isEqualTo(later(ErasureAnswer.Why.CREDENTIAL_REFUSED));
          assertThat(api.ask("n", IDS)).isEqualTo(later(ErasureAnswer.Why.UNREACHABLE));
          assertThat(api.ask("n", IDS)).isEqualTo(new ErasureAnswer.Refused("status 400"));
          assertThat(api.ask("n", IDS)).isEqualTo(new ErasureAnswer.Lost());
        });
  }

  @Test
  void whereNobodyListensNothingWasTaken() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    URI nowhere = URI.create("http://127.0.0.1:" + free);
    with(
        new MixpanelErasure(nowhere, "t", "c", CLOCK),
        api -> assertThat(api.ask("n", IDS)).isEqualTo(later(ErasureAnswer.Why.UNREACHABLE)));
  }

  @Test
  void segmentTakesRegulationsAndListsThem() {
    vendor
        .then(200, "{\"data\":{\"regulateId\":\"reg_1\"}}")
        .then(
            200,
            "{\"data\":{\"regulations\":[{\"id\":\"reg_0\",\"subjects\":[\"z\"]},"
                + "{\"id\":\"reg_1\",\"subjects\":[\"fb1sabcd2\",\"fb1sabcd1\"]}]}}")
        .then(200, "{\"data\":{\"regulations\":[]}}")
        .then(200, "{\"data\":{\"regulation\":{\"overallStatus\":\"RUNNING\"}}}")
        .then(200, "{\"data\":{\"regulation\":{\"overallStatus\":\"FINISHED\"}}}")
        .then(200, "{\"data\":{\"regulation\":{\"overallStatus\":\"PARTIAL_SUCCESS\"}}}");
    with(
        new SegmentErasure(vendor.uri(), "key", CLOCK),
        api -> {
          assertThat(api.ask("n", IDS)).isEqualTo(new ErasureAnswer.Accepted("reg_1"));
          assertThat(api.find(intended())).isEqualTo(new ErasureAnswer.Accepted("reg_1"));
          assertThat(api.find(intended())).isEqualTo(new ErasureAnswer.Lost());
          assertThat(api.look("reg_1")).isEqualTo(new ErasureAnswer.Pending());
          assertThat(api.look("reg_1")).isInstanceOf(ErasureAnswer.Done.class);
          assertThat(api.look("reg_1")).isEqualTo(new ErasureAnswer.Refused("PARTIAL_SUCCESS"));
        });
    FakeErasureServer.Asked post = vendor.asked().getFirst();
    assertThat(post.target()).isEqualTo("/regulations");
    assertThat(post.json().path("regulationType").asString()).isEqualTo("DELETE_ONLY");
    assertThat(post.json().path("subjectIds").size()).isEqualTo(2);
  }

  @Test
  void amplitudeListsJobsByWhoAsked() {
    String job =
        "[{\"day\":\"2025-12-07\",\"status\":\"%s\",\"amplitude_ids\":["
            + "{\"amplitude_id\":1,\"requester\":\"somebody\"},"
            + "{\"amplitude_id\":2,\"requester\":\"firebreak-a-1\"}]}]";
    vendor
        .then(
            200,
            "{\"day\":\"2025-12-07\",\"status\":\"staging\",\"amplitude_ids\":"
                + "[{\"amplitude_id\":2}]}")
        .then(200, job.formatted("staging"))
        .then(200, "[]")
        .then(200, job.formatted("submitted"))
        .then(200, job.formatted("done"))
        .then(200, "{\"day\":\"2025-12-07\",\"status\":\"staging\",\"amplitude_ids\":[]}");
    with(
        new AmplitudeErasure(vendor.uri(), "key:secret", CLOCK),
        api -> {
          ErasureAnswer accepted = new ErasureAnswer.Accepted("2025-12-07:firebreak-a-1");
          assertThat(api.ask("firebreak-a-1", IDS)).isEqualTo(accepted);
          assertThat(api.find(intended())).isEqualTo(accepted);
          assertThat(api.find(intended())).isEqualTo(new ErasureAnswer.Lost());
          String tracking = "2025-12-07:firebreak-a-1";
          assertThat(api.look(tracking)).isEqualTo(new ErasureAnswer.Pending());
          assertThat(api.look(tracking)).isInstanceOf(ErasureAnswer.Done.class);
          assertThat(api.ask("firebreak-a-2", IDS)).isInstanceOf(ErasureAnswer.Done.class);
        });
    FakeErasureServer.Asked post = vendor.asked().getFirst();
    assertThat(post.target()).isEqualTo("/api/2/deletions/users");
    assertThat(post.authorization()).isEqualTo("Basic a2V5OnNlY3JldA==");
    assertThat(post.json().path("requester").asString()).isEqualTo("firebreak-a-1");
    assertThat(vendor.asked().get(1).target())
        .isEqualTo("/api/2/deletions/users?start_day=2025-11-27&end_day=2026-01-26");
    assertThat(vendor.asked().get(3).target())
        .isEqualTo("/api/2/deletions/users?start_day=2025-12-07&end_day=2025-12-07");
  }

  @Test
  void posthogDeletesPersonsAtOnceAndCanBeAskedAgain() {
    vendor
        .then(202, "{\"persons_found\":2,\"persons_deleted\":2,\"deletion_errors\":[]}")
        .then(200, "{\"results\":[]}")
        .then(200, "{\"results\":[{\"uuid\":\"u\"}]}")
        .then(202, "{\"persons_found\":2,\"deletion_errors\":[{\"person_uuid\":\"u\"}]}");
    with(
        new PosthogErasure(vendor.uri(), "17", "phx", CLOCK),
        api -> {
          assertThat(api.ask("n", IDS)).isInstanceOf(ErasureAnswer.Done.class);
          assertThat(api.held(IDS)).isEqualTo(new ErasureAnswer.Held(Set.of(IDS.get(1)), 2));
          assertThat(api.ask("n", IDS)).isEqualTo(new ErasureAnswer.Refused("deletion errors"));
        });
    assertThat(vendor.asked())
        .extracting(FakeErasureServer.Asked::target)
        .startsWith(
            "/api/projects/17/persons/bulk_delete/",
            "/api/projects/17/persons/?distinct_id=fb1sabcd1");
  }

  @Test
  void ga4IsAskedForOneIdAsUserAndAsClient() {
    vendor
        .then(200, "{\"deletionRequestTime\":\"2025-11-27T10:00:00Z\"}")
        .then(200, "{\"deletionRequestTime\":\"2025-11-27T10:00:01Z\"}")
        .then(429, "");
    with(
        new Ga4Erasure(vendor.uri(), "G-1", "oauth", CLOCK),
        api -> {
          assertThat(api.idsMax()).isEqualTo(1);
          assertThat(api.ask("n", List.of("a"))).isInstanceOf(ErasureAnswer.Done.class);
          assertThat(api.ask("n", List.of("b"))).isEqualTo(later(ErasureAnswer.Why.THROTTLED));
        });
    assertThat(vendor.asked())
        .extracting(asked -> asked.json().path("id").path("type").asString())
        .containsExactly("USER_ID", "CLIENT_ID", "USER_ID");
  }

  @Test
  void googleSaysThatTheDaysRequestsAreUsedUp() {
    vendor.then(
        403,
        "{\"error\":{\"code\":403,\"errors\":[{\"domain\":\"usageLimits\","
            + "\"reason\":\"dailyLimitExceeded\"}]}}");
    with(
        new Ga4Erasure(vendor.uri(), "G-1", "oauth", CLOCK),
        api ->
            assertThat(api.ask("n", List.of("a"))).isEqualTo(later(ErasureAnswer.Why.THROTTLED)));
  }

  @Test
  void rudderstackTellsNoMoreThanThatItAccepts() {
    vendor
        .then(201, "{\"id\":\"r-1\"}")
        .then(201, "")
        .then(200, "<html>somebody in between</html>")
        .then(400, "");
    with(
        new RudderstackErasure(vendor.uri(), "dest-1", "token", CLOCK),
        api -> {
          assertThat(api.ask("n", IDS))
              .isInstanceOfSatisfying(
                  ErasureAnswer.Done.class,
                  done ->
                      assertThat(done.word()).isEqualTo("accepted; the interface tells no more"));
          assertThat(api.ask("n", IDS)).isInstanceOf(ErasureAnswer.Done.class);
          assertThat(api.ask("n", IDS)).isEqualTo(new ErasureAnswer.Unknown());
          assertThat(api.ask("n", IDS)).isEqualTo(new ErasureAnswer.Refused("status 400"));
          assertThat(api.find(intended())).isEqualTo(new ErasureAnswer.NotListed());
        });
    FakeErasureServer.Asked post = vendor.asked().getFirst();
    assertThat(post.target()).isEqualTo("/v2/regulations");
    assertThat(post.authorization()).isEqualTo("Bearer token");
    assertThat(post.json().path("regulationType").asString()).isEqualTo("suppress_with_delete");
    assertThat(post.json().path("destinationIds").path(0).asString()).isEqualTo("dest-1");
    assertThat(post.json().path("users").path(1).path("userId").asString()).isEqualTo("fb1sabcd2");
  }

  private static ErasureApi.Intended intended() {
    return new ErasureApi.Intended("firebreak-a-1", "2025-11-27", Set.copyOf(IDS));
  }

  private static ErasureAnswer later(ErasureAnswer.Why why) {
    return new ErasureAnswer.Later(why, Optional.empty());
  }
}
