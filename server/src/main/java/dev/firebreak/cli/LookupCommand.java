package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.disk.PrivateFile;
import dev.firebreak.document.CsvText;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyVersion;
import dev.firebreak.lookup.IdAtVendor;
import dev.firebreak.lookup.PersonAtVendor;
import dev.firebreak.lookup.PersonLookup;
import dev.firebreak.lookup.TokenAnswer;
import dev.firebreak.register.Labels;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `firebreak lookup`: one person at a vendor, or the person behind a vendor's id.
@Command(
    name = "lookup",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the ids that a vendor has of an account, or whose a vendor's id is. Every look-up is",
      "in the audit log with its reason before it is answered."
    })
final class LookupCommand implements Callable<Integer> {
  private static final List<String> ACCOUNT_COLUMNS =
      List.of("account", "id_at_vendor", "key_version", "of", "disclosed");
  private static final List<String> TOKEN_COLUMNS =
      List.of("token", "outcome", "vendor", "key_version", "kind", "id", "accounts", "claimed");
  private static final int FILE_BYTES_MAX = 1 << 20;

  private final CommandContext context;

  @Option(names = "--vendor", paramLabel = "VENDOR")
  private @Nullable String vendor;

  @Option(names = "--account", paramLabel = "ID")
  private List<String> accounts = new ArrayList<>();

  @Option(names = "--token", paramLabel = "ID")
  private List<String> tokens = new ArrayList<>();

  @Option(names = "--file", paramLabel = "FILE")
  private @Nullable Path file;

  @Option(names = "--out", paramLabel = "FILE")
  private @Nullable Path out;

  @Mixin private AccountsMixin directory = new AccountsMixin();
  @Mixin private OperatorMixin operator = new OperatorMixin();

  @Option(names = "--reason", required = true, paramLabel = "TEXT")
  private String reason = "";

  @Option(names = "--json")
  private boolean json;

  LookupCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    readFile();
    if (accounts.isEmpty() == tokens.isEmpty()) {
      throw wrong("name either --account or --token, or a --file with one of them as its column");
    }
    Optional<VendorId> named = Optional.ofNullable(vendor).map(VendorCommand::vendorId);
    if (!accounts.isEmpty() && named.isEmpty()) {
      throw wrong("--account needs --vendor");
    }
    ConfirmedOperator confirmed = operator.confirm(context, "PeopleLookedUp", Role.RESPONDER);
    context.installation().deliveries().feedLedger();
    PersonLookup lookup = PersonLookup.of(context.installation());
    if (named.isPresent() && !accounts.isEmpty()) {
      tellPeople(lookup.atVendor(confirmed, named.get(), accounts, reason));
    } else {
      tellTokens(
          directory.with(
              context, loaded -> lookup.accounts(confirmed, named, tokens, loaded, reason)));
    }
    return 0;
  }

  /// Takes the first column of the file, by its heading.
  private void readFile() throws IOException {
    Path named = file;
    if (named == null) {
      return;
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(context.workingDirectory().resolve(named))) {
      bytes = in.readNBytes(FILE_BYTES_MAX + 1);
    }
    List<List<String>> lines = CsvText.parse(new String(bytes, StandardCharsets.UTF_8));
    if (bytes.length > FILE_BYTES_MAX || lines.size() > PersonLookup.IDS_MAX + 1) {
      throw new FirebreakException(
          ErrorCode.INPUT_TOO_LARGE,
          "a look-up is for at most " + PersonLookup.IDS_MAX + " ids, one a line");
    }
    if (lines.isEmpty()) {
      throw wrong(named + " is empty");
    }
    List<String> target =
        switch (lines.getFirst().getFirst().strip().toLowerCase(Locale.ROOT)) {
          case "account", "account_id" -> accounts;
          case "token", "id_at_vendor" -> tokens;
          default ->
              throw wrong("the first column of " + named + " is headed neither account nor token");
        };
    lines.subList(1, lines.size()).stream()
        .map(line -> line.getFirst().strip())
        .filter(id -> !id.isEmpty())
        .forEach(target::add);
  }

  private void tellPeople(List<PersonAtVendor> people) throws IOException {
    List<List<String>> rows = new ArrayList<>();
    for (PersonAtVendor person : people) {
      for (IdAtVendor id : person.ids()) {
        rows.add(
            List.of(
                person.account(),
                id.id(),
                id.keyVersion().map(String::valueOf).orElse(""),
                Labels.of(id.of()),
                id.disclosed() ? "yes" : "no"));
      }
    }
    tell(ACCOUNT_COLUMNS, rows, people.stream().map(LookupCommand::document).toList());
  }

  private void tellTokens(List<TokenAnswer> answers) throws IOException {
    List<List<String>> rows =
        answers.stream()
            .map(answer ->
                List.of(
                    answer.token(),
                    answer.outcome().words(),
                    answer.key().map(key -> key.vendor().value()).orElse(""),
                    answer.key().map(key -> String.valueOf(key.keyVersion())).orElse(""),
                    Labels.of(answer.kind()),
                    answer.id().orElse(""),
                    String.join(" ", answer.accounts()),
                    String.join(" ", answer.claimed())))
            .toList();
    tell(TOKEN_COLUMNS, rows, answers.stream().map(LookupCommand::document).toList());
  }

  private void tell(
      List<String> columns, List<List<String>> rows, List<Map<String, Object>> documents)
      throws IOException {
    Path named = out;
    if (named != null) {
      write(context.workingDirectory().resolve(named), columns, rows);
    }
    if (json) {
      JsonOutput.print(context.out(), documents);
    } else if (named != null) {
      context.out().println("Wrote " + named + ".");
    } else {
      TextTable table = new TextTable(columns.toArray(String[]::new));
      rows.forEach(row -> table.row(row.toArray()));
      table.print(context.out());
    }
  }

  private static void write(Path to, List<String> columns, List<List<String>> rows)
      throws IOException {
    try (Writer csv = PrivateFile.createText(to)) {
      csv.write(CsvText.line(columns));
      for (List<String> row : rows) {
        csv.write(CsvText.line(row));
      }
    } catch (FileAlreadyExistsException e) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "there is a file " + to + " already; choose another name", e);
    }
  }

  private static Map<String, Object> document(PersonAtVendor person) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("account", person.account());
    document.put("ids", person.ids().stream().map(LookupCommand::document).toList());
    return document;
  }

  private static Map<String, Object> document(IdAtVendor id) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", id.id());
    id.keyVersion().ifPresent(version -> document.put("keyVersion", version));
    document.put("of", Labels.of(id.of()));
    document.put("disclosed", id.disclosed());
    return document;
  }

  private static Map<String, Object> document(TokenAnswer answer) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("token", answer.token());
    document.put("outcome", Labels.of(answer.outcome()));
    Optional<KeyVersion> key = answer.key();
    key.ifPresent(version -> {
      document.put("vendor", version.vendor().value());
      document.put("keyVersion", version.keyVersion());
    });
    document.put("kind", Labels.of(answer.kind()));
    answer.id().ifPresent(id -> document.put("id", id));
    document.put("accounts", answer.accounts());
    document.put("claimed", answer.claimed());
    return document;
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }
}
