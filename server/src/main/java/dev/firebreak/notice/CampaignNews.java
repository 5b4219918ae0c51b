package dev.firebreak.notice;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.notice.CampaignStore.Stored;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Says to whom a further campaign of an incident has news, and sees to it that nobody gets two
/// notices because two campaigns did not know of each other. Thread-safe.
final class CampaignNews {
  private final CampaignStore store;
  private final KeyStore keys;
  private final AuditLog audit;

  CampaignNews(CampaignStore store, KeyStore keys, AuditLog audit) {
    this.store = store;
    this.keys = keys;
    this.audit = audit;
  }

  /// The part of an audience to whom the draft says more than any campaign before. Who was told
  /// that they are affected gets a follow-up about what changed.
  ///
  /// @throws FirebreakException CHECK_FAILED while a campaign of the incident is open
  Audience of(CampaignDraft draft, Audience audience, ConfirmedOperator drafter) {
    requireNoneOpen(draft.incident());
    audit.append(
        drafter.name(),
        "NoticeAddresseesCompared",
        "incident:" + draft.incident(),
        Map.of("reason", "draft of news"));
    return new Audience(
        news(draft.incident(), draft.facts().state(), audience.addressees()), audience.setAside());
  }

  /// While people may still get notices of an earlier campaign, nobody can say who was not told.
  private void requireNoneOpen(String incident) {
    for (Campaign other : store.list(incident)) {
      if (other.status().open()) {
        throw new FirebreakException(
            ErrorCode.CHECK_FAILED,
            "the campaign "
                + other.id()
                + " of this incident is "
                + other.status().name().toLowerCase(Locale.ROOT)
                + ": send it to its end, or end it with `notice withdraw`, then draft again; until"
                + " then nobody can say who was not told");
      }
    }
  }

  /// What was true at the draft may not be any more: another campaign was sent or approved since.
  ///
  /// @throws FirebreakException CHECK_FAILED where somebody would get two notices
  void requireNoDoubles(Stored stored, ConfirmedOperator approver) {
    Campaign campaign = stored.campaign();
    if (stored.onlyNews()) {
      requireNoneOpen(campaign.incident());
      audit.append(
          approver.name(),
          "NoticeAddresseesCompared",
          "campaign:" + campaign.id(),
          Map.of("reason", "approval of news"));
      PersonSeal seal = new PersonSeal(keys, campaign.id());
      List<Addressee> addressees =
          store.rows(campaign.id()).stream()
              .map(row -> seal.open(row.number(), row.sealed()))
              .toList();
      List<Addressee> untold = news(campaign.incident(), campaign.facts().state(), addressees);
      if (untold.size() != addressees.size()) {
        throw drafted("another campaign has told some of these people since this one was drafted");
      }
      return;
    }
    boolean overtaken =
        store.stored(campaign.incident()).stream()
            .filter(other -> other.onlyNews() && other.campaign().status().sendable())
            .anyMatch(other -> !other.campaign().draftedAt().isBefore(campaign.draftedAt()));
    if (overtaken) {
      throw drafted(
          "a campaign that writes only to who was not told was approved since this draft");
    }
  }

  private static FirebreakException drafted(String reason) {
    return new FirebreakException(
        ErrorCode.CHECK_FAILED, reason + "; people would get two notices: draft anew");
  }

  /// Whom no notice of another campaign told as much, each with what they were told.
  private List<Addressee> news(
      String incident, NoticeFacts.State state, Collection<Addressee> addressees) {
    Map<String, NoticeFacts> facts = new HashMap<>();
    store.list(incident).forEach(other -> facts.put(other.id(), other.facts()));
    Map<String, PersonSeal> seals = new HashMap<>();
    Map<String, List<Told>> told = new HashMap<>();
    for (CampaignStore.Told row : store.told(incident)) {
      Addressee addressee =
          seals
              .computeIfAbsent(row.campaign(), campaign -> new PersonSeal(keys, campaign))
              .open(row.row().number(), row.row().sealed());
      told.computeIfAbsent(addressee.address(), _ -> new ArrayList<>())
          .add(new Told(addressee, Objects.requireNonNull(facts.get(row.campaign()))));
    }
    return addressees.stream()
        .filter(addressee ->
            told.getOrDefault(addressee.address(), List.of()).stream()
                .noneMatch(before ->
                    addressee.coveredBy(state, before.addressee(), before.facts().state())))
        .map(addressee ->
            addressee.after(
                told.getOrDefault(addressee.address(), List.of()).stream()
                    .filter(before -> before.isBefore(addressee, state))
                    .map(Told::said)
                    .reduce(Addressee.Told.NOTHING, Addressee.Told::and)))
        .toList();
  }

  private record Told(Addressee addressee, NoticeFacts facts) {
    /// Whether a notice of a state can build on this one.
    boolean isBefore(Addressee later, NoticeFacts.State state) {
      return state == NoticeFacts.State.AFFECTED
          && facts.state() == NoticeFacts.State.AFFECTED
          && addressee.accounts().containsAll(later.accounts());
    }

    Addressee.Told said() {
      long found = addressee.exposed() | addressee.tokenized();
      long denied =
          facts.absences().entrySet().stream()
              .filter(absence -> absence.getValue() != NoticeFacts.AbsenceGrade.SEARCHED)
              .mapToLong(absence -> absence.getKey().mask())
              .reduce(0, (a, b) -> a | b);
      long before = addressee.isFollowUp() ? 0 : denied & ~found;
      return new Addressee.Told(true, addressee.exposed(), addressee.tokenized(), before);
    }
  }
}
