package dev.firebreak.console;

import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.AuditHeads;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.audit.SignedHead;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.PoliciesToday;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.notice.NoticeDecisions;
import dev.firebreak.template.TextResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the console's pages. What forms do is done by [Actions]. Thread-safe.
final class ConsolePages implements AutoCloseable {
  private static final int ENTRIES = 50;
  private static final int PAGES_MAX = 200;
  private static final int HEADS_MAX = 1_000;

  private final Installation installation;
  private final boolean demonstration;
  private final HashChainAuditLog audit;
  private final AuditHeads heads;
  private final VendorReads vendors;
  private final IncidentReads incidents;
  private final IncidentPages incidentPages;
  private final OverviewReads overview;
  private final Rendering rendering = new Rendering();

  /// What the next page of a session has to say, once, by its form word: an address that said it
  /// would say it again each time it is loaded.
  private final Latest<Note> notes = new Latest<>();

  private final Actions actions;
  private final Campaigns campaigns;
  private final NoticeSends sends;
  private final Map<Route, Page> table = new EnumMap<>(Route.class);
  private final String style = TextResource.of("/console/console.css");
  private final String passkeyScript = TextResource.of("/console/passkeys.js");
  private final String icon = TextResource.of("/console/icon.svg");

  /// @param path the event path that runs here; empty for none
  /// @param demonstration true where every page says that its data is invented
  ConsolePages(Installation installation, Optional<EventPath> path, boolean demonstration) {
    this.installation = installation;
    this.demonstration = demonstration;
    audit = new HashChainAuditLog(installation.control(), installation.clock());
    heads = installation.auditHeads();
    vendors = new VendorReads(installation);
    incidents = new IncidentReads(installation);
    incidentPages = new IncidentPages(installation, incidents.services());
    overview = new OverviewReads(installation, vendors, incidents);
    campaigns =
        new Campaigns(
            installation.control(),
            installation.keys(),
            installation.audit(),
            installation.clock());
    sends = new NoticeSends(installation, campaigns);
    actions = new Actions(installation.access().operators(), notes, rendering);
    PoliciesToday today = new PoliciesToday(installation, path);
    new VendorActions(installation, today).addTo(actions);
    new IncidentActions(installation, incidents.services()).addTo(actions);
    SettingsReads settings = new SettingsReads(installation);
    table.put(
        Route.SETTINGS,
        (frame, _, _) -> rendering.page("settings", frame, Map.of("view", settings.settings())));
    addNotices();
    addFlows(new FlowReads(installation, today), new PolicyReads(installation, today));
  }

  private void addNotices() {
    NoticeDecisions decisions =
        new NoticeDecisions(installation.control(), installation.audit(), installation.clock());
    NoticeReads notices = new NoticeReads(campaigns, decisions, sends, installation.clock());
    new NoticeActions(installation, campaigns, decisions, notices, sends).addTo(actions);
    table.put(
        Route.NOTICE,
        (frame, match, _) ->
            rendering.page("notice", frame, Map.of("view", notices.campaign(match.named()))));
  }

  /// Ends what goes on behind the pages.
  @Override
  public void close() {
    sends.close();
  }

  private void addFlows(FlowReads flows, PolicyReads policies) {
    table.put(
        Route.FLOWS,
        (frame, _, query) ->
            rendering.page("flows", frame, Map.of("view", flows.flows(FlowReads.days(query)))));
    table.put(
        Route.FLOW,
        (frame, match, query) ->
            rendering.page(
                "flow",
                frame,
                Map.of(
                    "view",
                    flows.flow(
                        match.names().getFirst(),
                        match.names().getLast(),
                        FlowReads.days(query)))));
    table.put(
        Route.POLICIES,
        (frame, _, _) -> rendering.page("policies", frame, Map.of("policies", policies.list())));
    table.put(
        Route.POLICY,
        (frame, match, _) ->
            rendering.page("policy", frame, Map.of("view", policies.policy(match.named()))));
  }

  /// What forms do.
  Actions actions() {
    return actions;
  }

