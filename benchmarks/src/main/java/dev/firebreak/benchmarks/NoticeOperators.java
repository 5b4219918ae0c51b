package dev.firebreak.benchmarks;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Totp;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.testkit.smtp.SampleCampaign;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/// Two privacy officers who confirm themselves with codes, so that a campaign takes the way that it
/// takes in earnest. Confined to one thread.
final class NoticeOperators {
  private final Operators operators;
  private final Clock clock;
  private final AtomicReference<Duration> ahead;
  private final NewOperator drafter;
  private final NewOperator approver;

  /// @param ahead how far the clock runs ahead of the machine's; every code moves it, so that there
  ///   is a new one at once
  NoticeOperators(
      ControlDatabase control,
      KeyStore keys,
      AuditLog audit,
      Clock clock,
      AtomicReference<Duration> ahead) {
    operators = new Operators(control, keys, audit, clock);
    this.clock = clock;
    this.ahead = ahead;
    NewOperator first = operators.addFirst("first");
    drafter = add(first, "ines");
    approver = add(first, "omar");
  }

  /// A campaign to this many invented people, ready to be sent; the decision to write must be
  /// there.
  String approved(Campaigns campaigns, int people) {
    String id =
        campaigns
            .draft(
                SampleCampaign.draft(), SampleCampaign.audience(people), drafter("NoticeDrafted"))
            .id();
    campaigns.lint(id);
    return campaigns.approve(id, confirmed(approver, "NoticeApproved", Role.RESPONDER)).id();
  }

  /// Whoever drafts, decides and sends.
  ConfirmedOperator drafter(String action) {
    return confirmed(drafter, action, Role.RESPONDER);
  }

  private NewOperator add(NewOperator first, String name) {
    return operators.add(
        confirmed(first, "OperatorAdded", Role.PRIVACY_OFFICER), name, Role.PRIVACY_OFFICER);
  }

  private ConfirmedOperator confirmed(NewOperator who, String action, Role role) {
    ahead.updateAndGet(by -> by.plusSeconds(31));
    Instant now = clock.instant();
    return operators.confirm(who.name(), Totp.code(who.secret(), now), action, role);
  }
}
