package dev.firebreak.notice;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Enrolments;
import dev.firebreak.access.Role;
import dev.firebreak.access.StatedReason;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.notice.CampaignStore.Row;
import dev.firebreak.notice.CampaignStore.SetAsideRow;
import dev.firebreak.notice.CampaignStore.Stored;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Tells people: drafts a campaign from findings, checks it, has it approved by a second operator,
/// sends it. What was approved is what is sent: the approval holds for the hash over wording,
/// facts, audience and every single text, and a send compares it first. Every step that reads or
/// uses personal data is in the audit log before it takes effect. Thread-safe.
public final class Campaigns {
  private static final String LINTER = "system:notice-lint";
  private static final Pattern INCIDENT = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private final ControlDatabase control;
  private final KeyStore keys;
  private final AuditLog audit;
  private final Clock clock;
  private final CampaignStore store;
  private final InboxStore inbox;
  private final CampaignNews news;
  private final NoticeNumbers numbers;
  private final NoticeDecisions decisions;
  private final NoticeOptOuts optOuts;
  private final SecureRandom random = new SecureRandom();

  public Campaigns(ControlDatabase control, KeyStore keys, AuditLog audit, Clock clock) {
    this.control = control;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
    store = new CampaignStore(control);
    inbox = new InboxStore(control);
    news = new CampaignNews(store, keys, audit);
    numbers = new NoticeNumbers(keys);
    decisions = new NoticeDecisions(control, audit, clock);
    optOuts = new NoticeOptOuts(control, keys, audit, clock);
  }

  /// As [#draft(CampaignDraft, NoticePeople, ConfirmedOperator)], where everybody has one account.
  public Campaign draft(
      CampaignDraft draft, List<AudienceMember> audience, ConfirmedOperator drafter) {
    return draft(draft, new NoticePeople(audience, List.of()), drafter);
  }

