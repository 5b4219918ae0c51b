package dev.firebreak.console;

import dev.firebreak.access.RecoveryCodes;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.ConservationCheck;
import dev.firebreak.delivery.VendorStatus;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.installation.Installation;
import dev.firebreak.notice.CampaignStatus;
import dev.firebreak.standard.Deadline;
import dev.firebreak.standard.Standing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the first page shows: what wants attention today, and where every message went.
/// Thread-safe.
final class OverviewReads {
  private static final Duration SOON = Duration.ofDays(3);
  private static final Duration RECOVERY_SHOWN = Duration.ofDays(7);
  private static final int DUTIES_MAX = 8;

  private final Installation installation;
  private final VendorReads vendors;
  private final IncidentReads incidents;

  OverviewReads(Installation installation, VendorReads vendors, IncidentReads incidents) {
    this.installation = installation;
    this.vendors = vendors;
    this.incidents = incidents;
  }

  OverviewView overview() {
    List<Conservation> bindings = bindings();
    List<Attention> attention = new ArrayList<>();
    bindings.stream()
        .filter(terms -> !terms.holdsInFlight())
        .forEach(terms ->
            attention.add(of("red", "broken", "attention.broken", "/", terms.binding().value())));
    duties(attention);
    states(attention);
    standards(attention);
    notices(attention);
    recoveryCodes(attention);
    return new OverviewView(attention, bindings);
  }

  private List<Conservation> bindings() {
    List<Conservation> bindings = new ArrayList<>();
    try {
      for (BindingConfig binding : installation.deliveries().bindings()) {
        bindings.add(
            ConservationCheck.withoutGateway(installation.deliveries().binding(binding.id())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bindings;
  }

  /// What is owed is listed one by one, the nearest first; what waits for a decision is a number by
  /// incident, so that it does not hide what is owed.
  private void duties(List<Attention> attention) {
    Map<String, List<Instant>> undecided = new LinkedHashMap<>();
    int owed = 0;
    for (IncidentReads.Running running : incidents.running()) {
      Instant due = running.standing().nextDueAt().orElseThrow();
      if (running.standing().effective() == DutyFinding.Status.UNCLEAR) {
        undecided.computeIfAbsent(running.incident(), _ -> new ArrayList<>()).add(due);
      } else if (++owed <= DUTIES_MAX) {
        attention.add(
            clock(
                "attention.duty",
                List.of(running.standing().finding().duty().law().name(), running.incident()),
                running.incident(),
                due));
      }
    }
    if (owed > DUTIES_MAX) {
      String more = Integer.toString(owed - DUTIES_MAX);
      attention.add(of("blue", "clock", "attention.duties", "/incidents", more));
    }
    undecided.forEach((incident, dues) ->
        attention.add(
            clock(
                "attention.decide",
                List.of(Integer.toString(dues.size()), incident),
                incident,
                dues.getFirst())));
  }

  private Attention clock(String text, List<String> values, String incident, Instant due) {
    Instant now = installation.clock().instant();
    boolean over = due.isBefore(now);
    String color = due.isBefore(now.plus(SOON)) ? "amber" : "blue";
    return new Attention(
        over ? "red" : color,
        over ? "mark.overdue" : "mark.clock",
        text,
        values,
        "/incidents/" + incident,
        Optional.of(due));
  }

  private void states(List<Attention> attention) {
    for (VendorStatus status : installation.deliveries().vendors().list()) {
      String page = "/vendors/" + status.vendor().value();
      switch (status.state()) {
        case ACTIVE -> {}
        case HELD ->
            attention.add(of("amber", "held", "attention.held", page, status.vendor().value()));
        case CUT ->
            attention.add(
                of(
                    status.contained() ? "blue" : "red",
                    "cut",
                    status.contained() ? "attention.contained" : "attention.cut",
                    page,
                    status.vendor().value()));
      }
    }
  }

  private void standards(List<Attention> attention) {
    for (Standing standing : vendors.standings()) {
      String page = "/vendors/" + standing.vendor().value();
      String vendor = standing.vendor().value();
      if (standing.stage() != Deadline.Stage.FULL) {
        attention.add(of("red", "standard", "attention.lapsed", page, vendor));
      } else if (!standing.warnings().isEmpty()) {
        attention.add(
            new Attention(
                "amber",
                "mark.standard",
                "attention.lapses",
                List.of(vendor),
                page,
                standing.changesAt()));
      }
    }
  }

  private void notices(List<Attention> attention) {
    for (CampaignRow row : incidents.campaigns("")) {
      CampaignStatus status = row.campaign().status();
      if (status != CampaignStatus.FINISHED && status != CampaignStatus.WITHDRAWN) {
        attention.add(of("blue", "notice", "attention.notice", "/notices", row.campaign().id()));
      }
    }
  }

  /// Whoever uses a recovery code has lost an authenticator, or somebody else has found the paper.
  private void recoveryCodes(List<Attention> attention) {
    Instant since = installation.clock().instant().minus(RECOVERY_SHOWN);
    for (RecoveryCodes.Used used :
        new RecoveryCodes(installation.control(), installation.audit(), installation.clock())
            .usedSince(since)) {
      attention.add(
          new Attention(
              "amber",
              "mark.access",
              "attention.recovery",
              List.of(used.operator(), Integer.toString(used.left())),
              "/",
              Optional.empty()));
    }
  }

  private static Attention of(String color, String mark, String text, String path, String value) {
    return new Attention(color, "mark." + mark, text, List.of(value), path, Optional.empty());
  }
}
