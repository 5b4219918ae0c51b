package dev.firebreak.notice;

import dev.firebreak.notice.NoticeFacts.AbsenceGrade;
import dev.firebreak.notice.NoticeFacts.State;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns facts and one addressee's findings into the words of the placeholders, in the language of
/// the facts. Kinds of data only, never values; "was not exposed" only where the absence has both
/// grades of evidence.
final class NoticeWording {
  static final Set<String> PLACEHOLDERS =
      Set.of(
          "subject",
          "state",
          "company",
          "vendor",
          "happenedOn",
          "knownOn",
          "file",
          "findings",
          "exposed",
          "coded",
          "consequences",
          "absent",
          "neverSent",
          "accounts",
          "measures",
          "actions",
          "nextUpdate",
          "contact",
          "page",
          "number",
          "word");

  private static final int ACCOUNTS_NAMED_MAX = 20;
  private static final int ACCOUNT_LENGTH_MAX = 64;

  private static final long GUESSABLE =
      mask(DataCategory.EMAIL, DataCategory.PHONE, DataCategory.IP_ADDRESS, DataCategory.USERNAME);
  private static final long SECRETS =
      mask(DataCategory.PASSWORD, DataCategory.CREDENTIALS, DataCategory.API_KEY);
  private static final long MONEY =
      mask(DataCategory.CREDIT_CARD, DataCategory.BANK_ACCOUNT, DataCategory.PAYMENT);
  private static final long IDENTITY = mask(DataCategory.GOVERNMENT_ID, DataCategory.DATE_OF_BIRTH);
  private static final long INTIMATE =
      mask(
          DataCategory.PRIVATE_CONTENT,
          DataCategory.PROMPT,
          DataCategory.HEALTH,
          DataCategory.BIOMETRIC,
          DataCategory.SPECIAL_CATEGORY,
          DataCategory.CHILDRENS,
          DataCategory.SEARCH_HISTORY);
  private static final long REACHABLE =
      mask(
          DataCategory.NAME,
          DataCategory.EMAIL,
          DataCategory.PHONE,
          DataCategory.USERNAME,
          DataCategory.POSTAL_ADDRESS);
  private static final long PLACE =
      mask(DataCategory.POSTAL_ADDRESS, DataCategory.PRECISE_LOCATION);

  /// What belongs together in a list of what was not sent, the first what people ask for first. A
  /// list of thirty lines hides those. Every kind of data is in one of them.
  static final List<List<DataCategory>> TOPICS =
      List.of(
          List.of(DataCategory.PASSWORD, DataCategory.CREDENTIALS, DataCategory.API_KEY),
          List.of(DataCategory.CREDIT_CARD, DataCategory.BANK_ACCOUNT, DataCategory.PAYMENT),
          List.of(DataCategory.GOVERNMENT_ID, DataCategory.DATE_OF_BIRTH),
          List.of(
              DataCategory.NAME,
              DataCategory.USERNAME,
              DataCategory.EMAIL,
              DataCategory.PHONE,
              DataCategory.POSTAL_ADDRESS,
              DataCategory.CONTACT_URL),
          List.of(
              DataCategory.COUNTRY,
              DataCategory.REGION,
              DataCategory.CITY,
              DataCategory.PRECISE_LOCATION,
              DataCategory.IP_ADDRESS),
          List.of(DataCategory.WORKPLACE, DataCategory.JOB_TITLE, DataCategory.ORGANIZATION_ID),
          List.of(
              DataCategory.PRIVATE_CONTENT,
              DataCategory.PROMPT,
              DataCategory.PUBLIC_CONTENT,
              DataCategory.SEARCH_HISTORY),
          List.of(
              DataCategory.HEALTH,
              DataCategory.BIOMETRIC,
              DataCategory.SPECIAL_CATEGORY,
              DataCategory.CHILDRENS,
              DataCategory.DEMOGRAPHIC),
          List.of(
              DataCategory.PURCHASE_HISTORY,
              DataCategory.MEDIA_CONSUMPTION,
              DataCategory.CAMPAIGN,
              DataCategory.REFERRER,
              DataCategory.BROWSING_HISTORY,
              DataCategory.BEHAVIOR),
          List.of(
              DataCategory.ACCOUNT_ID,
              DataCategory.DEVICE_ID,
              DataCategory.SESSION_ID,
              DataCategory.ADVERTISING_ID,
              DataCategory.USER_AGENT,
              DataCategory.DEVICE,
              DataCategory.LOCALE,
              DataCategory.ACCOUNT_SETTINGS,
              DataCategory.PRIVACY_PREFERENCES,
              DataCategory.TELEMETRY,
              DataCategory.OPERATIONS,
              DataCategory.UNCLASSIFIED));

