package dev.firebreak.cli;

import dev.firebreak.access.Role;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.DisclosedPeople;
import dev.firebreak.ledger.DisclosedPerson;
import dev.firebreak.ledger.LedgerCheck;
import dev.firebreak.ledger.ParquetLedger;
import dev.firebreak.ledger.PeopleQuery;
import dev.firebreak.ledger.PeopleSummary;
import dev.firebreak.ledger.SubjectDisclosures;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `firebreak ledger show|people|matrix|verify`.
@Command(name = "ledger", description = "Who was disclosed to which vendor, in what form, when.")
final class LedgerCommand {
  private final CommandContext context;

  LedgerCommand(CommandContext context) {
    this.context = context;
  }

  @Command(name = "show", description = "Shows what each vendor received about one account.")
  int show(
      @Option(names = "--subject", required = true, paramLabel = "ACCOUNT_ID") String accountId,
      @Option(names = "--json") boolean json)
      throws IOException {
    Installation installation = context.installation();
    Set<VendorId> vendors = known(installation);
    installation
        .audit()
        .append(
            "system:ledger", "SubjectLookedUp", "ledger", Map.of("vendors", "" + vendors.size()));
    List<SubjectDisclosures> answers = people(installation).ofAccount(accountId, vendors);
    if (json) {
      List<Map<String, Object>> documents = new ArrayList<>();
      for (SubjectDisclosures answer : answers) {
        Map<String, Object> document = document(answer);
        document.put("erasedSubjects", installation.ledger().erasedSubjects(answer.vendor()));
        documents.add(document);
      }
      JsonOutput.print(context.out(), documents);
      return 0;
    }
    for (SubjectDisclosures answer : answers) {
      print(answer);
      sayErased(installation, answer.vendor(), "  ");
    }
    return 0;
  }

  /// What an answer lacks because people were erased, nobody knows any more: only that it may lack
  /// something can be said.
  private void sayErased(Installation installation, VendorId vendor, String indent) {
    long erased = installation.ledger().erasedSubjects(vendor);
    if (erased > 0) {
      context
          .out()
          .println(
              indent
                  + "Erased from the ledger for this vendor, and in no answer since: "
                  + PeoplePrinter.number(erased)
                  + (erased == 1 ? " subject." : " subjects."));
    }
  }

  private void print(SubjectDisclosures answer) {
    context.out().println(answer.vendor() + ":");
    if (answer.facts().isEmpty()) {
      context.out().println("  " + answer.basis().negativeSentence());
      return;
    }
    context.out().println("  " + answer.basis().sentence());
    TextTable table = new TextTable("day", "events", "clear", "generalized", "token", "withheld");
    answer
        .facts()
        .forEach(fact ->
            table.row(
                fact.day(),
                fact.events(),
                words(fact.masks().clear()),
                words(fact.masks().generalized()),
                words(fact.masks().tokenized()),
                words(fact.masks().withheld())));
    table.print(context.out());
    context.out().println("  Linked devices: " + PeoplePrinter.number(answer.linkedDevices()));
    context.out().println("  Ids at the vendor: " + String.join(", ", answer.idsAtVendor()));
  }

  private static String words(long mask) {
    return mask == 0 ? "-" : String.join(" ", PeoplePrinter.keys(mask));
  }

