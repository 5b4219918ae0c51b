package dev.firebreak.console;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.CustodyEntry;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.Incident;
import dev.firebreak.incident.IncidentLure;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.incident.PeopleSearch;
import dev.firebreak.installation.Installation;
import dev.firebreak.notice.AccountNotices;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the pages below an incident show. Thread-safe.
final class IncidentPages {
  private final Installation installation;
  private final IncidentServices services;
  private final PeopleSearch search;
  private final AccountNotices notices;

  IncidentPages(Installation installation, IncidentServices services) {
    this.installation = installation;
    this.services = services;
    search = new PeopleSearch(installation, services.incidents(), services.assessments());
    notices = new AccountNotices(installation.control(), installation.keys());
  }

  /// @throws FirebreakException NOT_FOUND where there is none of that id, or its files are
  ///   destroyed
  IncidentDutiesView duties(String id) {
    return new IncidentDutiesView(readable(id), services.duties().view(id));
  }

  /// @throws FirebreakException NOT_FOUND as [#duties]
  IncidentFindingsView findings(String id) {
    Incident incident = readable(id);
    Optional<Findings> latest = services.assessments().latest(id);
    return new IncidentFindingsView(
        incident,
        latest,
        services.assessments().provisional(id),
        latest
            .map(found ->
                new IncidentLure(installation.config().company(), found.risk().phishing())
                    .sides(Optional.empty()))
            .orElse(List.of()));
  }

  /// @throws FirebreakException NOT_FOUND as [#duties]
  IncidentFilesView files(String id) {
    Incident incident = readable(id);
    int last = services.assessments().latest(id).map(Findings::version).orElse(0);
    List<CustodyEntry> custody = services.assessments().custody(id);
    List<IncidentFilesView.Version> versions = new ArrayList<>();
    Optional<Long> before = Optional.empty();
    for (int version = 1; version <= last; version++) {
      Findings findings = services.assessments().findings(id, version);
      int number = version;
      long people = findings.people().total();
      versions.add(
          new IncidentFilesView.Version(
              findings,
              custody.stream().filter(file -> file.version() == number).toList(),
              before.map(earlier -> people - earlier)));
      before = Optional.of(people);
    }
    return new IncidentFilesView(
        incident,
        versions.reversed(),
        last == 0 ? Optional.empty() : Optional.of(services.mapping().view(id)),
        custody.stream().filter(file -> file.version() <= 0).toList());
  }

  /// The page before anybody was looked for.
  ///
  /// @throws FirebreakException NOT_FOUND as [#duties]
  IncidentPeopleView people(String id) {
    return new IncidentPeopleView(readable(id), "", "", Optional.empty());
  }

  /// Looks for somebody.
  ///
  /// @throws FirebreakException NOT_FOUND as [#duties]
  IncidentPeopleView search(String id, Frame.Signed asker, FormFields fields) {
    Incident incident = readable(id);
    String reason = fields.get("reason").strip();
    try {
      PeopleSearch.Answer answer =
          search.find(
              new PeopleSearch.Asker(asker.operator(), asker.role(), reason),
              id,
              fields.get("identifier"));
      return new IncidentPeopleView(
          incident,
          "",
          reason,
          Optional.of(
              new IncidentPeopleView.Answer(
                  answer, answer.people().stream().map(found -> person(id, found)).toList())));
    } catch (FirebreakException refused) {
      return new IncidentPeopleView(incident, refusal(refused), reason, Optional.empty());
    }
  }

  private IncidentPeopleView.Person person(String id, PeopleSearch.Found found) {
    return new IncidentPeopleView.Person(
        found,
        found.person().accountId().map(account -> notices.of(id, account)).orElse(List.of()));
  }

  private static String refusal(FirebreakException refused) {
    return switch (refused.code()) {
      case WRONG_USE -> "people.incomplete";
      case NOT_ALLOWED -> "people.toomany";
      case NOT_FOUND -> "people.nolist";
      default -> throw refused;
    };
  }

  private Incident readable(String id) {
    Incident incident = services.incidents().get(id);
    if (incident.destroyedAt().isPresent()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND, "the files of the incident " + id + " are destroyed");
    }
    return incident;
  }
}
