package dev.firebreak.cli;

import dev.firebreak.access.Role;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.history.ImportStore;
import dev.firebreak.history.ImportedHistory;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.DisclosedPeople;
import dev.firebreak.ledger.DisclosedPerson;
import dev.firebreak.ledger.LedgerCheck;
import dev.firebreak.ledger.ParquetLedger;
import dev.firebreak.ledger.PeopleQuery;
import dev.firebreak.ledger.PeopleSummary;
import dev.firebreak.matrix.MatrixPage;
import dev.firebreak.register.RegisterFiles;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/// `firebreak ledger people|matrix|verify`; `show` and `import` have classes of their own.
@Command(name = "ledger", description = "Who was disclosed to which vendor, in what form, when.")
final class LedgerCommand {
  private final CommandContext context;

  LedgerCommand(CommandContext context) {
    this.context = context;
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
      document.put("imports", ImportPrinter.documents(imports(installation, query.vendor())));
      if (list) {
        document.put("list", people.stream().map(LedgerCommand::document).toList());
      }
      JsonOutput.print(context.out(), document);
      return 0;
    }
    context.out().println(summary.basis().sentence());
    ImportPrinter.sources(context.out(), imports(installation, query.vendor()));
    ReceiptPrinter.erased(context.out(), installation.ledger().erasedSubjects(query.vendor()), "");
    PeoplePrinter.grounds(context.out(), summary);
    PeoplePrinter.categories(context.out(), summary);
    if (list) {
      print(people);
    }
    return 0;
  }

  private static List<ImportedHistory> imports(Installation installation, VendorId vendor) {
    return new ImportStore(installation.control()).of(vendor);
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
      @Option(names = "--html", paramLabel = "FILE", description = "write a page with pictures")
          @Nullable Path html,
      @Option(names = "--json") boolean json)
      throws IOException {
    Installation installation = context.installation();
    LedgerMatrix matrix =
        LedgerMatrix.of(installation, known(installation), time("--from", from), time("--to", to));
    if (json) {
      JsonOutput.print(context.out(), matrix.document());
    }
    if (html != null) {
      MatrixPage page =
          matrix.page(installation.config().company().name(), installation.clock().instant());
      new PageFiles(context, html, null, "unused", json)
          .html(() -> page.html().getBytes(StandardCharsets.UTF_8));
    } else if (!json) {
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

  /// The vendors that the settings, the ledger or the register know.
  static Set<VendorId> known(Installation installation) {
    Set<VendorId> vendors = new TreeSet<>();
    installation.config().bindings().forEach(binding -> vendors.add(binding.vendor()));
    vendors.addAll(installation.ledger().vendors());
    vendors.addAll(RegisterFiles.readable(installation.config().folder()).vendors().keySet());
    return vendors;
  }

  /// The vendor of this name, if the settings, the ledger or the register know it.
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
          "neither settings, ledger nor register know the vendor " + name + "; known: " + known);
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
