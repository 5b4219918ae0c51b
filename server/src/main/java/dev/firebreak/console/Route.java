package dev.firebreak.console;

import dev.firebreak.access.Role;
import dev.firebreak.incident.PeopleSearch;
import java.util.Optional;

/// Everything that the console answers, in one table. What is not here does not exist. No page
/// lists persons: pages have counts, kinds and dates. One form takes what identifies a person, and
/// answers about them without a value of theirs; it is a `POST`, so that no address has it.
///
/// A `POST` with a session needs the session's form word; see [dev.firebreak.access.Sessions].
public enum Route {
  STYLE("GET", "/console.css", null),
  ICON("GET", "/icon.svg", null),
  SIGN_IN_PAGE("GET", "/sign-in", null),
  SIGN_IN("POST", "/sign-in", null),
  LANGUAGE("POST", "/language", null),
  ENROL_PAGE("GET", "/enrol/*", null),
  ENROL("POST", "/enrol/*", null),
  SIGN_OUT("POST", "/sign-out", Role.VIEWER),
  OVERVIEW("GET", "/", Role.VIEWER),
  VENDORS("GET", "/vendors", Role.VIEWER),
  VENDOR("GET", "/vendors/*", Role.VIEWER),
  INCIDENTS("GET", "/incidents", Role.VIEWER),
  INCIDENT("GET", "/incidents/*", Role.VIEWER),
  INCIDENT_DUTIES("GET", "/incidents/*/duties", Role.VIEWER),
  INCIDENT_FINDINGS("GET", "/incidents/*/findings", Role.VIEWER),
  INCIDENT_FILES("GET", "/incidents/*/files", Role.RESPONDER),
  INCIDENT_PEOPLE("GET", "/incidents/*/people", PeopleSearch.ROLE),
  PERSON_SEARCH("POST", "/incidents/*/people", PeopleSearch.ROLE),
  REPORT("GET", "/incidents/*/report", Role.RESPONDER),
  DECISION_RECORD("GET", "/incidents/*/decision-record", Role.RESPONDER),
  NOTICES("GET", "/notices", Role.VIEWER),
  AUDIT("GET", "/audit", Role.PRIVACY_OFFICER),
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

  /// The path; a `*` is one segment that names what is shown.
  public String path() {
    return path;
  }

  /// Who may; empty for everybody, signed in or not.
  public Optional<Role> role() {
    return role;
  }

  /// A request's route and what its path names.
  ///
  /// @param named the segment in the place of `*`; empty text where the route has none
  record Match(Route route, String named) {}

  /// The route of a request; empty where there is none.
  static Optional<Match> find(String method, String path) {
    String[] segments = path.split("/", -1);
    for (Route route : values()) {
      if (route.method.equals(method)) {
        Optional<String> named = named(route.path.split("/", -1), segments);
        if (named.isPresent()) {
          return Optional.of(new Match(route, named.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<String> named(String[] pattern, String[] segments) {
    if (pattern.length != segments.length) {
      return Optional.empty();
    }
    String named = "";
    for (int i = 0; i < pattern.length; i++) {
      if (pattern[i].equals("*") && !segments[i].isEmpty()) {
        named = segments[i];
      } else if (!pattern[i].equals(segments[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(named);
  }
}
