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
import java.util.Set;
import java.util.stream.Collectors;

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

  /// Whom a draft writes to, and to which addresses it is a follow-up.
  record News(Audience audience, Set<String> followUps) {}

  /// Of a draft of news the part of an audience to whom it says more than any campaign before; who
  /// was told that they are affected gets a text about what changed. Of any other draft the whole
  /// audience. To whoever was told before, either is a follow-up, unless it is the first to say
  /// that they are affected.
  ///
  /// @throws FirebreakException CHECK_FAILED for news while a campaign of the incident is open
  News of(CampaignDraft draft, Audience audience, ConfirmedOperator drafter) {
    if (draft.onlyNews()) {
      requireNoneOpen(draft.incident());
    }
    List<CampaignStore.Told> rows = store.told(draft.incident());
    if (!draft.onlyNews() && rows.isEmpty()) {
      return new News(audience, Set.of());
    }
    audit.append(
        drafter.name(),
        "NoticeAddresseesCompared",
        "incident:" + draft.incident(),
        Map.of("reason", draft.onlyNews() ? "draft of news" : "draft"));
    NoticeFacts.State state = draft.facts().state();
    Map<String, List<Told>> told = told(draft.incident(), rows);
    Audience selected =
        draft.onlyNews()
            ? new Audience(
                news(told, state, audience.addressees()), audience.setAside(), audience.inProduct())
            : audience;
    Set<String> followUps =
        selected.addressees().stream()
            .filter(addressee ->
                told.getOrDefault(addressee.address(), List.of()).stream()
                    .anyMatch(before -> before.madeFollowUp(addressee, state)))
            .map(Addressee::address)
            .collect(Collectors.toSet());
    return new News(selected, followUps);
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
      List<Addressee> untold =
          news(
              told(campaign.incident(), store.told(campaign.incident())),
              campaign.facts().state(),
              addressees);
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

  /// What whom was told, by address.
  private Map<String, List<Told>> told(String incident, List<CampaignStore.Told> rows) {
    Map<String, NoticeFacts> facts = new HashMap<>();
    store.list(incident).forEach(other -> facts.put(other.id(), other.facts()));
    Map<String, PersonSeal> seals = new HashMap<>();
    Map<String, List<Told>> told = new HashMap<>();
    for (CampaignStore.Told row : rows) {
      Addressee addressee =
          seals
              .computeIfAbsent(row.campaign(), campaign -> new PersonSeal(keys, campaign))
              .open(row.row().number(), row.row().sealed());
      told.computeIfAbsent(addressee.address(), _ -> new ArrayList<>())
          .add(new Told(addressee, Objects.requireNonNull(facts.get(row.campaign()))));
    }
    return told;
  }

  /// Whom no notice of another campaign told as much, each with what they were told.
  private static List<Addressee> news(
      Map<String, List<Told>> told, NoticeFacts.State state, Collection<Addressee> addressees) {
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

    /// Whether a notice of a state is a follow-up to this one. The first that says that somebody is
    /// affected, or names another account of theirs, is none.
    boolean madeFollowUp(Addressee later, NoticeFacts.State state) {
      return addressee.accounts().containsAll(later.accounts())
          && (facts.state() == NoticeFacts.State.AFFECTED || state != NoticeFacts.State.AFFECTED);
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