  private final NoticeFacts facts;
  private final NoticeIssuer issuer;
  private final NoticeWords words;

  NoticeWording(NoticeFacts facts, NoticeIssuer issuer) {
    this.facts = facts;
    this.issuer = issuer;
    words = NoticeWords.of(facts.language());
  }

  Map<String, String> of(Addressee addressee, String number, String word) {
    NoticeLanguage language = facts.language();
    Map<String, String> wording = new HashMap<>();
    wording.put("subject", ofVendor("subject." + standing(addressee)));
    wording.put("state", ofVendor("state." + standing(addressee)));
    wording.put("company", issuer.company());
    wording.put("vendor", facts.vendor());
    wording.put("happenedOn", language.date(facts.happenedOn()));
    wording.put("knownOn", language.date(facts.knownOn()));
    wording.put("file", ofVendor(facts.state() == State.UNKNOWN ? "file.unread" : "file.read"));
    wording.put("findings", String.join(" ", facts.findings()));
    wording.put("exposed", exposed(addressee));
    wording.put("coded", coded(addressee));
    wording.put("consequences", consequences(addressee));
    wording.put("absent", absent(addressee));
    wording.put("neverSent", neverSent(addressee));
    wording.put("accounts", accounts(addressee));
    wording.put("measures", bullets(facts.measures()));
    wording.put("actions", actions(addressee));
    wording.put("nextUpdate", language.date(facts.nextUpdate()));
    wording.put("contact", issuer.contact());
    wording.put("page", issuer.page());
    wording.put("number", number);
    wording.put("word", word);
    return wording;
  }

  private String ofVendor(String key) {
    return words.text(key, "vendor", facts.vendor());
  }

  private String standing(Addressee addressee) {
    return addressee.isFollowUp() ? "follow-up" : state();
  }

  /// The state as the keys of the words have it.
  private String state() {
    return switch (facts.state()) {
      case AFFECTED -> "affected";
      case NOT_AFFECTED -> "not-affected";
      case UNKNOWN -> "unknown";
    };
  }

  private String exposed(Addressee addressee) {
    if (addressee.isFollowUp()) {
      return changes(addressee);
    }
    String lead = facts.state() == State.UNKNOWN ? "exposed.sent" : "exposed.list";
    return addressee.exposed() == 0
        ? words.text("exposed." + state())
        : list(addressee.exposed(), lead);
  }

