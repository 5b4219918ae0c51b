package dev.firebreak.testkit.company;

import java.util.Locale;

/// What a person may do in an organization; the names are those of the accounts directory.
public enum AccountRole {
  OWNER,
  ADMIN,
  BILLING,
  MEMBER,
  DORMANT;

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