  /// The page of a `GET` route.
  ///
  /// @throws dev.firebreak.error.FirebreakException NOT_FOUND where there is nothing of that name
  Reply page(Asked asked, Optional<Frame.Signed> signed, Route.Match match, FormFields query) {
    Frame frame = frame(asked, signed, note(signed, match.route()));
    Optional<Action> action = actions.of(match.route());
    if (action.isPresent()) {
      return actions.show(action.get(), frame, match.names());
    }
    Page page = table.get(match.route());
    if (page != null) {
      return make(page, frame, match, query);
    }
    return switch (match.route()) {
      case STYLE -> Reply.file("text/css;charset=utf-8", style);
      case PASSKEY_SCRIPT -> Reply.file("text/javascript;charset=utf-8", passkeyScript);
      case ICON -> Reply.file("image/svg+xml", icon);
      case OVERVIEW -> rendering.page("overview", frame, Map.of("view", overview.overview()));
      case VENDORS -> rendering.page("vendors", frame, Map.of("vendors", vendors.list()));
      case VENDOR -> rendering.page("vendor", frame, Map.of("view", vendors.vendor(match.named())));
      case INCIDENTS -> rendering.page("incidents", frame, Map.of("incidents", incidents.list()));
      case INCIDENT ->
          rendering.page("incident", frame, Map.of("view", incidents.incident(match.named())));
      case INCIDENT_DUTIES ->
          rendering.page(
              "incidentDuties", frame, Map.of("view", incidentPages.duties(match.named())));
      case INCIDENT_FINDINGS ->
          rendering.page(
              "incidentFindings", frame, Map.of("view", incidentPages.findings(match.named())));
      case INCIDENT_FILES ->
          rendering.page(
              "incidentFiles", frame, Map.of("view", incidentPages.files(match.named())));
      case INCIDENT_PEOPLE ->
          rendering.page(
              "incidentPeople", frame, Map.of("view", incidentPages.people(match.named())));
      case DECISION_RECORD -> Reply.selfContained(incidents.decisionRecord(match.named()));
      case REPORT -> Reply.selfContained(incidents.report(match.named()));
      case NOTICES ->
          rendering.page("notices", frame, Map.of("campaigns", incidents.campaigns("")));
      case AUDIT -> rendering.page("audit", frame, Map.of("view", auditView(query)));
      default -> throw new IllegalArgumentException(match.route() + " is no page");
    };
  }

  /// The answer to a search for a person.
  ///
  /// @throws dev.firebreak.error.FirebreakException NOT_FOUND where there is no such incident
  Reply personSearch(Asked asked, Frame.Signed signed, String incident, FormFields fields) {
    IncidentPeopleView view = incidentPages.search(incident, signed, fields);
    return render(
        view.refusal().isEmpty() ? 200 : 422,
        "incidentPeople",
        frame(asked, Optional.of(signed)),
        Map.of("view", view));
  }

  private static Reply make(Page page, Frame frame, Route.Match match, FormFields query) {
    try {
      return page.make(frame, match, query);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What the session's next page says; what a page is made of is not that page.
  private Optional<Note> note(Optional<Frame.Signed> signed, Route route) {
    return route.role().isPresent()
        ? signed.flatMap(each -> notes.take(each.formWord()))
        : Optional.empty();
  }

  Reply notFound(Asked asked, Optional<Frame.Signed> signed) {
    return message(404, asked, signed, "notfound");
  }

  Reply notAllowed(Asked asked, Optional<Frame.Signed> signed, Role needed) {
    Frame frame = frame(asked, signed);
    return rendering.page(
        403,
        "message",
        frame,
        Map.of(
            "title", frame.say("notallowed.title"),
            "text", frame.say("notallowed.text", frame.say("role", needed))));
  }

  Reply refusedForm(Asked asked, Optional<Frame.Signed> signed) {
    return message(403, asked, signed, "form");
  }

  Reply needsTls(Asked asked) {
    return message(403, asked, Optional.empty(), "tls");
  }

  Reply message(int status, Asked asked, Optional<Frame.Signed> signed, String key) {
    Frame frame = frame(asked, signed);
    return rendering.page(
        status,
        "message",
        frame,
        Map.of("title", frame.say(key + ".title"), "text", frame.say(key + ".text")));
  }

  /// What is around a page that has nothing to say of what was done before.
  Frame frame(Asked asked, Optional<Frame.Signed> signed) {
    return frame(asked, signed, Optional.empty());
  }

  private Frame frame(Asked asked, Optional<Frame.Signed> signed, Optional<Note> note) {
    return new Frame(
        Words.of(asked.language()),
        installation.config().company().name(),
        asked.path(),
        installation.clock().instant(),
        signed,
        demonstration,
        note);
  }

  private AuditView auditView(FormFields query) {
    AuditView.Query asked =
        new AuditView.Query(
            query.get("actor").strip(),
            query.get("action").strip(),
            day(query.get("day")).map(LocalDate::toString).orElse(""),
            page(query.get("page")));
    int from = asked.page() * ENTRIES;
    List<AuditEntry> newest =
        audit
            .show(
                new AuditFilter(
                    orNull(asked.actor()),
                    orNull(asked.action()),
                    null,
                    day(asked.day())
                        .map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
                        .orElse(Instant.EPOCH),
                    from + ENTRIES + 1))
            .reversed();
    return new AuditView(
        newest.stream().skip(from).limit(ENTRIES).toList(),
        asked,
        newest.size() > from + ENTRIES && asked.page() < PAGES_MAX,
        query.get("verify").isEmpty()
            ? Optional.empty()
            : Optional.of(
                audit.verify(heads.list(HEADS_MAX).stream().map(SignedHead::head).toList())),
        heads.newest());
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static Optional<LocalDate> day(String text) {
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(LocalDate.parse(text.strip()));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static int page(String text) {
    return text.matches("\\d{1,3}") ? Math.min(Integer.parseInt(text), PAGES_MAX) : 0;
  }

  Reply render(int status, String name, Frame frame, Map<String, ?> parameters) {
    return rendering.page(status, name, frame, parameters);
  }
}
