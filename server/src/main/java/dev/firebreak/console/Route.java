package dev.firebreak.console;

import dev.firebreak.access.Role;
import dev.firebreak.incident.PeopleSearch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that the console answers, in one table. What is not here does not exist. No page
/// lists persons: pages have counts, kinds and dates. What is about one person is shown by a `POST`
/// alone, with a reason that the audit log keeps, so that no address has what identifies anybody.
///
/// A `POST` with a session needs the session's form word; see [dev.firebreak.access.Sessions]. What
/// decides something has an [Action].
public enum Route {
  STYLE("GET", "/console.css", null),
  PASSKEY_SCRIPT("GET", "/passkeys.js", null),
  ICON("GET", "/icon.svg", null),
  SIGN_IN_PAGE("GET", "/sign-in", null),
  SIGN_IN("POST", "/sign-in", null),
  PASSKEY_SIGN_IN("POST", "/sign-in/passkey", null),
  LANGUAGE("POST", "/language", null),
  ENROL_PAGE("GET", "/enrol/*", null),
  ENROL("POST", "/enrol/*", null),
  SIGN_OUT("POST", "/sign-out", Role.VIEWER),
  OVERVIEW("GET", "/", Role.VIEWER),
  FLOWS("GET", "/flows", Role.VIEWER),
  FLOW("GET", "/flows/*/*", Role.VIEWER),
  POLICIES("GET", "/policies", Role.VIEWER),
  POLICY("GET", "/policies/*", Role.VIEWER),
  ACCOUNT("GET", "/account", Role.VIEWER),
  ADD_PASSKEY("POST", "/account/passkeys/add", Role.VIEWER),
  REMOVE_PASSKEY("POST", "/account/passkeys/remove", Role.VIEWER),
  RENEW_RECOVERY("POST", "/account/recovery-codes", Role.VIEWER),
  VENDORS("GET", "/vendors", Role.VIEWER),
  VENDOR("GET", "/vendors/*", Role.VIEWER),
  VENDOR_CUT_PAGE("GET", "/vendors/*/cut", Role.RESPONDER),
  VENDOR_CUT("POST", "/vendors/*/cut", Role.RESPONDER),
  VENDOR_RESUME_PAGE("GET", "/vendors/*/resume", Role.RESPONDER),
  VENDOR_RESUME("POST", "/vendors/*/resume", Role.RESPONDER),
  VENDOR_HOLD_PAGE("GET", "/vendors/*/hold", Role.RESPONDER),
  VENDOR_HOLD("POST", "/vendors/*/hold", Role.RESPONDER),
  VENDOR_RELEASE_PAGE("GET", "/vendors/*/release", Role.RESPONDER),
  VENDOR_RELEASE("POST", "/vendors/*/release", Role.RESPONDER),
  CUT_ITEM_PAGE("GET", "/vendors/*/sign/*", Role.RESPONDER),
  CUT_ITEM("POST", "/vendors/*/sign/*", Role.RESPONDER),
  INCIDENTS("GET", "/incidents", Role.VIEWER),
  INCIDENT("GET", "/incidents/*", Role.VIEWER),
  INCIDENT_DUTIES("GET", "/incidents/*/duties", Role.VIEWER),
  INCIDENT_FINDINGS("GET", "/incidents/*/findings", Role.VIEWER),
  INCIDENT_FILES("GET", "/incidents/*/files", Role.RESPONDER),
  INCIDENT_PEOPLE("GET", "/incidents/*/people", PeopleSearch.ROLE),
  PERSON_SEARCH("POST", "/incidents/*/people", PeopleSearch.ROLE),
  INCIDENT_OPEN_PAGE("GET", "/open-incident", Role.RESPONDER),
  INCIDENT_OPEN("POST", "/open-incident", Role.RESPONDER),
  MOMENT_PAGE("GET", "/incidents/*/moment", Role.RESPONDER),
  MOMENT("POST", "/incidents/*/moment", Role.RESPONDER),
  DUTY_DECISION_PAGE("GET", "/incidents/*/duties/*", Role.PRIVACY_OFFICER),
  DUTY_DECISION("POST", "/incidents/*/duties/*", Role.PRIVACY_OFFICER),
  NOT_OWED_PAGE("GET", "/incidents/*/not-owed", Role.PRIVACY_OFFICER),
  NOT_OWED("POST", "/incidents/*/not-owed", Role.PRIVACY_OFFICER),
  MAPPING_PAGE("GET", "/incidents/*/mapping", Role.RESPONDER),
  MAPPING("POST", "/incidents/*/mapping", Role.RESPONDER),
  INCIDENT_CLOSE_PAGE("GET", "/incidents/*/close", Role.PRIVACY_OFFICER),
  INCIDENT_CLOSE("POST", "/incidents/*/close", Role.PRIVACY_OFFICER),
  REPORT("GET", "/incidents/*/report", Role.RESPONDER),
  DECISION_RECORD("GET", "/incidents/*/decision-record", Role.RESPONDER),
  NOTICE_DECISION_PAGE("GET", "/incidents/*/notice-decision", Role.PRIVACY_OFFICER),
  NOTICE_DECISION("POST", "/incidents/*/notice-decision", Role.PRIVACY_OFFICER),
  NOTICES("GET", "/notices", Role.VIEWER),
  NOTICE("GET", "/notices/*", Role.VIEWER),
  NOTICE_CHECK_PAGE("GET", "/notices/*/check", Role.RESPONDER),
  NOTICE_CHECK("POST", "/notices/*/check", Role.RESPONDER),
  NOTICE_PREVIEW_PAGE("GET", "/notices/*/preview", Role.RESPONDER),
  NOTICE_PREVIEW("POST", "/notices/*/preview", Role.RESPONDER),
  NOTICE_APPROVE_PAGE("GET", "/notices/*/approve", Role.PRIVACY_OFFICER),
  NOTICE_APPROVE("POST", "/notices/*/approve", Role.PRIVACY_OFFICER),
  NOTICE_SEND_PAGE("GET", "/notices/*/send", Role.PRIVACY_OFFICER),
  NOTICE_SEND("POST", "/notices/*/send", Role.PRIVACY_OFFICER),
  NOTICE_PAUSE_PAGE("GET", "/notices/*/pause", Role.RESPONDER),
  NOTICE_PAUSE("POST", "/notices/*/pause", Role.RESPONDER),
  NOTICE_WITHDRAW_PAGE("GET", "/notices/*/withdraw", Role.PRIVACY_OFFICER),
  NOTICE_WITHDRAW("POST", "/notices/*/withdraw", Role.PRIVACY_OFFICER),
  AUDIT("GET", "/audit", Role.PRIVACY_OFFICER),
  SETTINGS("GET", "/settings", Role.ADMIN),
  OPERATORS("GET", "/operators", Role.ADMIN),
  END_SESSION("POST", "/operators/sessions/end", Role.ADMIN),
  INVITE("POST", "/operators/invite", Role.ADMIN),
  SET_ROLE("POST", "/operators/role", Role.ADMIN),
  REMOVE_OPERATOR("POST", "/operators/remove", Role.ADMIN);

