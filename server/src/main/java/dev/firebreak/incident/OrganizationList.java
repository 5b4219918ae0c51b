package dev.firebreak.incident;

import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.document.CsvText;
import dev.firebreak.incident.AuthorityNotification.Gap;
import dev.firebreak.incident.AuthorityNotification.Item;
import dev.firebreak.incident.NotificationTopic.Answer;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/// What one organisation is handed about its own members: who of them is in the data, by the names
/// and addresses of the company's own directory, and which kinds of data; never a value of the
/// stolen file, and nothing about another organisation. Immutable.
///
/// @param audience what the organisation is to the company
/// @param card the organisation
/// @param members those of it who are in the data, by account
/// @param items what GDPR Art. 33(3) asks for, about these members; empty for administrators
/// @param gaps what of that is still to be filled in
public record OrganizationList(
    IncidentResult result,
    Audience audience,
    OrganizationExposure card,
    List<PersonExposure> members,
    List<Item> items,
    List<Gap> gaps) {
  private static final String CSV_HEADER = "account,name,address,clear,generalized,token\r\n";

  public OrganizationList {
    members = List.copyOf(members);
    items = List.copyOf(items);
    gaps = List.copyOf(gaps);
  }

  /// What an organisation is to the company.
  public enum Audience {
    /// Its administrators look after its accounts.
    ADMINS,
    /// It is responsible for these people's data, and the company its processor (GDPR Art. 33(2)).
    CONTROLLERS
  }

  static OrganizationList of(
      IncidentResult result,
      Audience audience,
      OrganizationExposure card,
      List<PersonExposure> members) {
    List<PersonExposure> sorted =
        members.stream().sorted(Comparator.comparing(PersonExposure::person)).toList();
    List<Item> items = new ArrayList<>();
    List<Gap> gaps = new ArrayList<>();
    if (audience == Audience.CONTROLLERS) {
      answers(result, card)
          .forEach((phrase, answer) -> {
            items.add(new Item(phrase, answer.sentences()));
            answer.gaps().forEach(gap -> gaps.add(new Gap(phrase, gap)));
          });
    }
    return new OrganizationList(result, audience, card, sorted, items, gaps);
  }

  /// GDPR Art. 33(3), as far as the processor knows it, with the numbers of this customer alone.
  private static Map<String, Answer> answers(IncidentResult result, OrganizationExposure card) {
    var duty = result.duties().catalogue().duty("eu-gdpr-33-2-processor").orElseThrow();
    Map<String, Answer> answers = new LinkedHashMap<>();
    answers.put(
        "nature of the breach",
        NotificationTopic.NATURE.of(result, duty).and(NotificationTopic.DATES.of(result, duty)));
    answers.put(
        "approximate number of data subjects",
        Answer.of(
            ReportWords.number(card.membersFound())
                + " of your "
                + ReportWords.count(card.members(), "account")
                + " are in the data."));
    answers.put(
        "categories and approximate number of records",
        Answer.of(
            ReportWords.count(card.rows(), "row") + " name your organization.",
            "In clear: " + CategoryWords.list(card.clear()) + ".",
            "Coarser: "
                + CategoryWords.list(card.generalized())
                + "; as tokens only: "
                + CategoryWords.list(card.tokenized())
                + "."));
    answers.put("contact point", NotificationTopic.CONTACT.of(result, duty));
    answers.put("likely consequences", NotificationTopic.CONSEQUENCES.of(result, duty));
    answers.put("measures taken or proposed", NotificationTopic.MEASURES.of(result, duty));
    return answers;
  }

  /// As RFC 4180 has it; no cell begins as a formula does.
  public String csv() {
    StringBuilder csv = new StringBuilder(CSV_HEADER);
    for (PersonExposure member : members) {
      StringJoiner line = new StringJoiner(",", "", "\r\n");
      line.add(CsvText.cell(member.person()));
      line.add(CsvText.cell(member.name().orElse("")));
      line.add(CsvText.cell(member.email().orElse("")));
      line.add(CsvText.cell(CategoryWords.list(member.clear())));
      line.add(CsvText.cell(CategoryWords.list(member.generalized())));
      line.add(CsvText.cell(CategoryWords.list(member.tokenized())));
      csv.append(line);
    }
    return csv.toString();
  }

  /// As a document for machines; docs/reference/incident.md has every key.
  public Map<String, Object> json() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("format", 1);
    map.put("legalAdvice", false);
    map.put("incident", result.incident().id());
    map.put("madeAt", result.heading().madeAt().toString());
    map.put("findings", result.version());
    map.put("company", result.heading().company().name());
    map.put("organization", card.organization());
    map.put("name", card.name().orElse(""));
    map.put("accounts", card.members());
    map.put("found", card.membersFound());
    if (audience == Audience.CONTROLLERS) {
      map.put("law", "GDPR Art. 33(2)");
      AuthorityNotification.putContents(map, items, gaps);
    }
    map.put("members", members.stream().map(OrganizationList::member).toList());
    return map;
  }

  private static Map<String, Object> member(PersonExposure person) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("account", person.person());
    map.put("name", person.name().orElse(""));
    map.put("address", person.email().orElse(""));
    map.put("clear", DataCategory.keysOfMask(person.clear()));
    map.put("generalized", DataCategory.keysOfMask(person.generalized()));
    map.put("token", DataCategory.keysOfMask(person.tokenized()));
    return map;
  }

  /// For the page: the members as far as a page holds them.
  PersonsAnnex annex() {
    int shown = Math.min(members.size(), PersonsAnnex.PEOPLE_MAX);
    return new PersonsAnnex(List.of(card), 0, members.subList(0, shown), members.size() - shown);
  }

  /// How the organisation is called; its id where it has no name.
  public String called() {
    return Optional.of(card.name().orElse(""))
        .filter(name -> !name.isBlank())
        .orElse(card.organization());
  }

  @Override
  public String toString() {
    return "OrganizationList[members=" + members.size() + "]";
  }
}