  private static Map<String, Object> document(SubjectDisclosures answer) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("vendor", answer.vendor().value());
    document.put("disclosed", !answer.facts().isEmpty());
    document.put(
        "statement",
        answer.facts().isEmpty() ? answer.basis().negativeSentence() : answer.basis().sentence());
    document.put("events", answer.events());
    document.put("categories", PeoplePrinter.document(answer.masks()));
    document.put(
        "days",
        answer.facts().stream().map(fact -> fact.day().toString()).distinct().sorted().toList());
    document.put("idsAtVendor", answer.idsAtVendor());
    document.put("linkedDevices", answer.linkedDevices());
    return document;
  }

  @Command(
      name = "people",
      description = {
        "Counts the people whose data a vendor received.",
        "With --list it names their accounts, which an operator must confirm."
      })
  int people(
      @Option(names = "--vendor", required = true) String vendor,
      @Option(names = "--from", paramLabel = "TIME", description = "as 2025-11-01, inclusive")
          @Nullable String from,
      @Option(names = "--to", paramLabel = "TIME", description = "exclusive") @Nullable String to,
      @Option(names = "--category", paramLabel = "KEY", description = "as user.contact.email")
          @Nullable String category,
      @Option(names = "--list", description = "name the accounts") boolean list,
      @Option(names = "--operator", paramLabel = "NAME", description = "who asks for the list")
          @Nullable String operator,
      @Mixin AccountsMixin accounts,
      @Option(names = "--json") boolean json)
      throws IOException {
    Installation installation = context.installation();
    PeopleQuery query = query(vendor(installation, vendor), from, to, category);
    if (list) {
      confirmExport(installation, operator, query.vendor());
    }
    List<DisclosedPerson> people = new ArrayList<>();
    PeopleSummary summary =
        accounts.with(
            context,
            directory ->
                directory.isEmpty() && !list
                    ? people(installation).count(query)
                    : people(installation)
                        .people(query, directory, list ? people::add : LedgerCommand::forget));
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("vendor", query.vendor().value());
      document.putAll(PeoplePrinter.document(summary));
      document.put("erasedSubjects", installation.ledger().erasedSubjects(query.vendor()));
      if (list) {
        document.put("list", people.stream().map(LedgerCommand::document).toList());
      }
      JsonOutput.print(context.out(), document);
      return 0;
    }
    context.out().println(summary.basis().sentence());
    sayErased(installation, query.vendor(), "");
    PeoplePrinter.grounds(context.out(), summary);
    PeoplePrinter.categories(context.out(), summary);
    if (list) {
      print(people);
    }
    return 0;
  }

  private static void forget(DisclosedPerson counted) {}

  private void confirmExport(
      Installation installation, @Nullable String operator, VendorId vendor) {
    if (operator == null) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED,
          "a list of people needs a named operator: add --operator NAME; counts need none");
    }
    String name = OperatorMixin.confirm(context, operator, "PeopleListed", Role.RESPONDER).name();
    installation.audit().append(name, "PeopleListed", "vendor:" + vendor, Map.of());
  }

  private void print(List<DisclosedPerson> people) {
    TextTable table = new TextTable("account", "key", "found by", "events", "first", "last");
    for (DisclosedPerson person : people) {
      table.row(
          person.accountId().orElse("-"),
          person.subject(),
          PeoplePrinter.camel(person.ground()),
          person.events(),
          person.firstEvent(),
          person.lastEvent());
    }
    table.print(context.out());
  }

  private static Map<String, Object> document(DisclosedPerson person) {
    Map<String, Object> document = new LinkedHashMap<>();
    person.accountId().ifPresent(id -> document.put("accountId", id));
    document.put("key", person.subject().toString());
    document.put("ground", PeoplePrinter.camel(person.ground()));
    document.put("events", person.events());
    document.put("firstEvent", person.firstEvent().toString());
    document.put("lastEvent", person.lastEvent().toString());
    document.put("categories", PeoplePrinter.document(person.masks()));
    return document;
  }

  @Command(
      name = "matrix",
      description = {
        "Counts, by vendor, month and category, the people whose data the vendor received,",
        "and in which form."
      })
  int matrix(
      @Option(names = "--from", paramLabel = "TIME", description = "as 2025-11-01, inclusive")
          @Nullable String from,
      @Option(names = "--to", paramLabel = "TIME", description = "exclusive") @Nullable String to,
      @Option(names = "--json") boolean json)
      throws IOException {
    Installation installation = context.installation();
    LedgerMatrix matrix =
        LedgerMatrix.of(installation, known(installation), time("--from", from), time("--to", to));
    if (json) {
      JsonOutput.print(context.out(), matrix.document());
    } else {
      matrix.print(context.out());
    }
    return 0;
  }

  @Command(
      name = "verify",
      description = {
        "Compares the ledger's files with its manifest, and what it took with the outcome logs.",
        "Exit code 1 where something is not as written."
      })
  int verify(@Option(names = "--json") boolean json) throws IOException {
    if (!(context.installation().ledger() instanceof ParquetLedger ledger)) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "this installation's ledger has no files");
    }
    LedgerCheck check = ledger.verify(Map.of()).with(contradictions(context.installation()));
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("whole", check.problems().isEmpty());
      document.put("sequence", check.sequence());
      document.put("files", check.files());
      document.put("rows", check.rows());
      document.put("problems", check.problems());
      JsonOutput.print(context.out(), document);
    } else if (check.problems().isEmpty()) {
      context
          .out()
          .println(
              "The ledger is whole: "
                  + PeoplePrinter.number(check.files())
                  + " files, "
                  + PeoplePrinter.number(check.rows())
                  + " rows.");
    } else {
      check.problems().forEach(problem -> context.out().println(problem));
    }
    if (!check.problems().isEmpty()) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED,
          "the ledger does not hold: "
              + check.problems().size()
              + " problems; restore its whole folder from one backup");
    }
    return 0;
  }

  /// What the outcome logs of the bindings say against it; a binding that was never opened has
  /// none.
  private static List<String> contradictions(Installation installation) throws IOException {
    List<String> found = new ArrayList<>();
    for (BindingConfig binding : installation.config().bindings()) {
      boolean opened =
          Files.isDirectory(installation.directory().journal().resolve(binding.id().value()));
      if (opened || installation.ledger().watermark(binding.id()) > 0) {
        found.addAll(installation.deliveries().binding(binding.id()).feed().contradictions());
      }
    }
    return found;
  }

  static DisclosedPeople people(Installation installation) {
    return new DisclosedPeople(installation.ledger(), installation.keys().subjectKeyring());
  }

  private static Set<VendorId> known(Installation installation) {
    Set<VendorId> vendors = new TreeSet<>();
    installation.config().bindings().forEach(binding -> vendors.add(binding.vendor()));
    vendors.addAll(installation.ledger().vendors());
    return vendors;
  }

  /// The vendor of this name, if the settings or the ledger know it.
  static VendorId vendor(Installation installation, String name) {
    Set<VendorId> known = known(installation);
    VendorId vendor;
    try {
      vendor = new VendorId(name);
    } catch (IllegalArgumentException e) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "not a vendor's name: " + e.getMessage());
    }
    if (!known.contains(vendor)) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "neither the settings nor the ledger know the vendor " + name + "; known: " + known);
    }
    return vendor;
  }

  private static PeopleQuery query(
      VendorId vendor, @Nullable String from, @Nullable String to, @Nullable String category) {
    Optional<DataCategory> only =
        Optional.ofNullable(category)
            .map(key ->
                DataCategory.ofKey(key)
                    .orElseThrow(() ->
                        new FirebreakException(
                            ErrorCode.WRONG_USE,
                            "--category is a key such as user.contact.email; `firebreak"
                                + " taxonomy` lists them")));
    try {
      return new PeopleQuery(vendor, time("--from", from), time("--to", to), only);
    } catch (IllegalArgumentException e) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "--from must lie before --to");
    }
  }

  private static Optional<Instant> time(String option, @Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          option + " is a day or time in UTC: 2025-11-01 or 2025-11-01T09:00:00Z");
    }
  }
}