  private final String method;
  private final String path;
  private final Optional<Role> role;

  Route(String method, String path, @org.jspecify.annotations.Nullable Role role) {
    this.method = method;
    this.path = path;
    this.role = Optional.ofNullable(role);
  }

  /// The HTTP method.
  public String method() {
    return method;
  }

  /// The path; each `*` is one segment that names what is shown.
  public String path() {
    return path;
  }

  /// Who may; empty for everybody, signed in or not.
  public Optional<Role> role() {
    return role;
  }

  /// A request's route and what its path names.
  ///
  /// @param names the segments in the places of `*`
  record Match(Route route, List<String> names) {
    Match {
      names = List.copyOf(names);
    }

    /// The only segment, or the first; empty text where the route has none.
    String named() {
      return names.isEmpty() ? "" : names.getFirst();
    }
  }

  /// The route of a request; empty where there is none.
  static Optional<Match> find(String method, String path) {
    String[] segments = path.split("/", -1);
    for (Route route : values()) {
      if (route.method.equals(method)) {
        Optional<List<String>> named = named(route.path.split("/", -1), segments);
        if (named.isPresent()) {
          return Optional.of(new Match(route, named.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<List<String>> named(String[] pattern, String[] segments) {
    if (pattern.length != segments.length) {
      return Optional.empty();
    }
    List<String> named = new ArrayList<>();
    for (int i = 0; i < pattern.length; i++) {
      if (pattern[i].equals("*") && !segments[i].isEmpty()) {
        named.add(segments[i]);
      } else if (!pattern[i].equals(segments[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(named);
  }
}
