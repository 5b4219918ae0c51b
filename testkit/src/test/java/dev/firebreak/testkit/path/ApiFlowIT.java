package dev.firebreak.testkit.path;

import static dev.firebreak.testkit.path.ApiClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.testkit.path.DocumentClient.Given;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A whole incident by programs that know nothing but the document: one of a responder, one of a
/// privacy officer, one of an administrator.
class ApiFlowIT {
  private static final String ID = "2025-11-export";
  private static final String EXPORT =
      """
      {"event":"Signed In","properties":{"distinct_id":"u-1","time":1762600000,"$email":"maya@example.org","$name":"Maya Example","$city":"Berlin","mp_country_code":"DE","club":"c-1"}}
      {"event":"Key Created","properties":{"distinct_id":"u-1","time":1762600100,"$city":"Berlin","mp_country_code":"DE"}}
      {"event":"Signed In","properties":{"distinct_id":"u-2","time":1762600200,"$email":"jonas@example.org","mp_country_code":"IE"}}
      {"event":"Signed In","properties":{"distinct_id":"visitor-7","time":1762600300,"mp_country_code":"FR"}}
      """;
  private static final String MAIL =
      """
      mail:
        host: 127.0.0.1
        port: 9
        tls: none
        from: security@example.com
        reply-to: privacy@example.com
        recipient-domains: unchecked
      """;
  private static final String ACCOUNTS =
      """
      account_id,email,name,country,role,mfa
      u-1,maya@example.org,Maya Example,DE,owner,none
      u-2,jonas@example.org,Jonas Example,IE,member,totp
      u-3,lena@example.org,Lena Example,US,member,none
      """;

  @TempDir Path folder;
  private ConsoleScene scene;
  private ApiClient client;
  private DocumentClient document;

  @BeforeEach
  void open() throws Exception {
    scene = new ConsoleScene(folder, Optional.empty(), MAIL);
    client = new ApiClient(scene);
    document = new DocumentClient(client);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    scene.close();
  }

  @Test
  void incidentGoesFromItsOpeningToACheckedNotice() throws Exception {
    openWithItsMoments();
    assessAndCorrect();
    decideDuties();
    report();
    tellPeople();
    HttpResponse<String> closed =
        decide(Role.PRIVACY_OFFICER, "incidentClose", Given.of("id", ID, "because", "Done."));
    assertThat(json(closed).get("closedBy").asString()).isEqualTo("privacy-officer");
  }

  private void openWithItsMoments() throws Exception {
    decide(Role.RESPONDER, "incidentOpen", Given.of("id", ID, "vendor", "mixpanel", "title", "T"));
    for (List<String> moment :
        List.of(
            List.of("access-began", "2025-11-09T00:00:00Z"),
            List.of("vendor-told-us", "2025-11-25T16:00:00Z"),
            List.of("reasonably-certain", "2025-11-25T18:00:00Z"))) {
      decide(
          Role.RESPONDER,
          "incidentMoment",
          Given.of(
              "id", ID, "moment", moment.getFirst(), "time", moment.getLast(), "evidence", "mail"));
    }
  }

  private void assessAndCorrect() throws Exception {
    HttpResponse<String> assessed =
        decide(
            Role.RESPONDER,
            "incidentAssess",
            Given.of("id", ID)
                .file("file", "export.ndjson", EXPORT)
                .file("accounts", "accounts.csv", ACCOUNTS));
    assertThat(json(assessed).toString()).contains("user.contact.email");
    HttpResponse<String> mapped =
        decide(
            Role.RESPONDER,
            "incidentMap",
            Given.of("id", ID, "set", "properties.club=user.workplace"));
    assertThat(json(mapped).get("version").asInt()).isPositive();
  }

  private void decideDuties() throws Exception {
    HttpResponse<String> duties = read("incidentDuties", Given.of("id", ID));
    assertThat(json(duties).toString()).contains("eu-gdpr-33-authority");
    decide(
        Role.PRIVACY_OFFICER,
        "incidentDecide",
        Given.of(
            "id", ID, "duty", "eu-gdpr-33-authority", "decision", "owed", "because", "Names."));
    decide(
        Role.PRIVACY_OFFICER,
        "incidentSign",
        Given.of("id", ID, "statement", "Our own systems were not affected.")
            .file("attachment", "review.md", "We looked."));
    decide(
        Role.PRIVACY_OFFICER,
        "incidentStatement",
        Given.of("id", ID, "kind", "people", "what", "customers", "because", "They use it."));
  }

  private void report() throws Exception {
    HttpResponse<String> report = call("incidentReport", Given.of("id", ID, "out", "report.html"));
    assertThat(report.headers().firstValue("Content-Type")).contains("text/html;charset=utf-8");
    assertThat(report.body()).contains(ID).doesNotContain("maya@example.org");
    assertThat(json(read("incidentShow", Given.of("id", ID))).has("duties")).isTrue();
  }

  private void tellPeople() throws Exception {
    decide(
        Role.PRIVACY_OFFICER,
        "noticeDecide",
        Given.of("incident", ID, "group", "affected", "decision", "write", "because", "Lures."));
    HttpResponse<String> draft =
        decide(
            Role.RESPONDER,
            "noticeDraft",
            Given.of(
                "incident",
                ID,
                "title",
                "First",
                "vendor-name",
                "Mixpanel",
                "happened",
                "2025-11-09",
                "known",
                "2025-11-25",
                "next-update",
                "2025-12-03",
                "measure",
                "We no longer send data to Mixpanel."));
    String campaign = json(draft).get("id").asString();
    read("noticeLint", Given.of("campaign", campaign));
    HttpResponse<String> preview =
        decide(Role.RESPONDER, "noticePreview", Given.of("campaign", campaign));
    assertThat(preview.body()).contains("Mixpanel");
    HttpResponse<String> approved =
        decide(Role.PRIVACY_OFFICER, "noticeApprove", Given.of("campaign", campaign));
    assertThat(json(approved).get("status").asString()).isEqualTo("approved");
  }

  /// Asks as an administrator's program, without a code.
  private HttpResponse<String> read(String id, Given given) throws Exception {
    return call(id, given);
  }

  private HttpResponse<String> call(String id, Given given) throws Exception {
    return document.call(id, client.token(Role.ADMIN), given);
  }

  /// Asks with the next code of the operator of a role.
  private HttpResponse<String> decide(Role role, String id, Given given) throws Exception {
    scene.pass(Duration.ofMinutes(1));
    return document.call(id, client.token(role), given.code(scene.code(role)));
  }
}
