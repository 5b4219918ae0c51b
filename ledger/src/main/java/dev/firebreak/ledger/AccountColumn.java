package dev.firebreak.ledger;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A column of the accounts directory and the names that companies give it;
/// docs/reference/accounts-directory.md. A name counts in any case, and with any run of other
/// characters for `_`: `E-Mail` is `e_mail`.
enum AccountColumn {
  ACCOUNT_ID("account_id accountid user_id userid uid customer_id external_id distinct_id id"),
  EMAIL("email e_mail mail email_address emailaddress"),
  NAME("name full_name fullname display_name displayname"),
  COUNTRY("country country_code countrycode"),
  REGION("region region_code state subdivision province"),
  CITY("city town"),
  ORGANIZATION_ID(
      "organization_id organizationid organisation_id org_id orgid company_id tenant_id"
          + " workspace_id org"),
  ORGANIZATION_NAME(
      "organization_name organisation_name org_name company_name organization organisation"
          + " company"),
  ROLE("role account_role"),
  MFA("mfa mfa_method two_factor 2fa"),
  PHONE("phone phone_number telephone mobile"),
  LANGUAGE("language lang locale"),
  CREATED_AT("created_at createdat created signup_date signed_up_at");

  private final String names;

  /// @param names separated by blanks, the preferred first
  AccountColumn(String names) {
    this.names = names;
  }

  private List<String> names() {
    return List.of(names.split(" ", -1));
  }

  /// The canonical name, also that of the column in the loaded table.
  String canonical() {
    return names().getFirst();
  }

  /// Chooses the file's column for each column of the directory: the first of its names that the
  /// file has. What the file has beyond is left alone.
  ///
  /// @throws FirebreakException INPUT_WITHOUT_ID where no column can be the account's id;
  ///   INPUT_UNREADABLE where two columns of the file bear the same chosen name
  static Map<AccountColumn, String> choose(Collection<String> found) {
    Map<AccountColumn, String> chosen = new EnumMap<>(AccountColumn.class);
    for (AccountColumn column : values()) {
      column.chooseFrom(found).ifPresent(name -> chosen.put(column, name));
    }
    if (!chosen.containsKey(ACCOUNT_ID)) {
      throw new FirebreakException(
          ErrorCode.INPUT_WITHOUT_ID,
          "the accounts directory has no column with the account's id: expected `account_id` (or "
              + String.join(", ", ACCOUNT_ID.names().subList(1, ACCOUNT_ID.names().size()))
              + "), found "
              + describe(found)
              + "; rename the column, and see that the first line names the columns");
    }
    return chosen;
  }

  private Optional<String> chooseFrom(Collection<String> found) {
    for (String name : names()) {
      List<String> same = found.stream().filter(each -> normalized(each).equals(name)).toList();
      if (same.size() > 1) {
        throw new FirebreakException(
            ErrorCode.INPUT_UNREADABLE,
            "the accounts directory has "
                + same.size()
                + " columns that read as `"
                + name
                + "`; keep one of them");
      }
      if (same.size() == 1) {
        return Optional.of(same.getFirst());
      }
    }
    return Optional.empty();
  }

  private static String normalized(String name) {
    return name.strip()
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^a-z0-9]+", "_")
        .replaceAll("^_|_$", "");
  }

  /// Column names for a message. A file without a header line has values where names should be, so
  /// only what looks like a name is repeated.
  private static String describe(Collection<String> found) {
    List<String> words = new ArrayList<>();
    for (String name : found) {
      String word = name.strip();
      boolean named = word.matches("[A-Za-z_$][A-Za-z_ -]{0,39}");
      words.add(named ? "`" + word + "`" : "(a name that is not repeated here)");
      if (words.size() == 30) {
        words.add("and others");
        break;
      }
    }
    return String.join(", ", words);
  }
}
