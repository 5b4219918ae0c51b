package dev.firebreak.notice;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.notice.CampaignStore.Told;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Answers "is this notice from you?" for whoever received one.
///
/// Genuine needs the notice number, the word that one HMAC makes of campaign, number and address,
/// the address itself, and an outcome that says the mail went or may have gone out, or a letter
/// that was made of it. Whose account has no address types its id. A whole mail must in addition
/// have the very text that was sent, sender and reply address: a genuine number and word copied
/// into another mail verify nothing.
///
/// Everything else gets the same answer after the same work: an unknown number, a wrong word and a
/// wrong address each cost the same look-ups, one opening, one HMAC, one rendering. For a number
/// that does not exist all of it is done with the notice whose number comes next. Thread-safe.
public final class NoticeVerifier {
  private static final Set<String> WENT_OUT = Set.of("sent", "sending", "in_doubt", "returned");
  private static final String DECOY = "00000-00000";

  private final Campaigns campaigns;
  private final CampaignStore store;
  private final InboxStore inbox;
  private final LetterStore letters;
  private final KeyStore keys;
  private final NoticeNumbers numbers;
  private final Candidate decoy;

  public NoticeVerifier(ControlDatabase control, KeyStore keys, Campaigns campaigns, Clock clock) {
    this.campaigns = campaigns;
    this.keys = keys;
    store = new CampaignStore(control);
    inbox = new InboxStore(control);
    letters = new LetterStore(control);
    numbers = new NoticeNumbers(keys);
    decoy = decoy(clock.instant());
  }

  private record Candidate(NoticeRenderer renderer, PersonSeal seal, Told told, boolean real) {}

  /// @param letterMadeAt when a letter was made of it; empty where it went as a mail alone
  /// @param mail its text as a mail
  /// @param letter its text as a letter
  private record Checked(
      boolean genuine,
      Candidate candidate,
      Optional<Instant> letterMadeAt,
      RenderedNotice mail,
      RenderedNotice letter,
      String optOut) {}

  /// Checks what a person typed.
  public VerificationAnswer verify(String number, String word, String address) {
    Checked checked = check(number, word, address);
    return answer(checked, checked.genuine());
  }

  /// Checks a mail as it arrived.
  ///
  /// @param mail all bytes of the mail, headers included
  /// @param address the recipient's own address
  public VerificationAnswer verifyMail(byte[] mail, String address) {
    ReceivedNotice received =
        ReceivedNotice.parse(mail).orElse(new ReceivedNotice(DECOY, "", "", "", "", ""));
    Checked checked = check(received.number(), received.word(), address);
    NoticeIssuer issuer = checked.candidate().renderer().issuer();
    boolean unaltered =
        checked.mail().digest().equals(received.digest())
            && issuer.from().toLowerCase(Locale.ROOT).equals(received.from())
            && issuer.replyTo().toLowerCase(Locale.ROOT).equals(received.replyTo())
            && (received.optOut().isEmpty() || received.optOut().equals(checked.optOut()));
    return answer(checked, checked.genuine() && unaltered);
  }

  private Checked check(String number, String word, String address) {
    Candidate candidate = candidate(NoticeNumbers.typed(number));
    Optional<String> typed = NoticeNumbers.proof(address);
    String normalized = typed.orElse("nobody@invalid.example");
    String campaign = candidate.renderer().campaign();
    String expected = numbers.word(campaign, candidate.told().row().number(), normalized);
    Addressee addressee =
        candidate.seal().open(candidate.told().row().number(), candidate.told().row().sealed());
    CampaignStore.Row row = candidate.told().row();
    String written =
        new FrozenTexts(store, candidate.seal(), candidate.renderer()).written(row, addressee);
    RenderedNotice mail = candidate.renderer().render(written, addressee, row.number());
    RenderedNotice letter =
        new LetterText(candidate.renderer()).rendered(written, addressee, row.number());
    Optional<Instant> letterMadeAt = letters.madeAt(row.number());
    boolean sameWord = NoticeNumbers.sameWord(expected, word);
    boolean sameText = mail.digest().equals(row.textDigest());
    boolean genuine =
        candidate.real()
            && typed.isPresent()
            && sameWord
            && sameText
            && NoticeNumbers.proof(addressee).equals(normalized)
            && (letterMadeAt.isPresent() || wentOut(candidate.told()));
    String token = numbers.optOutToken(campaign, row.number(), normalized);
    String optOut =
        row.followUp()
            ? NoticeOptOuts.link(candidate.renderer().issuer(), row.number(), token)
            : "";
    return new Checked(genuine, candidate, letterMadeAt, mail, letter, optOut);
  }

  /// A mail whose answer was lost may have arrived, whatever became of the attempts after it.
  private static boolean wentOut(Told told) {
    return told.doubted() || WENT_OUT.contains(told.status());
  }

  private static VerificationAnswer answer(Checked checked, boolean genuine) {
    LocalDate sentOn =
        checked
            .letterMadeAt()
            .orElse(Instant.ofEpochMilli(checked.candidate().told().updatedAtMillis()))
            .atOffset(ZoneOffset.UTC)
            .toLocalDate();
    return genuine
        ? new VerificationAnswer.Genuine(
            sentOn,
            checked.letterMadeAt().isPresent() ? checked.letter() : checked.mail(),
            checked.mail().digest(),
            checked.candidate().renderer().issuer(),
            checked.optOut())
        : new VerificationAnswer.NotFromUs();
  }

  /// The reader with a number, or the next one, among those with an address and those without.
  private Optional<Told> atOrAfter(String number) {
    Optional<Told> mailed = store.atOrAfter(number);
    Optional<Told> inProduct = inbox.atOrAfter(number);
    return Stream.of(mailed, inProduct)
        .flatMap(Optional::stream)
        .min(Comparator.comparing(told -> told.row().number()));
  }

  private Candidate candidate(String number) {
    Optional<Told> smallest = atOrAfter("");
    return atOrAfter(number)
        .or(() -> smallest)
        .map(told ->
            new Candidate(
                campaigns.renderer(store.find(told.campaign())),
                new PersonSeal(keys, told.campaign()),
                told,
                told.row().number().equals(number)))
        .orElse(decoy);
  }

  /// An addressee who does not exist, where no campaign was ever drafted.
  private Candidate decoy(Instant now) {
    LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
    NoticeFacts facts =
        new NoticeFacts(
            NoticeFacts.State.AFFECTED,
            "Nobody",
            today,
            today,
            List.of(),
            Map.of(),
            List.of("We do nothing."),
            today);
    NoticeIssuer issuer =
        new NoticeIssuer(
            "Nobody",
            "invalid.example",
            "nobody@invalid.example",
            "https://invalid.example/",
            "nobody@invalid.example",
            "nobody@invalid.example");
    Addressee nobody =
        new Addressee("nobody@invalid.example", List.of("0"), List.of(), 0xff, 0, 0, false, 0);
    PersonSeal seal = new PersonSeal(keys, "decoy");
    NoticeRenderer renderer =
        new NoticeRenderer("decoy", NoticeTemplateSet.english(), facts, issuer, numbers);
    CampaignStore.Row row =
        new CampaignStore.Row(
            1,
            DECOY,
            seal.seal(DECOY, nobody),
            renderer.render(renderer.written(nobody), nobody, DECOY).digest(),
            0,
            false);
    return new Candidate(
        renderer, seal, new Told("decoy", row, "sent", false, now.toEpochMilli()), false);
  }
}
