package dev.firebreak.notice;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyStore;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/// The notices of an account, for the product to show to whoever is signed in with it: those that
/// went out by mail, and those of people whom mail cannot reach. What is asked and acknowledged is
/// in the audit log as a sum for each hour, never by person. Thread-safe.
public final class NoticeInbox implements AutoCloseable {
  private static final String ACTOR = "system:in-product";
  private static final long HOUR_MILLIS = 3_600_000;

  private final CampaignStore campaigns;
  private final InboxStore store;
  private final KeyStore keys;
  private final AuditLog audit;
  private final Clock clock;
  private final NoticeNumbers numbers;
  private final LongAdder asked = new LongAdder();
  private final LongAdder shown = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private long hour;

  public NoticeInbox(ControlDatabase control, KeyStore keys, AuditLog audit, Clock clock) {
    campaigns = new CampaignStore(control);
    store = new InboxStore(control);
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
    numbers = new NoticeNumbers(keys);
    hour = clock.millis() / HOUR_MILLIS;
  }

  /// A notice as its reader gets it.
  ///
  /// @param campaign its id
  /// @param state what the reader is told about themselves
  /// @param language what it is written in
  /// @param notice number and text
  /// @param approvedAt when it was approved to go out
  /// @param acknowledgedAt when the reader first said that they have seen it; empty before
  public record Notice(
      String campaign,
      NoticeFacts.State state,
      NoticeLanguage language,
      RenderedNotice notice,
      Instant approvedAt,
      Optional<Instant> acknowledgedAt) {
    Notice acknowledged(Instant at) {
      return new Notice(campaign, state, language, notice, approvedAt, Optional.of(at));
    }
  }

  /// Notices of an account, the newest campaign first; empty where there are none. Campaigns that
  /// have not begun to be sent, or were withdrawn, show nothing.
  public List<Notice> notices(String account) {
    List<Notice> notices = new ArrayList<>();
    for (CampaignStore.Stored campaign : campaigns.stored("").reversed()) {
      if (campaign.campaign().status().begun()) {
        notices.addAll(notices(campaign, account));
      }
    }
    asked.increment();
    shown.add(notices.size());
    note();
    return notices;
  }

  /// Records that the reader of a notice has seen it; only the first time counts.
  ///
  /// @return the notice as it stands then; empty where the account has none with this number
  public Optional<Notice> acknowledge(String account, String number) {
    Optional<Notice> found = find(account, number);
    if (found.isEmpty() || found.get().acknowledgedAt().isPresent()) {
      return found;
    }
    Notice notice = found.get();
    Instant at = store.acknowledge(notice.campaign(), notice.notice().number(), clock.instant());
    acknowledged.increment();
    note();
    return Optional.of(notice.acknowledged(at));
  }

  private Optional<Notice> find(String account, String number) {
    String typed = NoticeNumbers.typed(number);
    return campaigns.stored("").stream()
        .filter(campaign -> campaign.campaign().status().begun())
        .flatMap(campaign -> notices(campaign, account).stream())
        .filter(each -> each.notice().number().equals(typed))
        .findFirst();
  }

  private List<Notice> notices(CampaignStore.Stored stored, String account) {
    Campaign campaign = stored.campaign();
    PersonSeal seal = new PersonSeal(keys, campaign.id());
    AccountTags tags = new AccountTags(seal.openAccountKey(store.sealedKey(campaign.id())));
    NoticeRenderer renderer = NoticeRenderer.of(stored, numbers);
    FrozenTexts texts = new FrozenTexts(campaigns, seal, renderer);
    return store.notices(campaign.id(), tags.tag(account)).stream()
        .map(each -> {
          Addressee reader = seal.open(each.row().number(), each.row().sealed());
          return new Notice(
              campaign.id(),
              campaign.facts().state(),
              renderer.language(reader),
              texts.render(each.row(), reader),
              each.approvedAt(),
              each.acknowledgedAt());
        })
        .toList();
  }

  /// Writes the sums of the hour before, once it is over.
  private synchronized void note() {
    long now = clock.millis() / HOUR_MILLIS;
    if (now != hour) {
      hour = now;
      write();
    }
  }

  private void write() {
    long asks = asked.sumThenReset();
    long acknowledgements = acknowledged.sumThenReset();
    if (asks + acknowledgements > 0) {
      audit.append(
          ACTOR,
          "NoticesAskedInProduct",
          "notices",
          Map.of(
              "asked", Long.toString(asks),
              "shown", Long.toString(shown.sumThenReset()),
              "acknowledged", Long.toString(acknowledgements)));
    }
  }

  /// Writes the sums that are not written yet.
  @Override
  public synchronized void close() {
    write();
  }
}
