package dev.firebreak.cli;

import dev.firebreak.ledger.DisclosedPerson.Ground;
import dev.firebreak.ledger.PeopleSummary;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Says in words, tables and JSON what a [PeopleSummary] says.
final class PeoplePrinter {
  private PeoplePrinter() {}

  /// Grounds with their number, in words, by falling certainty.
  static void grounds(PrintWriter out, PeopleSummary summary) {
    TextTable table = new TextTable("people", "found by");
    for (Ground ground : Ground.values()) {
      if (summary.count(ground) > 0) {
        table.row(summary.count(ground), words(ground, summary.directory()));
      }
    }
    table.print(out);
  }

  static void categories(PrintWriter out, PeopleSummary summary) {
    TextTable table = new TextTable("category", "clear", "generalized", "token");
    summary
        .forms()
        .forEach((category, forms) ->
            table.row(category.key(), forms.clear(), forms.generalized(), forms.tokenized()));
    table.print(out);
  }

  static void countries(PrintWriter out, PeopleSummary summary) {
    TextTable table = new TextTable("country", "people");
    summary.countries().entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(entry -> table.row(entry.getKey(), entry.getValue()));
    table.print(out);
  }

  /// The summary as part of a JSON document.
  static Map<String, Object> document(PeopleSummary summary) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("statement", summary.basis().sentence());
    document.put("accountsDirectory", summary.directory());
    document.put("people", summary.total());
    Map<String, Long> grounds = new LinkedHashMap<>();
    for (Ground ground : Ground.values()) {
      grounds.put(camel(ground), summary.count(ground));
    }
    document.put("grounds", grounds);
    document.put("events", summary.events());
    Map<String, Object> categories = new LinkedHashMap<>();
    summary
        .forms()
        .forEach((category, forms) ->
            categories.put(
                category.key(),
                Map.of(
                    "clear", forms.clear(),
                    "generalized", forms.generalized(),
                    "token", forms.tokenized())));
    document.put("categories", categories);
    document.put("countries", summary.countries());
    return document;
  }

  /// Categories by form, as lists of keys.
  static Map<String, Object> document(Masks masks) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("clear", keys(masks.clear()));
    document.put("generalized", keys(masks.generalized()));
    document.put("token", keys(masks.tokenized()));
    document.put("withheld", keys(masks.withheld()));
    return document;
  }

  static List<String> keys(long mask) {
    return DataCategory.keysOfMask(mask).stream().sorted().toList();
  }

  static String camel(Ground ground) {
    return switch (ground) {
      case ACCOUNT -> "account";
      case DEVICE_LINK -> "deviceLink";
      case NONE -> "none";
      case PUBLIC_LINK_ONLY -> "publicLinkOnly";
      case SHARED_DEVICE -> "sharedDevice";
    };
  }

  private static String words(Ground ground, boolean directory) {
    return switch (ground) {
      case ACCOUNT ->
          directory ? "account id" : "subject key (an account or a device: no accounts directory)";
      case DEVICE_LINK -> "a device that our own servers linked to the account";
      case NONE -> "nothing: devices without a link, or accounts the directory does not have";
      case PUBLIC_LINK_ONLY -> "nothing: devices that only the public linked to an account";
      case SHARED_DEVICE -> "nothing: devices linked to two or more accounts";
    };
  }

  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
