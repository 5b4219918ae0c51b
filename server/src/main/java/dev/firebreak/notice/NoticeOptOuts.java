package dev.firebreak.notice;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.notice.Audience.SetAside;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who wants no follow-ups: notices about an incident after the first one. That first notice goes
/// to everybody, since the law has people told; a follow-up does not go to an address on this list,
/// and its people are set aside for another channel. Addresses are kept as keyed hashes only.
/// Thread-safe.
public final class NoticeOptOuts {
  private static final String READER = "system:opt-out";
  private static final int ENTRY_LENGTH = 12;

  private final ControlDatabase control;
  private final KeyStore keys;
  private final AuditLog audit;
  private final Clock clock;
  private final CampaignStore store;
  private final NoticeNumbers numbers;

  public NoticeOptOuts(ControlDatabase control, KeyStore keys, AuditLog audit, Clock clock) {
    this.control = control;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
    store = new CampaignStore(control);
    numbers = new NoticeNumbers(keys);
  }

  /// An address on the list.
  ///
  /// @param id begins the keyed hash, and is what the audit log names
  /// @param addedBy operator, or `system:opt-out` where the reader did it
  public record Entry(String id, String addedBy, Instant addedAt) {}

  /// Puts an address on the list, as its owner asked.
  ///
  /// @return the entry's id; empty where the address is there already
  /// @throws FirebreakException WRONG_USE for what is no address
  public Optional<String> add(String address, ConfirmedOperator operator) {
    Campaigns.require(operator, Role.RESPONDER, "NoticeSuppressed");
    return insert(hash(address), operator.name(), "NoticeSuppressed", Map.of());
  }

  /// Takes an address off the list.
  ///
  /// @return the entry's id; empty where the address was not there
  /// @throws FirebreakException WRONG_USE for what is no address
  public Optional<String> remove(String address, ConfirmedOperator operator) {
    Campaigns.require(operator, Role.RESPONDER, "NoticeUnsuppressed");
    String hash = hash(address);
    return control
        .writer()
        .inTransaction(handle -> {
          if (handle.execute("DELETE FROM notice_opt_out WHERE address_hash = ?", hash) == 0) {
            return Optional.empty();
          }
          audit.append(operator.name(), "NoticeUnsuppressed", "opt-out:" + id(hash), Map.of());
          return Optional.of(id(hash));
        });
  }

  /// Everybody on the list, oldest first.
  public List<Entry> list() {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT address_hash, added_by, added_at_millis FROM notice_opt_out"
                        + " ORDER BY added_at_millis, address_hash")
                .map((row, _) ->
                    new Entry(
                        id(row.getString(1)),
                        row.getString(2),
                        Instant.ofEpochMilli(row.getLong(3))))
                .list());
  }

  /// Where the reader of a follow-up asks for no more of them (RFC 8058); nothing in it is in clear
  /// but the notice's number.
  static String link(NoticeIssuer issuer, String number, String token) {
    return issuer.page().replaceFirst("/+$", "") + OptOutPage.PATH + number + "/" + token;
  }

  /// The link of one follow-up.
  String link(String campaign, CampaignStore.Row row, String address, NoticeIssuer issuer) {
    return link(issuer, row.number(), numbers.optOutToken(campaign, row.number(), address));
  }

  /// Takes in what a link says. One that we did not make changes nothing, and nobody is told which
  /// it was.
  void follow(String number, String token) {
    String typed = NoticeNumbers.typed(number);
    Optional<CampaignStore.Told> told = store.byNumber(typed).filter(each -> each.row().followUp());
    String campaign = told.map(CampaignStore.Told::campaign).orElse("none");
    String address =
        told.map(each ->
                new PersonSeal(keys, each.campaign()).open(typed, each.row().sealed()).address())
            .orElse("nobody@invalid.example");
    boolean ours = same(numbers.optOutToken(campaign, typed, address), token);
    if (told.isPresent() && ours) {
      var _ =
          insert(
              hash(address),
              READER,
              "NoticeOptedOut",
              Map.of("campaign", campaign, "number", typed));
    }
  }

  /// Whether an address is on the list now.
  boolean declined(String address) {
    String hash = hash(address);
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery("SELECT count(*) FROM notice_opt_out WHERE address_hash = :hash")
                .bind("hash", hash)
                .mapTo(Boolean.class)
                .one());
  }

  /// An audience without those addressees of a follow-up who want none; their people are set aside.
  ///
  /// @param followUps addresses to which the notice is a follow-up
  Audience without(Audience audience, Set<String> followUps) {
    Set<String> hashes = followUps.isEmpty() ? Set.of() : hashes();
    if (hashes.isEmpty()) {
      return audience;
    }
    List<Addressee> addressees = new ArrayList<>();
    List<SetAside> setAside = new ArrayList<>(audience.setAside());
    for (Addressee addressee : audience.addressees()) {
      if (followUps.contains(addressee.address()) && hashes.contains(hash(addressee.address()))) {
        addressee
            .accounts()
            .forEach(account -> setAside.add(new SetAside(account, SetAsideReason.OPTED_OUT)));
      } else {
        addressees.add(addressee);
      }
    }
    setAside.sort(SetAside.ORDER);
    return new Audience(addressees, setAside, audience.inProduct());
  }

  /// @throws FirebreakException CHECK_FAILED where a follow-up of the campaign would go to somebody
  ///   who asked for none since it was drafted
  void requireNoneIn(String campaign) {
    Set<String> hashes = hashes();
    PersonSeal seal = new PersonSeal(keys, campaign);
    boolean any =
        !hashes.isEmpty()
            && store.rows(campaign).stream()
                .filter(CampaignStore.Row::followUp)
                .anyMatch(
                    row -> hashes.contains(hash(seal.open(row.number(), row.sealed()).address())));
    if (any) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED,
          "somebody asked for no follow-ups since this one was drafted: draft anew");
    }
  }

  private Optional<String> insert(
      String hash, String actor, String action, Map<String, String> details) {
    return control
        .writer()
        .inTransaction(handle -> {
          int added =
              handle.execute(
                  "INSERT INTO notice_opt_out (address_hash, added_by, added_at_millis)"
                      + " VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                  hash,
                  actor,
                  clock.millis());
          if (added == 0) {
            return Optional.empty();
          }
          audit.append(actor, action, "opt-out:" + id(hash), details);
          return Optional.of(id(hash));
        });
  }

  private Set<String> hashes() {
    return new HashSet<>(
        control
            .reader()
            .withHandle(handle ->
                handle
                    .createQuery("SELECT address_hash FROM notice_opt_out")
                    .mapTo(String.class)
                    .list()));
  }

  private String hash(String address) {
    return MailAddress.parse(address)
        .map(numbers::optOutHash)
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.WRONG_USE, "that is no mail address; expected one as name@example.org"));
  }

  private static String id(String hash) {
    return hash.substring(0, ENTRY_LENGTH);
  }

  private static boolean same(String expected, String token) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), token.getBytes(StandardCharsets.UTF_8));
  }
}
