package dev.firebreak.console;

import dev.firebreak.access.AccessServices;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditEntry;
import dev.firebreak.audit.AuditFilter;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.installation.Installation;
import dev.firebreak.template.Templates;
import dev.firebreak.template.TextResource;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes the console's pages. Nothing here changes anything. Thread-safe.
final class ConsolePages {
  private static final int ENTRIES = 50;
  private static final int PAGES_MAX = 200;

  private final Installation installation;
  private final AccessServices access;
  private final boolean demonstration;
  private final HashChainAuditLog audit;
  private final VendorReads vendors;
  private final IncidentReads incidents;
  private final IncidentPages incidentPages;
  private final OverviewReads overview;
  private final Templates templates = new Templates();
  private final String style = TextResource.of("/console/console.css");
  private final String icon = TextResource.of("/console/icon.svg");

  /// @param demonstration true where every page says that its data is invented
  ConsolePages(Installation installation, AccessServices access, boolean demonstration) {
    this.installation = installation;
    this.access = access;
    this.demonstration = demonstration;
    audit = new HashChainAuditLog(installation.control(), installation.clock());
    vendors = new VendorReads(installation);
    incidents = new IncidentReads(installation);
    incidentPages = new IncidentPages(installation, incidents.services());
    overview = new OverviewReads(installation, vendors, incidents);
  }

  /// The page of a `GET` route.
  ///
  /// @throws dev.firebreak.error.FirebreakException NOT_FOUND where there is nothing of that name
  Reply page(Asked asked, Optional<Frame.Signed> signed, Route.Match match, FormFields query) {
    Frame frame = frame(asked, signed);
    return switch (match.route()) {
      case STYLE -> Reply.file("text/css;charset=utf-8", style);
      case ICON -> Reply.file("image/svg+xml", icon);
      case SIGN_IN_PAGE -> render(200, "signin", frame, Map.of("refusal", ""));
      case OVERVIEW -> render("overview", frame, Map.of("view", overview.overview()));
      case VENDORS -> render("vendors", frame, Map.of("vendors", vendors.list()));
      case VENDOR -> render("vendor", frame, Map.of("view", vendors.vendor(match.named())));
      case INCIDENTS -> render("incidents", frame, Map.of("incidents", incidents.list()));
      case INCIDENT -> render("incident", frame, Map.of("view", incidents.incident(match.named())));
      case INCIDENT_DUTIES ->
          render("incidentDuties", frame, Map.of("view", incidentPages.duties(match.named())));
      case INCIDENT_FINDINGS ->
          render("incidentFindings", frame, Map.of("view", incidentPages.findings(match.named())));
      case INCIDENT_FILES ->
          render("incidentFiles", frame, Map.of("view", incidentPages.files(match.named())));
      case INCIDENT_PEOPLE ->
          render("incidentPeople", frame, Map.of("view", incidentPages.people(match.named())));
      case DECISION_RECORD -> Reply.selfContained(incidents.decisionRecord(match.named()));
      case REPORT -> Reply.selfContained(incidents.report(match.named()));
      case NOTICES -> render("notices", frame, Map.of("campaigns", incidents.campaigns("")));
      case AUDIT -> render("audit", frame, Map.of("view", auditView(query)));
      case OPERATORS -> operators(200, frame, "", "");
      case ENROL_PAGE,
          ENROL,
          SIGN_IN,
          SIGN_OUT,
          LANGUAGE,
          END_SESSION,
          INVITE,
          SET_ROLE,
          REMOVE_OPERATOR,
          PERSON_SEARCH ->
          throw new IllegalArgumentException(match.route() + " is no page");
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

  /// The sign-in page with what was wrong.
  ///
  /// @param refusal key of the sentence
  Reply signIn(Asked asked, int status, String refusal) {
    return render(status, "signin", frame(asked, Optional.empty()), Map.of("refusal", refusal));
  }

  /// The page of the operators.
  ///
  /// @param refusal key of what was wrong; empty text for nothing
  /// @param link of an invitation, to be shown this once; empty text for none
  Reply operators(int status, Frame frame, String refusal, String link) {
    return render(
        status, "operators", frame, Map.of("view", OperatorsView.of(access, refusal, link)));
  }

  Reply notFound(Asked asked, Optional<Frame.Signed> signed) {
    return message(404, asked, signed, "notfound");
  }

  Reply notAllowed(Asked asked, Optional<Frame.Signed> signed, Role needed) {
    Frame frame = frame(asked, signed);
    return render(
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
    return render(
        status,
        "message",
        frame,
        Map.of("title", frame.say(key + ".title"), "text", frame.say(key + ".text")));
  }

  Frame frame(Asked asked, Optional<Frame.Signed> signed) {
    return new Frame(
        Words.of(asked.language()),
        installation.config().company().name(),
        asked.path(),
        installation.clock().instant(),
        signed,
        demonstration);
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
            : Optional.of(audit.verify(Optional.empty())));
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

  private Reply render(String name, Frame frame, Map<String, ?> parameters) {
    return render(200, name, frame, parameters);
  }

  Reply render(int status, String name, Frame frame, Map<String, ?> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("frame", frame);
    return Reply.html(status, templates.render("console/" + name + ".jte", all));
  }
}
