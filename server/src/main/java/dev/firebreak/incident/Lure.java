package dev.firebreak.incident;

import dev.firebreak.document.PdfDocuments;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.template.Templates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The most convincing message that a stolen row makes possible: training material, made to show
/// what a policy is worth. Each sentence stands there because one value of the row allows it. It is
/// marked, its address is one that can never exist (RFC 2606), and it has no link to press.
///
/// Values come from whoever calls this; only invented people belong here. For an incident
/// [IncidentLure] invents a person of whom the same kinds of data are known.
///
/// @param subject subject line
/// @param body sentences in their order
/// @param used the categories whose values it uses
public record Lure(String subject, List<String> body, List<DataCategory> used) {
  /// Stands on every lure.
  public static final String MARK = "TRAINING MATERIAL - nobody sent this";

  private static final String ADDRESS = "account-check.example.invalid";
  private static final int VALUE_CHARS_MAX = 120;

  public Lure {
    body = List.copyOf(body);
    used = List.copyOf(used);
  }

  /// Writes the best lure from the values in clear of one row. A value that is a token or empty is
  /// of no use to a thief and is left out.
  ///
  /// @param company whose customer the person is, as the thief knows from where the row was stolen
  public static Lure of(String company, Map<DataCategory, String> row) {
    return new Writer(company, row).write();
  }

  /// The lure as plain text.
  public String text() {
    return "["
        + MARK
        + "]\nSubject: "
        + subject
        + "\n\n"
        + String.join("\n\n", body)
        + "\n\n["
        + MARK
        + "]\n";
  }

  /// Two lures beside each other as one self-contained page.
  public static String html(Templates templates, Side left, Side right) {
    return html(templates, List.of(left, right));
  }

  /// Lures beside each other as one self-contained page.
  public static String html(Templates templates, List<Side> sides) {
    return templates.render("incident/lure.jte", Map.of("sides", sides));
  }

  /// The same page as a PDF document.
  public static byte[] pdf(Templates templates, List<Side> sides, Instant madeAt) {
    return new PdfDocuments()
        .of(templates.render("incident/lure.jte", Map.of("sides", sides, "paper", true)), madeAt);
  }

  /// One side of the page.
  ///
  /// @param title as `Sent straight to the vendor`
  /// @param row the stolen values, by category
  public record Side(String title, Map<DataCategory, String> row, Lure lure) {
    public Side {
      Map<DataCategory, String> ordered = new EnumMap<>(DataCategory.class);
      ordered.putAll(row);
      row = java.util.Collections.unmodifiableMap(ordered);
    }

    /// The stolen row as the page shows it: key and value.
    public Map<String, String> shown() {
      Map<String, String> shown = new LinkedHashMap<>();
      row.forEach((category, value) -> shown.put(category.key(), value));
      return shown;
    }
  }

  private static final class Writer {
    private final String company;
    private final Map<DataCategory, String> row;
    private final List<DataCategory> used = new ArrayList<>();
    private final List<String> body = new ArrayList<>();

    Writer(String company, Map<DataCategory, String> row) {
      this.company = company;
      this.row = row;
    }

    Lure write() {
      Optional<String> name = take(DataCategory.NAME);
      boolean reachable =
          take(DataCategory.EMAIL).isPresent() || take(DataCategory.PHONE).isPresent();
      if (!reachable && name.isEmpty()) {
        return unaddressed();
      }
      body.add(name.map(n -> "Hello " + n + ",").orElse("Hello,"));
      body.add(signIn());
      take(DataCategory.BEHAVIOR)
          .ifPresent(event -> body.add("The last thing that we saw from you was: " + event + "."));
      take(DataCategory.REFERRER)
          .ifPresent(page -> body.add("You had come to us from " + page + ", as we do know."));
      organization()
          .ifPresent(place ->
              body.add(
                  "Until this is settled, access for " + place + " is limited for everybody."));
      take(DataCategory.ACCOUNT_ID)
          .ifPresent(id -> body.add("Your account number with us is " + id + "."));
      body.add(
          "Please confirm your account within 24 hours at "
              + ADDRESS
              + ", with your password and the code from your telephone.");
      body.add("The security team of " + company);
      String subject =
          name.map(n -> n + ", a new sign-in to your " + company + " account")
              .orElse("A new sign-in to your " + company + " account");
      return new Lure(subject, body, used);
    }

    private String signIn() {
      Optional<String> city = take(DataCategory.CITY);
      Optional<String> browser = take(DataCategory.USER_AGENT);
      return "we saw a sign-in to your "
          + company
          + " account that did not come from "
          + city.map(c -> c).orElse("your usual place")
          + browser.map(b -> " and not from the " + b + " that you use").orElse("")
          + ".";
    }

    private Optional<String> organization() {
      return take(DataCategory.WORKPLACE).or(() -> take(DataCategory.ORGANIZATION_ID));
    }

    /// Without an address and a name there is nobody to write to: what is left is the mass mail
    /// that everybody gets anyway, and it would have to go to guessed addresses.
    private Lure unaddressed() {
      used.clear();
      return new Lure(
          "Your " + company + " account",
          List.of(
              "Dear customer,",
              "there is a problem with your "
                  + company
                  + " account. Please confirm it at "
                  + ADDRESS
                  + ".",
              "(The row has no address and no name: the thief must guess whom to write to, and has"
                  + " nothing to say that is true of one person.)"),
          used);
    }

    private Optional<String> take(DataCategory category) {
      Optional<String> value =
          Optional.ofNullable(row.get(category))
              .map(Writer::oneLine)
              .filter(text -> !text.isEmpty() && !isToken(text));
      value.ifPresent(text -> used.add(category));
      return value;
    }

    private static boolean isToken(String text) {
      return text.contains("fb1s") || text.contains("fb1h");
    }

    private static String oneLine(String value) {
      String line = value.replaceAll("\\p{Cntrl}+", " ").strip();
      return line.length() <= VALUE_CHARS_MAX ? line : line.substring(0, VALUE_CHARS_MAX);
    }
  }
}
