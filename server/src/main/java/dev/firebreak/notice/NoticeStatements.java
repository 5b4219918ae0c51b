package dev.firebreak.notice;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.taxonomy.DataCategory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/// What the public page publishes for programs and for those who check offline: for each campaign
/// that has begun, which kinds of data were exposed of anybody in it, and which were not; the key
/// that signs it; the text of its notices for everybody, as files and as pages; where to report a
/// weakness (RFC 9116). Nothing in it is about one person. Each file `X` has its signature beside
/// it, `X.sig`. Thread-safe.
public final class NoticeStatements {
  static final String KEY_PATH = "/.well-known/firebreak-notices.pub";
  static final String SECURITY_PATH = "/.well-known/security.txt";
  static final String STATEMENTS = "/statements/";

  private static final Duration SECURITY_LIFE = Duration.ofDays(180);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final CampaignStore store;
  private final KeyStore keys;
  private final FirebreakConfig.Company company;
  private final Clock clock;
  private final StatementSigner signer;
  private final PublishedTexts texts;
  private final NoticeTextPage pages;
  private final Map<String, byte[]> made = new ConcurrentHashMap<>();

  public NoticeStatements(
      ControlDatabase control, KeyStore keys, FirebreakConfig.Company company, Clock clock) {
    this.store = new CampaignStore(control);
    this.keys = keys;
    this.company = company;
    this.clock = clock;
    signer = new StatementSigner(keys);
    texts = new PublishedTexts(control);
    pages = new NoticeTextPage(texts, company.name());
  }

  /// The page for people at a path; empty where none is published there.
  ///
  /// @param language tag of the language that the reader asked for
  Optional<NoticeTextPage.Shown> page(String path, String language) {
    return path.startsWith(NoticeTextPage.FOLDER) ? pages.page(path, language) : Optional.empty();
  }

  /// The file at a path; empty where none is published there.
  Optional<byte[]> file(String path) {
    if (path.endsWith(".sig")) {
      return published(path.substring(0, path.length() - ".sig".length()))
          .map(file -> bytes(signer.sign(file)));
    }
    return path.equals(KEY_PATH)
        ? Optional.of(bytes(signer.publicKey(company.domain())))
        : published(path);
  }

  private Optional<byte[]> published(String path) {
    if (path.equals(SECURITY_PATH)) {
      return Optional.of(bytes(security()));
    }
    if (path.startsWith(PublishedTexts.FOLDER)) {
      return texts
          .file(path.substring(PublishedTexts.FOLDER.length()))
          .map(NoticeStatements::bytes);
    }
    if (!path.startsWith(STATEMENTS) || !path.endsWith(".json")) {
      return Optional.empty();
    }
    String id = path.substring(STATEMENTS.length(), path.length() - ".json".length());
    return statement(id);
  }

  /// A campaign's wording and audience are frozen, and so is this.
  private Optional<byte[]> statement(String id) {
    byte[] before = made.get(id);
    if (before != null) {
      return Optional.of(before);
    }
    return texts
        .find(id)
        .map(each -> made.computeIfAbsent(id, _ -> JSON.writeValueAsBytes(document(each))));
  }

  private Map<String, Object> document(PublishedTexts.Published published) {
    Campaign campaign = published.campaign();
    NoticeFacts facts = campaign.facts();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("schema", "firebreak-statement-1");
    document.put("company", company.name());
    document.put("campaign", campaign.id());
    document.put("state", words(facts.state().name()));
    document.put("vendor", facts.vendor());
    document.put("happenedOn", facts.happenedOn().toString());
    document.put("knownOn", facts.knownOn().toString());
    document.put("nextUpdate", facts.nextUpdate().toString());
    document.put("exposed", exposed(campaign.id()));
    document.put("notExposed", notExposed(facts));
    document.put("texts", published.texts().stream().map(Text::of).toList());
    return document;
  }

  private List<Exposed> exposed(String campaign) {
    PersonSeal seal = new PersonSeal(keys, campaign);
    long clear = 0;
    long generalized = 0;
    long coded = 0;
    for (CampaignStore.Row row : store.rows(campaign)) {
      Addressee addressee = seal.open(row.number(), row.sealed());
      clear |= addressee.clear();
      generalized |= addressee.generalized();
      coded |= addressee.tokenized();
    }
    List<Exposed> exposed = new ArrayList<>();
    for (DataCategory category : DataCategory.ofMask(clear | generalized | coded)) {
      String form =
          (clear & category.mask()) != 0
              ? "clear"
              : (generalized & category.mask()) != 0 ? "generalized" : "coded";
      exposed.add(new Exposed(category.key(), form));
    }
    return exposed;
  }

  /// Only what both grades of evidence carry, and what was never sent; what was merely not found is
  /// no claim.
  private static List<Absent> notExposed(NoticeFacts facts) {
    List<Absent> absent = new ArrayList<>();
    facts.absences().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .filter(each -> each.getValue() != NoticeFacts.AbsenceGrade.SEARCHED)
        .forEach(each ->
            absent.add(
                new Absent(
                    each.getKey().key(),
                    each.getValue() == NoticeFacts.AbsenceGrade.BOTH
                        ? "searched-and-never-sent"
                        : "never-sent")));
    return absent;
  }

  /// Records, not maps: what is signed has the same bytes whenever it is asked for.
  private record Exposed(String category, String form) {}

  private record Absent(String category, String evidence) {}

  private record Text(String language, boolean followUp, String path, String sha256) {
    static Text of(PublishedTexts.Text text) {
      return new Text(
          text.canonical().language().tag(),
          text.canonical().followUp(),
          PublishedTexts.FOLDER + text.name(),
          text.digest());
    }
  }

  private String security() {
    String contact = company.contact();
    Instant expires = clock.instant().truncatedTo(ChronoUnit.DAYS).plus(SECURITY_LIFE);
    return "Contact: "
        + (contact.contains("://") ? contact : "mailto:" + contact)
        + "\nExpires: "
        + expires
        + "\nPolicy: "
        + company.noticePage()
        + "\n";
  }

  private static String words(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