  /// What a follow-up has to say: what is new, and what the earlier notice got wrong.
  private String changes(Addressee addressee) {
    boolean right = (addressee.wronglyDenied() | addressee.wronglyTold()) == 0;
    return Stream.of(
            list(addressee.newlyExposed(), "change.new"),
            list(addressee.wronglyDenied(), "change.denied"),
            list(addressee.wronglyTold(), "change.mistaken"),
            words.text(right ? "change.right" : "change.rest"))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  /// A hash of an address or a number is undone by hashing all that are known. The masks cannot
  /// tell it from a token, so the weaker words stand for both.
  private String coded(Addressee addressee) {
    long coded = addressee.newlyTokenized() & ~addressee.exposed();
    return Stream.of(
            list(coded & GUESSABLE, "coded.guessable"), list(coded & ~GUESSABLE, "coded.other"))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  private String list(long mask, String lead) {
    return list(DataCategory.ofMask(mask), lead);
  }

  private String list(List<DataCategory> categories, String lead) {
    return categories.isEmpty()
        ? ""
        : ofVendor(lead) + "\n\n" + bullets(categories.stream().map(words::kind).toList());
  }

  /// What the data can be used for (GDPR Art. 34(2) with 33(3)(c)), by the worst kinds first.
  private String consequences(Addressee addressee) {
    if (facts.state() != State.AFFECTED) {
      return "";
    }
    long exposed = addressee.newlyExposed();
    Map<String, Long> kinds = new LinkedHashMap<>();
    kinds.put("consequence.account", SECRETS);
    kinds.put("consequence.money", MONEY);
    kinds.put("consequence.identity", IDENTITY);
    kinds.put("consequence.intimate", INTIMATE);
    kinds.put("consequence.place", PLACE);
    List<String> sentences = new ArrayList<>();
    kinds.forEach((key, mask) -> {
      if ((exposed & mask) != 0) {
        sentences.add(words.text(key));
      }
    });
    sentences.add(words.text(reach(addressee.exposed() | addressee.tokenized())));
    return String.join(" ", sentences);
  }

  /// How the thief can reach somebody, by what the file has.
  private static String reach(long found) {
    if ((found & DataCategory.PHONE.mask()) != 0) {
      return "reach.call";
    }
    return (found & REACHABLE) != 0 ? "reach.write" : "reach.none";
  }

  private String absent(Addressee addressee) {
    List<DataCategory> kinds = absences(addressee, AbsenceGrade.BOTH);
    if (kinds.isEmpty()
        && facts.state() == State.AFFECTED
        && !addressee.isFollowUp()
        && absences(addressee, AbsenceGrade.NEVER_SENT).isEmpty()) {
      return words.text("absent.none");
    }
    return list(kinds, "absent.list");
  }

  private String neverSent(Addressee addressee) {
    List<DataCategory> kinds = absences(addressee, AbsenceGrade.NEVER_SENT);
    List<String> lines = new ArrayList<>();
    for (List<DataCategory> topic : TOPICS) {
      String line =
          topic.stream()
              .filter(kinds::contains)
              .map(words::kind)
              .collect(Collectors.joining(KindWords.SEPARATOR));
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines.isEmpty() ? "" : ofVendor("never-sent.list") + "\n\n" + bullets(lines);
  }

  /// A follow-up says only what changed: what was absent then and still is stands in the first one.
  private List<DataCategory> absences(Addressee addressee, AbsenceGrade grade) {
    if (addressee.isFollowUp()) {
      return List.of();
    }
    long found = addressee.exposed() | addressee.tokenized();
    return Arrays.stream(DataCategory.values())
        .filter(category -> facts.absences().get(category) == grade)
        .filter(category -> (found & category.mask()) == 0)
        .toList();
  }

  private String accounts(Addressee addressee) {
    if (addressee.accounts().size() < 2) {
      return "";
    }
    List<String> lines =
        new ArrayList<>(
            addressee.accounts().stream()
                .limit(ACCOUNTS_NAMED_MAX)
                .map(NoticeWording::printable)
                .toList());
    int more = addressee.accounts().size() - lines.size();
    if (more > 0) {
      lines.add(words.text("accounts.more", "count", Integer.toString(more)));
    }
    return words.text("accounts.list") + "\n\n" + bullets(lines);
  }

  /// An account id comes from a directory that people may write to: no line breaks, nothing that
  /// mail programs would make a link of.
  static String printable(String accountId) {
    String plain = accountId.replaceAll("[^A-Za-z0-9_-]", "_");
    return plain.length() <= ACCOUNT_LENGTH_MAX ? plain : plain.substring(0, ACCOUNT_LENGTH_MAX);
  }

  private String actions(Addressee addressee) {
    List<String> actions = new ArrayList<>();
    if (facts.state() != State.NOT_AFFECTED) {
      if (!addressee.secondFactor()) {
        actions.add(words.text("action.second-factor"));
      }
      actions.add(words.text("action.distrust"));
      actions.add(words.text("action.type", "domain", issuer.domain()));
      if ((addressee.clear() & addressee.newlyExposed() & SECRETS) != 0) {
        actions.add(words.text("action.change"));
      }
    }
    actions.add(words.text("action.check"));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < actions.size(); i++) {
      text.append(i == 0 ? "" : "\n").append(i + 1).append(". ").append(actions.get(i));
    }
    return text.toString();
  }

  private static long mask(DataCategory... categories) {
    return Arrays.stream(categories).mapToLong(DataCategory::mask).reduce(0, (a, b) -> a | b);
  }

  private static String bullets(List<String> items) {
    return items.isEmpty() ? "" : "- " + String.join("\n- ", items);
  }
}
