package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.notice.CampaignStatus;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.testkit.smtp.ReceivedMail;
import dev.firebreak.testkit.smtp.SmtpSink;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Notices through the console alone, from the decision to write to everybody's outcome.
class ConsoleNoticeIT {
  private static final String PAGE = "/notices/" + ConsoleScene.CAMPAIGN;
  private static final String DECISION = "/incidents/" + ConsoleScene.INCIDENT + "/notice-decision";
  private static final int LOADS_MAX = 5_000;
  private static final Map<String, String> WRITE = Map.of("group", "affected", "write", "yes");

  @TempDir Path folder;

  @Test
  void campaignIsDecidedCheckedApprovedAndSent() throws Exception {
    List<ReceivedMail> mails = Collections.synchronizedList(new ArrayList<>());
    try (SmtpSink sink = SmtpSink.keeping(mails);
        ConsoleScene scene = ConsoleScene.withMail(folder, sink.port());
        ConsoleSession responder = new ConsoleSession(scene, Role.RESPONDER);
        ConsoleSession officer = new ConsoleSession(scene, Role.PRIVACY_OFFICER)) {
      assertThat(officer.get(PAGE).body())
          .contains("Nobody decided to write", "Not checked here", "No one broke into our own")
          .doesNotContain("person0@example.org", "acc-0");
      assertThat(responder.post(PAGE + "/check", Map.of()).statusCode()).isEqualTo(303);
      assertThat(responder.get(PAGE).body()).contains("rules broken 0", "Nothing to object to");

      HttpResponse<String> undecided = officer.decide(PAGE + "/approve", Map.of());
      assertThat(undecided.statusCode()).isEqualTo(422);
      assertThat(undecided.body()).contains("nobody decided whether to write");
      assertThat(officer.decide(DECISION, Map.of("group", "affected")).body())
          .contains("write-fault");
      assertThat(officer.decide(DECISION, WRITE).statusCode()).isEqualTo(303);
      assertThat(officer.get("/incidents/" + ConsoleScene.INCIDENT).body())
          .contains("Decided: write to them.");

      assertThat(officer.decide(PAGE + "/send", Map.of()).body())
          .contains("a second operator must approve it");
      assertThat(officer.decide(PAGE + "/approve", Map.of()).statusCode()).isEqualTo(303);
      assertThat(officer.get(PAGE).body()).contains("approved by privacy-officer");

      assertThat(officer.decide(PAGE + "/send", Map.of()).statusCode()).isEqualTo(303);
      assertThat(pageSays(officer, "class=\"pill blue\">finished<")).isTrue();
      assertThat(campaigns(scene).status(ConsoleScene.CAMPAIGN).sent()).isEqualTo(3);
      assertThat(audited(scene, "NoticeSendingEnded").getFirst().details())
          .containsEntry("sent", "3");
    }
    assertThat(mails).hasSize(3);
  }

  @Test
  void onePersonsTextIsShownForAReasonAndAtNoAddress() throws Exception {
    try (ConsoleScene scene = new ConsoleScene(folder, Optional.empty());
        ConsoleSession responder = new ConsoleSession(scene, Role.RESPONDER);
        ConsoleSession viewer = new ConsoleSession(scene, Role.VIEWER)) {
      Map<String, String> asked = Map.of("account", "acc-1", "reason", "she called the desk");
      assertThat(viewer.decide(PAGE + "/preview", asked).statusCode()).isEqualTo(403);
      assertThat(responder.decide(PAGE + "/preview", Map.of("account", "acc-1")).body())
          .contains("reason-fault");
      assertThat(audited(scene, "NoticePreviewed")).isEmpty();

      HttpResponse<String> shown = responder.decide(PAGE + "/preview", asked);
      assertThat(shown.statusCode()).isEqualTo(200);
      assertThat(shown.body()).contains("No one broke into our own systems", "one person");
      assertThat(responder.get(PAGE + "/preview").body()).doesNotContain("acc-1");
      AuditEntry entry = audited(scene, "NoticePreviewed").getFirst();
      assertThat(entry.details()).containsEntry("reason", "she called the desk");
      assertThat(entry.toString()).doesNotContain("acc-1");

      Map<String, String> unknown = Map.of("account", "acc-9", "reason", "she called the desk");
      assertThat(responder.decide(PAGE + "/preview", unknown).body())
          .contains("no addressee of the campaign has this account");
    }
  }

  @Test
  void campaignIsPausedAndWithdrawn() throws Exception {
    try (ConsoleScene scene = new ConsoleScene(folder, Optional.empty());
        ConsoleSession responder = new ConsoleSession(scene, Role.RESPONDER);
        ConsoleSession officer = new ConsoleSession(scene, Role.PRIVACY_OFFICER).in("de")) {
      assertThat(responder.get(PAGE).body()).doesNotContain("/withdraw\"");
      assertThat(officer.get(PAGE + "/withdraw").body()).contains("nie wieder gesendet");
      assertThat(officer.decide(PAGE + "/withdraw", Map.of()).statusCode()).isEqualTo(303);
      assertThat(officer.get(PAGE).body()).contains("ist zurückgezogen");
      assertThat(officer.decide(PAGE + "/send", Map.of()).statusCode()).isEqualTo(422);
      assertThat(responder.decide(PAGE + "/pause", Map.of()).statusCode()).isEqualTo(303);
      assertThat(campaigns(scene).find(ConsoleScene.CAMPAIGN).status())
          .isEqualTo(CampaignStatus.WITHDRAWN);
    }
  }

  /// Loads the campaign's page again until it says something, as whoever waits for it would.
  private static boolean pageSays(ConsoleSession client, String words) throws Exception {
    for (int left = LOADS_MAX; left > 0; left--) {
      if (client.get(PAGE).body().contains(words)) {
        return true;
      }
    }
    return false;
  }

  private static Campaigns campaigns(ConsoleScene scene) {
    return new Campaigns(
        scene.installation.control(),
        scene.installation.keys(),
        scene.installation.audit(),
        scene.installation.clock());
  }

  private static List<AuditEntry> audited(ConsoleScene scene, String action) {
    return new HashChainAuditLog(scene.installation.control(), Clock.systemUTC())
        .show(new AuditFilter(null, action, null, Instant.EPOCH, 10));
  }
}
