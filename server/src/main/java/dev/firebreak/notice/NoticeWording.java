package dev.firebreak.notice;

import dev.firebreak.notice.NoticeFacts.AbsenceGrade;
import dev.firebreak.taxonomy.DataCategory;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns facts and one addressee's findings into the words of the placeholders. Kinds of data only,
/// never values; "was not exposed" only where the absence has both grades of evidence.
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

  static final String SECOND_FACTOR_ACTION =
      "Today: turn on a second sign-in step for your account. A passkey is best.";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
  private static final int ACCOUNTS_NAMED_MAX = 20;
  private static final int ACCOUNT_LENGTH_MAX = 64;

  private static final long GUESSABLE =
      mask(DataCategory.EMAIL, DataCategory.PHONE, DataCategory.IP_ADDRESS, DataCategory.USERNAME);
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

  NoticeWording(NoticeFacts facts, NoticeIssuer issuer) {
    this.facts = facts;
    this.issuer = issuer;
  }

  static String date(LocalDate date) {
    return DATE.format(date);
  }

  Map<String, String> of(Addressee addressee, String number, String word) {
    Map<String, String> wording = new HashMap<>();
    wording.put("subject", subject(addressee));
    wording.put("state", state(addressee));
    wording.put("company", issuer.company());
    wording.put("vendor", facts.vendor());
    wording.put("happenedOn", date(facts.happenedOn()));
    wording.put("knownOn", date(facts.knownOn()));
    wording.put("file", file());
    wording.put("findings", String.join(" ", facts.findings()));
    wording.put("exposed", exposed(addressee));
    wording.put("coded", coded(addressee));
    wording.put("consequences", consequences(addressee));
    wording.put("absent", absent(addressee));
    wording.put("neverSent", neverSent(addressee));
    wording.put("accounts", accounts(addressee));
    wording.put("measures", bullets(facts.measures()));
    wording.put("actions", actions(addressee));
    wording.put("nextUpdate", date(facts.nextUpdate()));
    wording.put("contact", issuer.contact());
    wording.put("page", issuer.page());
    wording.put("number", number);
    wording.put("word", word);
    return wording;
  }

  private String subject(Addressee addressee) {
    if (addressee.isFollowUp()) {
      return "The data theft at " + facts.vendor() + ": we found more about you";
    }
    return switch (facts.state()) {
      case AFFECTED -> "You are affected by the data theft at " + facts.vendor();
      case NOT_AFFECTED -> "You are not affected by the data theft at " + facts.vendor();
      case UNKNOWN -> "The data theft at " + facts.vendor() + ": what we know so far";
    };
  }

  private String state(Addressee addressee) {
    if (addressee.isFollowUp()) {
      return "You are affected, as we told you, and we now found more data about you that was"
          + " stolen from "
          + facts.vendor()
          + ".";
    }
    return switch (facts.state()) {
      case AFFECTED -> "You are affected: data about you was stolen from " + facts.vendor() + ".";
      case NOT_AFFECTED -> "You are not affected by the data theft at " + facts.vendor() + ".";
      case UNKNOWN ->
          "We do not know yet whether you are affected by the data theft at "
              + facts.vendor()
              + ".";
    };
  }

  private String file() {
    return switch (facts.state()) {
      case AFFECTED, NOT_AFFECTED ->
          facts.vendor() + " gave us the stolen file. We read it to find out who is in it.";
      case UNKNOWN -> "We have not read the stolen data yet.";
    };
  }

  private String exposed(Addressee addressee) {
    if (addressee.isFollowUp()) {
      return changes(addressee);
    }
    List<DataCategory> categories = DataCategory.ofMask(addressee.exposed());
    if (categories.isEmpty()) {
      return switch (facts.state()) {
        case AFFECTED -> "The stolen file has lines about you.";
        case NOT_AFFECTED -> "We looked for you in the stolen file and did not find you.";
        case UNKNOWN -> "We do not know yet what was stolen about you.";
      };
    }
    String lead =
        facts.state() == NoticeFacts.State.UNKNOWN
            ? "We had sent these kinds of data about you:"
            : "The stolen file has these kinds of data about you:";
    return lead + "\n\n" + bullets(categories.stream().map(PlainWords::of).toList());
  }

  /// What a follow-up has to say: what is new, and what the earlier notice got wrong.
  private static String changes(Addressee addressee) {
    boolean right = (addressee.wronglyDenied() | addressee.wronglyTold()) == 0;
    return Stream.of(
            list(
                addressee.newlyExposed(),
                "The stolen file also has these kinds of data about you, which are new since our"
                    + " last notice:"),
            list(addressee.wronglyDenied(), "Our last notice was wrong about these:"),
            list(addressee.wronglyTold(), "Our last notice named these by mistake:"),
            right ? "What our last notice said still holds." : "The rest of it still holds.")
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  /// A hash of an address or a number is undone by hashing all that are known. The masks cannot
  /// tell it from a token, so the weaker words stand for both.
  private static String coded(Addressee addressee) {
    long coded = addressee.newlyTokenized() & ~addressee.exposed();
    return Stream.of(
            list(
                coded & GUESSABLE,
                "These are in the file only in scrambled form, which guessing can undo:"),
            list(coded & ~GUESSABLE, "These are in the file only as codes in their place:"))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  private static String list(long mask, String lead) {
    List<DataCategory> categories = DataCategory.ofMask(mask);
    return categories.isEmpty()
        ? ""
        : lead + "\n\n" + bullets(categories.stream().map(PlainWords::of).toList());
  }

  /// What the data can be used for (GDPR Art. 34(2) with 33(3)(c)), by the worst kinds first.
  private String consequences(Addressee addressee) {
    if (facts.state() != NoticeFacts.State.AFFECTED) {
      return "";
    }
    long exposed = addressee.newlyExposed();
    List<String> sentences = new ArrayList<>();
    if ((exposed & secrets()) != 0) {
      sentences.add("With this, the thief can get into your account.");
    }
    if ((exposed & MONEY) != 0) {
      sentences.add("The thief can try to take money or buy things in your name.");
    }
    if ((exposed & IDENTITY) != 0) {
      sentences.add("The thief can claim to be you.");
    }
    if ((exposed & INTIMATE) != 0) {
      sentences.add("The thief can read, and tell others, what you may want to keep to yourself.");
    }
    if ((exposed & PLACE) != 0) {
      sentences.add("The thief can find out where you live or go.");
    }
    sentences.add(reach(addressee.exposed() | addressee.tokenized()));
    return String.join(" ", sentences);
  }

  /// How the thief can reach somebody, by what the file has.
  private static String reach(long found) {
    if ((found & DataCategory.PHONE.mask()) != 0) {
      return "The thief can write to you or call you, with facts that make it sound real.";
    }
    return (found & REACHABLE) != 0
        ? "The thief can write to you, with facts that make it sound real."
        : "The file does not say how to reach you. A thief who knows you from elsewhere can use"
            + " these facts to sound real.";
  }

  private String absent(Addressee addressee) {
    List<DataCategory> kinds = absences(addressee, AbsenceGrade.BOTH);
    if (kinds.isEmpty()
        && facts.state() == NoticeFacts.State.AFFECTED
        && !addressee.isFollowUp()
        && absences(addressee, AbsenceGrade.NEVER_SENT).isEmpty()) {
      return "This is what we found in the file. We do not know if the thief has more than this"
          + " file.";
    }
    return kinds.isEmpty()
        ? ""
        : "This was not exposed:\n\n" + bullets(kinds.stream().map(PlainWords::of).toList());
  }

  private String neverSent(Addressee addressee) {
    List<DataCategory> kinds = absences(addressee, AbsenceGrade.NEVER_SENT);
    List<String> lines = new ArrayList<>();
    for (List<DataCategory> topic : TOPICS) {
      String line =
          topic.stream()
              .filter(kinds::contains)
              .map(PlainWords::of)
              .collect(Collectors.joining(KindWords.SEPARATOR));
      if (!line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines.isEmpty()
        ? ""
        : "We did not send this to " + facts.vendor() + ":\n\n" + bullets(lines);
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

  private static String accounts(Addressee addressee) {
    if (addressee.accounts().size() < 2) {
      return "";
    }
    List<String> named =
        addressee.accounts().stream()
            .limit(ACCOUNTS_NAMED_MAX)
            .map(NoticeWording::printable)
            .toList();
    int more = addressee.accounts().size() - named.size();
    return "This notice is about all your accounts:\n\n"
        + bullets(named)
        + (more == 0 ? "" : "\n- and " + more + " more");
  }

  /// An account id comes from a directory that people may write to: no line breaks, nothing that
  /// mail programs would make a link of.
  static String printable(String accountId) {
    String plain = accountId.replaceAll("[^A-Za-z0-9_-]", "_");
    return plain.length() <= ACCOUNT_LENGTH_MAX ? plain : plain.substring(0, ACCOUNT_LENGTH_MAX);
  }

  private String actions(Addressee addressee) {
    List<String> actions = new ArrayList<>();
    if (facts.state() != NoticeFacts.State.NOT_AFFECTED) {
      if (!addressee.secondFactor()) {
        actions.add(SECOND_FACTOR_ACTION);
      }
      actions.add(
          "From now on: do not trust mail, calls or chats just because they know facts about you.");
      actions.add(
          "From now on: type our address, " + issuer.domain() + ", into your browser yourself.");
      if ((addressee.clear() & addressee.newlyExposed() & secrets()) != 0) {
        actions.add("Today: change what was exposed, and every place where you use it too.");
      }
    }
    actions.add("When a mail looks odd: check it as shown below, or ask us.");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < actions.size(); i++) {
      text.append(i == 0 ? "" : "\n").append(i + 1).append(". ").append(actions.get(i));
    }
    return text.toString();
  }

  private static long secrets() {
    return mask(DataCategory.PASSWORD, DataCategory.CREDENTIALS, DataCategory.API_KEY);
  }

  private static long mask(DataCategory... categories) {
    return Arrays.stream(categories).mapToLong(DataCategory::mask).reduce(0, (a, b) -> a | b);
  }

  private static String bullets(List<String> items) {
    return items.isEmpty() ? "" : "- " + String.join("\n- ", items);
  }
}
