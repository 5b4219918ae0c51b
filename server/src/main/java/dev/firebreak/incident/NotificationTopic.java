package dev.firebreak.incident;

import dev.firebreak.duty.Duty;
import dev.firebreak.duty.Moment;
import dev.firebreak.incident.IncidentStatement.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What authorities ask for, answered from an [IncidentResult] alone: what it does not have is a
/// gap, with the command that fills it.
enum NotificationTopic {
  NATURE {
    @Override
    Answer of(IncidentResult result, Duty duty) {
      List<String> stated =
          result.stated(Kind.NATURE).stream()
              .filter(IncidentStatement::holds)
              .map(one -> "Loss of " + one.name() + ": " + one.grounds().reason())
              .toList();
      return Answer.or(stated, "what was lost", "incident statement ID nature confidentiality");
    }
  },
  DATES {
    @Override
    Answer of(IncidentResult result, Duty duty) {
      return moments(
          result, List.of(Moment.ACCESS_BEGAN, Moment.ACCESS_ENDED, Moment.VENDOR_TOLD_US));
    }
  },
  AWARENESS {
    @Override
    Answer of(IncidentResult result, Duty duty) {
      List<String> known =
          Stream.of(Moment.VENDOR_TOLD_US, Moment.REASONABLY_CERTAIN)
              .flatMap(moment -> sentence(result, moment).stream())
              .toList();
      return Answer.or(known, "when we became aware", "incident moment ID vendor-told-us");
    }
  },
  PEOPLE {
    @Override
    Answer of(IncidentResult result, Duty duty) {
      List<String> stated =
          result.stated(Kind.PEOPLE).stream()
              .filter(IncidentStatement::holds)
              .map(one -> one.name() + ": " + one.grounds().reason())
              .toList();
      Answer categories =
          Answer.or(
              stated,
              "what the people are to the company",
              "incident statement ID people customers");
      return number(result).and(categories);
    }
  },
  PLACE {
    @Override
    Answer of(IncidentResult result, Duty duty) {
      if (result.findings().isEmpty() && result.provisional().isEmpty()) {
        return NOT_READ;
      }
      long there =
          result.places().all().stream()
              .filter(place -> isIn(place.code(), duty.law().places()))
              .filter(place -> !isIn(place.code(), duty.law().except()))
              .mapToLong(ReportPlaces.Place::people)
              .sum();
      return Answer.of(
          ReportWords.people(there)
              + " in the places of this law; of "
              + ReportWords.people(result.places().unknown())
              + " nobody knows where they live.");
    }
  },
  RECORDS {
    @Override
    Answer of(IncidentResult result, Duty duty) {
      return result
          .findings()
          .map(found ->
              Answer.of(
                  ReportWords.count(found.data().rowsRead(), "row")
                      + ", of which "
                      + ReportWords.number(found.data().rowsRejected())
                      + " could not be read."))
          .orElse(NOT_READ)
          .and(KINDS.of(result, duty));
    }
  },
  KINDS {
    @Override
    Answer of(IncidentResult result, Duty duty) {
      return result
          .findings()
          .map(found ->
              Answer.of(
                  "In clear: " + CategoryWords.list(found.clear()) + ".",
                  "Coarser, or as tokens only: " + CategoryWords.list(result.coarserOnly()) + "."))
          .orElse(NOT_READ);
    }
  },
  CONTACT {
    @Override
    Answer of(IncidentResult result, Duty duty) {
      var company = result.heading().company();
      return Answer.of(
          company.name() + ", data protection: " + company.dataProtectionContact() + ".");
    }
  },
  CONSEQUENCES {
    @Override
    Answer of(IncidentResult result, Duty duty) {
      return result.findings().isEmpty() ? NOT_READ : new Answer(result.consequences(), List.of());
    }
  },
  MEASURES {
    @Override
    Answer of(IncidentResult result, Duty duty) {
      List<String> measures = new ArrayList<>(sentence(result, Moment.CONTAINED).stream().toList());
      result.stated(Kind.MEASURE).stream()
          .map(one ->
              (one.name().equals("taken") ? "Taken: " : "Proposed: ") + one.grounds().reason())
          .forEach(measures::add);
      measures.addAll(result.told());
      return Answer.or(measures, "what was done", "incident statement ID measure taken");
    }
  },
  TOLD {
    @Override
    Answer of(IncidentResult result, Duty duty) {
      return Answer.or(
          result.told(), "whether and how people are told; nobody was yet", "notice draft ID");
    }
  };

  private static final Answer NOT_READ =
      Answer.gap("the data set was not read yet: `firebreak incident assess ID FILE`");

  abstract Answer of(IncidentResult result, Duty duty);

  /// The topic of a name in the file of phrases.
  static NotificationTopic ofKey(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  /// What is known, in sentences, and what is still to be filled in.
  record Answer(List<String> sentences, List<String> gaps) {
    Answer {
      sentences = List.copyOf(sentences);
      gaps = List.copyOf(gaps);
    }

    static Answer of(String... sentences) {
      return new Answer(List.of(sentences), List.of());
    }

    static Answer gap(String gap) {
      return new Answer(List.of(), List.of(gap));
    }

    /// The sentences, or where there are none, what is missing and the command that states it.
    static Answer or(List<String> sentences, String missing, String command) {
      return sentences.isEmpty()
          ? gap("nobody has recorded " + missing + ": `firebreak " + command + " ...`")
          : new Answer(sentences, List.of());
    }

    Answer and(Answer other) {
      return new Answer(
          Stream.concat(sentences.stream(), other.sentences.stream()).distinct().toList(),
          Stream.concat(gaps.stream(), other.gaps.stream()).distinct().toList());
    }
  }

  private static Answer number(IncidentResult result) {
    if (result.findings().isPresent()) {
      Findings.People people = result.findings().get().people();
      return Answer.of(
          ReportWords.people(people.found())
              + " of the accounts directory, "
              + ReportWords.number(people.ambiguous())
              + " who fit several accounts, "
              + ReportWords.number(people.unresolved())
              + " without an account.");
    }
    return result
        .provisional()
        .map(list ->
            Answer.of(
                "At least "
                    + ReportWords.number(list.accounts())
                    + " accounts and "
                    + ReportWords.number(list.otherSubjects())
                    + " subjects without an account, by our own ledger."))
        .orElse(new Answer(List.of(), List.of()))
        .and(NOT_READ);
  }

  private static Answer moments(IncidentResult result, List<Moment> moments) {
    Answer answer = new Answer(List.of(), List.of());
    for (Moment moment : moments) {
      answer =
          answer.and(
              Answer.or(
                  sentence(result, moment).stream().toList(),
                  "when " + moment.words(),
                  "incident moment ID " + moment.key() + " TIME"));
    }
    return answer;
  }

  private static Optional<String> sentence(IncidentResult result, Moment moment) {
    return Optional.ofNullable(result.recorded().moments().get(moment))
        .map(recorded ->
            ReportWords.capital(moment.words()) + " " + ReportWords.time(recorded.at()) + ".");
  }

  /// @param code a country's or a region's, as `US-TX`
  private static boolean isIn(String code, List<String> places) {
    return places.contains(code) || places.contains(code.split("-", 2)[0]);
  }
}
