package dev.firebreak.cli;

import dev.firebreak.assessment.OrganizationExposure;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.Assessments;
import dev.firebreak.incident.Findings;
import dev.firebreak.incident.IncidentServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// The persons and organisations of an incident's latest findings, as commands show them. People
/// are streamed: millions never lie in memory together.
final class IncidentLists {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CommandContext context;
  private final Assessments assessments;
  private final String id;
  private final Findings findings;

  /// @throws FirebreakException NOT_FOUND where no file was assessed yet
  IncidentLists(CommandContext context, IncidentServices services, String id) {
    this.context = context;
    this.assessments = services.assessments();
    this.id = id;
    this.findings = IncidentRiskCommand.latest(services, id);
  }

  /// Whose reading it is and why; both are in the audit log.
  record Reader(String name, String reason) {}

  /// Writes the people that are wanted to a new file that only its owner may read, or to standard
  /// output. Gives how many.
  long people(Reader reader, Predicate<PersonExposure> wanted, @Nullable Path out, boolean json) {
    long[] count = {0};
    PersonList.write(context, out, writer -> count[0] = write(reader, wanted, writer, json));
    return count[0];
  }

  private long write(Reader reader, Predicate<PersonExposure> wanted, Writer writer, boolean json)
      throws IOException {
    long[] count = {0};
    writer.write(json ? "[" : PeopleExport.HEADER);
    Consumer<PersonExposure> each =
        person -> {
          if (wanted.test(person)) {
            String text =
                json
                    ? (count[0] == 0 ? "\n" : ",\n")
                        + JSON.writeValueAsString(PeopleExport.document(person))
                    : PeopleExport.csv(person);
            try {
              writer.write(text);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
            count[0]++;
          }
        };
    assessments.people(reader.name(), id, findings.version(), reader.reason(), each);
    writer.write(json ? "\n]\n" : "");
    return count[0];
  }

  /// The organisations with the most people found.
  ///
  /// @param reader who may see admins and what the file itself says; else numbers of organisations
  ///   of the directory only
  List<Map<String, Object>> organizations(Optional<Reader> reader, int top) {
    List<Map<String, Object>> cards = new ArrayList<>();
    boolean named = reader.isPresent();
    Consumer<OrganizationExposure> each =
        card -> {
          if (cards.size() < top && (named || card.known())) {
            cards.add(PeopleExport.document(card, named));
          }
        };
    Reader asked = reader.orElse(new Reader("system:cli", "numbers of organizations"));
    assessments.organizations(asked.name(), id, findings.version(), asked.reason(), each);
    return cards;
  }

  Findings findings() {
    return findings;
  }
}