  /// Freezes an audience and a wording.
  ///
  /// @param audience people of the incident, in any order; several may share an address
  /// @throws FirebreakException NOT_FOUND where nobody is left to write to; WRONG_USE for unknown
  ///   placeholders, a claim in a wording that no finding backs, or a malformed incident id;
  ///   NOT_ALLOWED for a viewer; CHECK_FAILED for news while an earlier campaign is open, and where
  ///   people of whom something was found would be told that they are not affected
  public Campaign draft(CampaignDraft draft, NoticePeople audience, ConfirmedOperator drafter) {
    require(drafter, Role.RESPONDER, "NoticeDrafted");
    if (!INCIDENT.matcher(draft.incident()).matches()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "an incident's id is 1 to 64 of a-z, 0-9 and '-'");
    }
    NoticeTemplateSet templates = NoticeTemplateSet.of(draft);
    templates
        .templates()
        .forEach((language, template) ->
            new NoticeClaims(draft.facts().in(language)).requireBacked(template));
    Audience frozen = Audience.of(audience);
    requireNobodyExposed(draft.facts(), frozen);
    CampaignNews.News written = news.of(draft, frozen, drafter);
    frozen = optOuts.without(written.audience(), written.followUps());
    if (frozen.addressees().isEmpty()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "nobody is left to write to: no usable address, told already, or asked for no"
              + " follow-ups");
    }
    return freeze(draft, templates, new CampaignNews.News(frozen, written.followUps()), drafter);
  }

  /// Checks the text of every addressee: each different one by all rules, all others by the rules
  /// that look at who reads them. Without broken rules a draft becomes linted; the reading and the
  /// change are audited.
  ///
  /// @return what is wrong, each rule and reason once, and what whoever approves is to know; empty
  ///   where nothing is
  public List<LintFinding> lint(String id) {
    Stored stored = store.find(id);
    audit.append(LINTER, "NoticeLintBegun", "campaign:" + id, Map.of());
    NoticeRenderer renderer = renderer(stored);
    FrozenTexts texts = new FrozenTexts(store, new PersonSeal(keys, id), renderer);
    NoticeLinters linters = new NoticeLinters(stored.campaign(), stored.templates());
    PersonSeal seal = new PersonSeal(keys, id);
    Set<LintFinding> findings = new LinkedHashSet<>();
    Set<String> variants = new HashSet<>();
    List<String> addresses = new ArrayList<>();
    List<Row> rows = new ArrayList<>(store.rows(id));
    rows.addAll(inbox.inProduct(id));
    for (Row row : rows) {
      Addressee addressee = seal.open(row.number(), row.sealed());
      if (!addressee.address().isEmpty()) {
        addresses.add(addressee.address());
      }
      NoticeDocument document =
          renderer.document(texts.written(row, addressee), addressee, row.number());
      if (variants.add(CampaignContent.variant(addressee))) {
        String word = renderer.word(addressee, row.number());
        findings.addAll(linters.lint(document, addressee, row.number(), word));
      } else {
        findings.addAll(linters.values(document, addressee));
      }
    }
    RecipientDomains.misspelled(addresses)
        .forEach(domain -> findings.add(LintFinding.warning("recipient-domain", domain.words())));
    long warnings = findings.stream().filter(LintFinding::warning).count();
    control
        .writer()
        .useTransaction(_ -> {
          audit.append(
              LINTER,
              "NoticeLinted",
              "campaign:" + id,
              Map.of(
                  "texts", Integer.toString(variants.size()),
                  "broken", Long.toString(findings.size() - warnings),
                  "warnings", Long.toString(warnings)));
          if (findings.size() == warnings && stored.campaign().status() == CampaignStatus.DRAFT) {
            store.move(stored.campaign(), CampaignStatus.LINTED);
          }
        });
    return List.copyOf(findings);
  }

  /// The text of one addressee, by place in the order of sending.
  ///
  /// @param ordinal 1 for the first
  /// @throws FirebreakException NOT_FOUND beyond the last
  public RenderedNotice preview(String id, long ordinal, String actor) {
    return preview(
        id,
        row -> row.ordinal() == ordinal,
        new Preview(
            actor, Map.of("ordinal", Long.toString(ordinal)), "no addressee has that number"));
  }

  /// The text of the addressee with an account.
  ///
  /// @throws FirebreakException NOT_FOUND where no addressee of the campaign has it
  public RenderedNotice previewOf(String id, String accountId, String actor) {
    return previewOf(id, accountId, actor, Map.of("by", "account"));
  }

  /// The same, with the reason for reading it, which the audit log keeps.
  ///
  /// @throws FirebreakException also WRONG_USE for a reason that is none, or too long
  public RenderedNotice previewOf(
      String id, String accountId, ConfirmedOperator reader, String reason) {
    require(reader, Role.RESPONDER, "NoticePreviewed");
    StatedReason.check(reason);
    return previewOf(id, accountId, reader.name(), Map.of("by", "account", "reason", reason));
  }

  private RenderedNotice previewOf(
      String id, String accountId, String actor, Map<String, String> details) {
    PersonSeal seal = new PersonSeal(keys, id);
    return preview(
        id,
        row -> seal.open(row.number(), row.sealed()).accounts().contains(accountId),
        new Preview(
            actor,
            details,
            "no addressee of the campaign has this account; `notice set-aside` lists whom mail"
                + " cannot reach"));
  }

  /// Who previews, what of it is audited, and what to say where there is nobody.
  private record Preview(String actor, Map<String, String> details, String nobody) {}

  private RenderedNotice preview(String id, Predicate<Row> wanted, Preview preview) {
    Stored stored = store.find(id);
    audit.append(preview.actor(), "NoticePreviewed", "campaign:" + id, preview.details());
    Row row =
        store.rows(id).stream()
            .filter(wanted)
            .findFirst()
            .orElseThrow(() -> new FirebreakException(ErrorCode.NOT_FOUND, preview.nobody()));
    Addressee addressee = new PersonSeal(keys, id).open(row.number(), row.sealed());
    return new FrozenTexts(store, new PersonSeal(keys, id), renderer(stored))
        .render(row, addressee);
  }

  /// Approves a linted campaign.
  ///
  /// @param approver a privacy officer other than the drafter, whom the drafter did not enrol
  /// @throws FirebreakException SECOND_OPERATOR_NEEDED for any other; CHECK_FAILED before lint,
  ///   without the decision to write to its group, and where another campaign of the incident has
  ///   told or will tell the same people since the draft
  public Campaign approve(String id, ConfirmedOperator approver) {
    require(approver, Role.PRIVACY_OFFICER, "NoticeApproved");
    Stored stored = store.find(id);
    Campaign campaign = stored.campaign();
    if (approver.name().equals(campaign.draftedBy())) {
      throw new FirebreakException(
          ErrorCode.SECOND_OPERATOR_NEEDED,
          "whoever drafted a campaign cannot approve it; another privacy officer must");
    }
    if (new Enrolments(control).enrolled(campaign.draftedBy(), approver.name())) {
      throw new FirebreakException(
          ErrorCode.SECOND_OPERATOR_NEEDED,
          "whoever drafted this campaign also enrolled the approver, and so could act in their"
              + " name; a privacy officer whom somebody else enrolled must approve");
    }
    if (campaign.status() != CampaignStatus.LINTED) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED,
          "only a linted campaign can be approved; this one is "
              + campaign.status()
              + ": run `notice lint` first");
    }
    decisions.requireWrite(campaign.incident(), campaign.group());
    requireUnchanged(stored, campaign.contentHash());
    optOuts.requireNoneIn(id);
    control
        .writer()
        .useTransaction(_ -> {
          news.requireNoDoubles(stored, approver);
          audit.append(
              approver.name(),
              "NoticeApproved",
              "campaign:" + id,
              Map.of("content", campaign.contentHash(), "audience", campaign.audienceHash()));
          store.approve(campaign, approver.name(), clock.instant());
        });
    return store.find(id).campaign();
  }

  /// Sends an approved campaign, or goes on with one that was interrupted. Returns when everybody
  /// has an outcome, or after [#stop].
  ///
  /// @param sender a privacy officer; with the approver or drafter at least two people took part
  /// @param accepted told the number of notices that the relay accepted in this call, now and then;
  ///   called from several threads
  /// @throws FirebreakException as [#begin]; MAIL_UNREACHABLE where the relay does not answer,
  ///   after which sending again goes on
  public CampaignProgress send(
      String id,
      ConfirmedOperator sender,
      MailTransport transport,
      SendSettings settings,
      LongConsumer accepted) {
    return begin(id, sender, transport, settings).run(accepted);
  }

  /// The first half of [#send]: makes sure that the campaign may be sent, and says in the audit log
  /// that it is.
  ///
  /// @throws FirebreakException SECOND_OPERATOR_NEEDED before approval; DATA_DAMAGED where texts
  ///   differ from those approved; CHECK_FAILED without the decision to write
  public CampaignSend begin(
      String id, ConfirmedOperator sender, MailTransport transport, SendSettings settings) {
    require(sender, Role.PRIVACY_OFFICER, "NoticeSent");
    Stored stored = store.find(id);
    if (stored.campaign().status() == CampaignStatus.WITHDRAWN) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "the campaign was withdrawn; draft another one");
    }
    if (!stored.campaign().status().sendable() || stored.approvedHash() == null) {
      throw new FirebreakException(
          ErrorCode.SECOND_OPERATOR_NEEDED,
          "the campaign is "
              + stored.campaign().status()
              + "; a second operator must approve it before it can be sent");
    }
    decisions.requireWrite(stored.campaign().incident(), stored.campaign().group());
    requireUnchanged(stored, stored.approvedHash());
    audit.append(
        sender.name(),
        "NoticeSendingBegun",
        "campaign:" + id,
        Map.of("content", stored.campaign().contentHash()));
    NoticeSending sending =
        new NoticeSending(
            new OutcomeDesk(control, store, id, settings, clock),
            new NoticeMails(
                new FrozenTexts(store, new PersonSeal(keys, id), renderer(stored)),
                new PersonSeal(keys, id),
                clock,
                optOuts,
                settings.optOut()),
            transport,
            settings);
    return accepted -> {
      try {
        sending.run(accepted);
      } finally {
        audit.append(sender.name(), "NoticeSendingEnded", "campaign:" + id, counts(status(id)));
      }
      return status(id);
    };
  }

  /// Stops a running send after the mails that are under way; sending again goes on.
  public void stop(String id, ConfirmedOperator operator) {
    require(operator, Role.RESPONDER, "NoticeStopped");
    Campaign campaign = store.find(id).campaign();
    audit.append(operator.name(), "NoticeStopped", "campaign:" + id, Map.of());
    if (campaign.status() == CampaignStatus.SENDING) {
      store.move(campaign, CampaignStatus.STOPPED);
    }
  }

  /// Ends a campaign for good: it is never sent again, and whom it did not reach counts as not
  /// told.
  ///
  /// @param operator a privacy officer
  /// @throws FirebreakException WRONG_USE for a finished or withdrawn one
  public Campaign withdraw(String id, ConfirmedOperator operator) {
    require(operator, Role.PRIVACY_OFFICER, "NoticeWithdrawn");
    Stored _ = store.find(id);
    control
        .writer()
        .useTransaction(_ -> {
          audit.append(operator.name(), "NoticeWithdrawn", "campaign:" + id, counts(status(id)));
          store.withdraw(id, clock.millis());
        });
    return store.find(id).campaign();
  }

  /// What all notices of a campaign say alike, with a blank in square brackets where they differ;
  /// those for first notices before those for follow-ups. Nothing in it is about anybody.
  public List<SharedText> sharedTexts(String id) {
    store.find(id);
    return new CanonicalTexts(control).find(id).stream().map(SharedText::of).toList();
  }

  public Campaign find(String id) {
    return store.find(id).campaign();
  }

  /// Campaigns, oldest first; an empty incident selects all.
  public List<Campaign> list(String incident) {
    return store.list(incident);
  }

  /// How far a campaign is.
  public CampaignProgress status(String id) {
    store.find(id);
    return store.progress(id);
  }

  /// People whom no mail of a campaign goes to, by [SetAsideReason], or whom it did not reach, by
  /// outcome, for another channel: account ids, and identifiers of the stolen file where there is
  /// no account. Reading them is audited.
  public Map<String, List<String>> setAside(String id, ConfirmedOperator reader) {
    require(reader, Role.RESPONDER, "NoticeSetAsideRead");
    store.find(id);
    return new SecondChannel(store, inbox, keys, audit).people(id, reader.name());
  }

  NoticeRenderer renderer(Stored stored) {
    return NoticeRenderer.of(stored, numbers);
  }

  private Campaign freeze(
      CampaignDraft draft,
      NoticeTemplateSet templates,
      CampaignNews.News written,
      ConfirmedOperator drafter) {
    Audience audience = written.audience();
    String id = store.nextId(draft.incident());
    NoticeRenderer renderer =
        new NoticeRenderer(id, templates, draft.facts(), draft.issuer(), numbers);
    PersonSeal seal = new PersonSeal(keys, id);
    NoticeRows drafted = new NoticeRows(store, renderer, seal, random);
    List<Row> rows = drafted.of(audience.addressees(), written.followUps());
    List<Row> inProduct = drafted.of(audience.inProduct(), Set.of());
    Campaign campaign =
        new Campaign(
            id,
            draft.incident(),
            draft.group(),
            draft.title(),
            CampaignStatus.DRAFT,
            draft.facts(),
            draft.issuer(),
            audience.hash(),
            CampaignContent.hash(
                draft.facts(), draft.issuer(), templates, audience.hash(), rows, inProduct),
            drafter.name(),
            clock.instant(),
            Optional.empty());
    byte[] accountKey = AccountTags.freshKey(random);
    AccountTags tags = new AccountTags(accountKey);
    List<InboxStore.Owned> owned =
        new ArrayList<>(InboxStore.owned(tags, audience.addressees(), rows));
    owned.addAll(InboxStore.owned(tags, audience.inProduct(), inProduct));
    List<SetAsideRow> setAside =
        audience.setAside().stream()
            .map(p -> new SetAsideRow(p.reason().name(), seal.sealAccount(p.accountId())))
            .toList();
    control
        .writer()
        .useTransaction(_ -> {
          audit.append(
              drafter.name(),
              "NoticeDrafted",
              "campaign:" + id,
              Map.of(
                  "incident", draft.incident(),
                  "state", draft.facts().state().name().toLowerCase(Locale.ROOT),
                  "addressees", Integer.toString(rows.size()),
                  "setAside", Integer.toString(setAside.size()),
                  "audience", campaign.audienceHash()));
          store.insert(
              new Stored(campaign, templates, draft.onlyNews(), null),
              rows,
              setAside,
              drafted.sealedTexts());
          inbox.insert(id, inProduct, seal.sealAccountKey(accountKey), owned);
          new CanonicalTexts(control)
              .insert(id, CanonicalTexts.of(renderer, audience.addressees()));
        });
    return campaign;
  }

  private static void requireNobodyExposed(NoticeFacts facts, Audience audience) {
    boolean exposed =
        Stream.concat(audience.addressees().stream(), audience.inProduct().stream())
            .anyMatch(a -> (a.exposed() | a.tokenized()) != 0);
    if (facts.state() == NoticeFacts.State.NOT_AFFECTED && exposed) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED,
          "data about some of these people was exposed; they cannot be told that they are not"
              + " affected");
    }
  }

  /// @throws FirebreakException DATA_DAMAGED where a stored campaign has another hash
  void requireUnchanged(Stored stored, String expected) {
    Campaign campaign = stored.campaign();
    String actual =
        CampaignContent.hash(
            campaign.facts(),
            campaign.issuer(),
            stored.templates(),
            campaign.audienceHash(),
            store.rows(campaign.id()),
            inbox.inProduct(campaign.id()));
    if (!actual.equals(expected)) {
      throw new FirebreakException(
          ErrorCode.DATA_DAMAGED,
          "the campaign is not the one that was drafted and approved: its stored wording or"
              + " audience has been changed; nothing was sent");
    }
  }

  private static Map<String, String> counts(CampaignProgress progress) {
    return Map.of(
        "sent", Long.toString(progress.sent()),
        "open", Long.toString(progress.open()),
        "bounced", Long.toString(progress.bounced()),
        "givenUp", Long.toString(progress.givenUp()),
        "returned", Long.toString(progress.returned()),
        "optedOut", Long.toString(progress.optedOut()),
        "doubted", Long.toString(progress.doubted()));
  }

  /// @throws FirebreakException NOT_ALLOWED where the operator's role does not reach
  static void require(ConfirmedOperator operator, Role role, String action) {
    if (!operator.role().includes(role)) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED,
          action + " needs the role " + role.name().toLowerCase(java.util.Locale.ROOT));
    }
  }
}
