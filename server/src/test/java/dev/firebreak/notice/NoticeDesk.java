package dev.firebreak.notice;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.ConfirmedOperators;
import dev.firebreak.access.Role;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.SecretBytes;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// Everything that campaigns need, on a folder, with a clock that waiting moves on.
final class NoticeDesk implements AutoCloseable {
  static final Instant START = Instant.parse("2025-11-26T08:00:00Z");

  final AtomicReference<Instant> now = new AtomicReference<>(START);
  final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  final ControlDatabase control;
  final KeyStore keys;
  final HashChainAuditLog audit;
  final Campaigns campaigns;
  final NoticeVerifier verifier;
  final ConfirmedOperator ines = ConfirmedOperators.of("ines", Role.PRIVACY_OFFICER, START);
  final ConfirmedOperator omar = ConfirmedOperators.of("omar", Role.PRIVACY_OFFICER, START);

  NoticeDesk(Path folder) {
    control = ControlDatabase.open(folder.resolve("control.db"));
    keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
    audit = new HashChainAuditLog(control, clock);
    campaigns = new Campaigns(control, keys, audit, clock);
    for (NoticeGroup group : NoticeGroup.values()) {
      decide(group, true);
    }
    verifier = new NoticeVerifier(control, keys, campaigns, clock);
  }

  /// Decides about a group of the fixtures' incident.
  NoticeDecision decide(NoticeGroup group, boolean write) {
    return decisions()
        .decide(
            ines,
            NoticeFixtures.INCIDENT,
            new NoticeDecision.Choice(group, write, "They asked, and the risk is known."),
            new NoticeDecision.Basis(List.of("eu-gdpr-34-individuals: owed"), false));
  }

  NoticeDecisions decisions() {
    return new NoticeDecisions(control, audit, clock);
  }

  SendSettings settings(int connections) {
    return new SendSettings(connections, 0, 3, Duration.ofSeconds(30), this::pause);
  }

  Campaign approved(int people) {
    String id =
        campaigns.draft(NoticeFixtures.draft(false), NoticeFixtures.members(people), ines).id();
    campaigns.lint(id);
    return campaigns.approve(id, omar);
  }

  CampaignProgress send(String id, MailTransport transport, int connections) {
    return campaigns.send(id, ines, transport, settings(connections), _ -> {});
  }

  @Override
  public void close() {
    control.close();
  }

  private void pause(Duration duration) {
    now.updateAndGet(instant -> instant.plus(duration));
  }
}
