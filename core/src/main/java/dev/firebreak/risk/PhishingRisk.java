package dev.firebreak.risk;

import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How much a stolen row helps whoever writes to the person. It ranks people for action and is not
/// a probability.
///
/// ```
/// P     = 1 - product of (1 - c) over what this person's row gives away
/// score = 5^E x (1 + 3.5 P) x (1 - b) x V
/// ```
///
/// E is 1 where a deliverable address is in the data: attacked about five times as often. 1 + 3.5 P
/// runs from 1 to 4.5, the measured ratio of personal to generic lures. b is what the account's
/// second factor stopped against targeted attacks (2019): SMS 76 %, prompt 90 %, passkey 99 %,
/// never all; TOTP is taken as SMS. The weights c and V are judgment; docs/reference/incident.md
/// has them.
///
/// Without a name, an address or an id in clear, nothing in the row can be put into a message to
/// anybody: P is then 0.
///
/// @param score 0 and above; 1 is somebody who is in no leak at all
/// @param premise P, 0 to 1
/// @param reachable whether a deliverable address is in the data
/// @param factors each term with its value, for the report
public record PhishingRisk(double score, double premise, boolean reachable, List<String> factors) {
  private static final long ADDRESSES = DataCategory.EMAIL.mask() | DataCategory.PHONE.mask();
  private static final long TELLS_WHO =
      ADDRESSES
          | DataCategory.NAME.mask()
          | DataCategory.ACCOUNT_ID.mask()
          | DataCategory.USERNAME.mask()
          | DataCategory.POSTAL_ADDRESS.mask();

  public PhishingRisk {
    factors = List.copyOf(factors);
  }

  /// What the score asks for.
  public enum Band {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
  }

  /// What the second factor of an account is.
  public enum Mfa {
    NONE(0),
    SMS(0.76),
    TOTP(0.76),
    PROMPT(0.90),
    PASSKEY(0.99);

    private final double blocked;

    Mfa(double blocked) {
      this.blocked = blocked;
    }

    /// The second factor that an accounts directory states; what it does not know counts as none.
    public static Mfa ofDirectory(String text) {
      for (Mfa mfa : values()) {
        if (mfa.name().equalsIgnoreCase(text)) {
          return mfa;
        }
      }
      return NONE;
    }
  }

  /// What taking over the account would give.
  public enum AccountValue {
    OWNER(3),
    ADMIN(3),
    BILLING(2),
    MEMBER(1),
    DORMANT(0.3);

    private final double weight;

    AccountValue(double weight) {
      this.weight = weight;
    }

    /// The role that an accounts directory states; what it does not know counts as a member.
    public static AccountValue ofDirectory(String text) {
      for (AccountValue value : values()) {
        if (value.name().equalsIgnoreCase(text)) {
          return value;
        }
      }
      return MEMBER;
    }
  }

  private enum Premise {
    PRODUCT("product or feature used", 0.30, DataCategory.BEHAVIOR, DataCategory.PURCHASE_HISTORY),
    ORGANIZATION(
        "organization or role",
        0.30,
        DataCategory.ORGANIZATION_ID,
        DataCategory.WORKPLACE,
        DataCategory.JOB_TITLE),
    NAME("name", 0.25, DataCategory.NAME),
    ACCOUNT("account id", 0.20, DataCategory.ACCOUNT_ID, DataCategory.USERNAME),
    CITY(
        "city",
        0.15,
        DataCategory.CITY,
        DataCategory.PRECISE_LOCATION,
        DataCategory.POSTAL_ADDRESS),
    REFERRER("referrer", 0.15, DataCategory.REFERRER, DataCategory.BROWSING_HISTORY),
    BROWSER("browser or system", 0.10, DataCategory.USER_AGENT, DataCategory.DEVICE);

    private final String words;
    private final double weight;
    private final long mask;

    Premise(String words, double weight, DataCategory... categories) {
      this.words = words;
      this.weight = weight;
      long bits = 0;
      for (DataCategory category : categories) {
        bits |= category.mask();
      }
      mask = bits;
    }
  }

  private static final double RECENT_TIMES = 0.20;

  /// Scores one person.
  ///
  /// @param clear categories of this person that stand in the data as they are, as mask
  /// @param recentTimes whether the row has times of the last 30 days before it was stolen
  /// @param mfa second factor of the account
  /// @param value what the account opens
  public static PhishingRisk of(long clear, boolean recentTimes, Mfa mfa, AccountValue value) {
    List<String> factors = new ArrayList<>();
    boolean reachable = (clear & ADDRESSES) != 0;
    double unsaid = 1;
    if ((clear & TELLS_WHO) != 0) {
      for (Premise premise : Premise.values()) {
        if ((clear & premise.mask) != 0) {
          unsaid *= 1 - premise.weight;
          factors.add(premise.words + " " + premise.weight);
        }
      }
      if (recentTimes) {
        unsaid *= 1 - RECENT_TIMES;
        factors.add("recent times " + RECENT_TIMES);
      }
    }
    double premise = 1 - unsaid;
    factors.add(reachable ? "address in the data x5" : "no address in the data x1");
    factors.add(String.format(Locale.ROOT, "second factor stops %.0f %%", mfa.blocked * 100));
    factors.add("account x" + value.weight);
    double score = (reachable ? 5 : 1) * (1 + 3.5 * premise) * (1 - mfa.blocked) * value.weight;
    return new PhishingRisk(score, premise, reachable, factors);
  }

  public Band band() {
    if (score >= 20) {
      return Band.CRITICAL;
    }
    if (score >= 5) {
      return Band.HIGH;
    }
    return score >= 1 ? Band.MEDIUM : Band.LOW;
  }
}
