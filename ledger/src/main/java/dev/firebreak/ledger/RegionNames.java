package dev.firebreak.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The names that directories write in the place of a subdivision's code: states of the US, its
/// district and territories, provinces and territories of Canada. ISO 3166-2:US and 3166-2:CA.
final class RegionNames {
  private static final List<String> UNITED_STATES =
      List.of(
          "AL Alabama",
          "AK Alaska",
          "AZ Arizona",
          "AR Arkansas",
          "CA California",
          "CO Colorado",
          "CT Connecticut",
          "DE Delaware",
          "FL Florida",
          "GA Georgia",
          "HI Hawaii",
          "ID Idaho",
          "IL Illinois",
          "IN Indiana",
          "IA Iowa",
          "KS Kansas",
          "KY Kentucky",
          "LA Louisiana",
          "ME Maine",
          "MD Maryland",
          "MA Massachusetts",
          "MI Michigan",
          "MN Minnesota",
          "MS Mississippi",
          "MO Missouri",
          "MT Montana",
          "NE Nebraska",
          "NV Nevada",
          "NH New Hampshire",
          "NJ New Jersey",
          "NM New Mexico",
          "NY New York",
          "NC North Carolina",
          "ND North Dakota",
          "OH Ohio",
          "OK Oklahoma",
          "OR Oregon",
          "PA Pennsylvania",
          "RI Rhode Island",
          "SC South Carolina",
          "SD South Dakota",
          "TN Tennessee",
          "TX Texas",
          "UT Utah",
          "VT Vermont",
          "VA Virginia",
          "WA Washington",
          "WV West Virginia",
          "WI Wisconsin",
          "WY Wyoming",
          "DC District of Columbia",
          "DC Washington DC",
          "DC Washington, D.C.",
          "DC Washington, DC",
          "AS American Samoa",
          "GU Guam",
          "MP Northern Mariana Islands",
          "PR Puerto Rico",
          "VI Virgin Islands",
          "VI US Virgin Islands",
          "VI U.S. Virgin Islands",
          "VI United States Virgin Islands",
          "UM United States Minor Outlying Islands",
          "UM U.S. Minor Outlying Islands");

  private static final List<String> CANADA =
      List.of(
          "AB Alberta",
          "BC British Columbia",
          "MB Manitoba",
          "NB New Brunswick",
          "NL Newfoundland and Labrador",
          "NL Newfoundland",
          "NS Nova Scotia",
          "NT Northwest Territories",
          "NU Nunavut",
          "ON Ontario",
          "PE Prince Edward Island",
          "QC Quebec",
          "QC Québec",
          "SK Saskatchewan",
          "YT Yukon",
          "YT Yukon Territory");

  private RegionNames() {}

  /// An SQL expression with the code of a region that is written by its name; NULL for others, and
  /// for a name that belongs to another country than the row's.
  ///
  /// @param text SQL for the region, upper case
  /// @param country SQL for the row's country, NULL where unknown
  static String code(String text, String country) {
    return "CASE WHEN coalesce("
        + country
        + ", 'US') = 'US' AND "
        + text
        + " IN ("
        + names(UNITED_STATES)
        + ") THEN "
        + map(UNITED_STATES, text)
        + " WHEN coalesce("
        + country
        + ", 'CA') = 'CA' THEN "
        + map(CANADA, text)
        + " END";
  }

  private static String names(List<String> regions) {
    List<String> names = new ArrayList<>();
    for (String region : regions) {
      names.add(name(region));
    }
    return String.join(", ", names);
  }

  private static String map(List<String> regions, String text) {
    List<String> entries = new ArrayList<>();
    for (String region : regions) {
      entries.add(name(region) + ": '" + region.substring(0, 2) + "'");
    }
    return "MAP {" + String.join(", ", entries) + "}[" + text + "]";
  }

  private static String name(String region) {
    return DuckDb.literal(region.substring(3).toUpperCase(Locale.ROOT));
  }
}
