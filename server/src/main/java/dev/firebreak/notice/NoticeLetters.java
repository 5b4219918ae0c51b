package dev.firebreak.notice;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.document.PdfDocuments;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.notice.CampaignStore.Row;
import dev.firebreak.notice.CampaignStore.Stored;
import dev.firebreak.template.Templates;
import gg.jte.Content;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Makes letters for people whom no mail of a campaign reaches and who have not acknowledged their
/// notice in the product: A4 pages as PDF, one document each, with the text that was approved. The
/// field for the address is left empty, since postal addresses are not kept here; number and date
/// stand beside it. Thread-safe.
public final class NoticeLetters {
  private final ControlDatabase control;
  private final KeyStore keys;
  private final AuditLog audit;
  private final Clock clock;
  private final CampaignStore store;
  private final LetterStore letters;
  private final NoticeNumbers numbers;
  private final Templates templates = new Templates();
  private final PdfDocuments documents = new PdfDocuments();

  public NoticeLetters(ControlDatabase control, KeyStore keys, AuditLog audit, Clock clock) {
    this.control = control;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
    store = new CampaignStore(control);
    letters = new LetterStore(control);
    numbers = new NoticeNumbers(keys);
  }

  /// A letter to print.
  ///
  /// @param number of its notice, which names it
  public record Letter(String number, byte[] pdf) {
    @Override
    public String toString() {
      return "Letter[" + number + "]";
    }
  }

  /// Somebody to be told in another way.
  ///
  /// @param reason why, as `notice set-aside` has it
  /// @param accounts account ids; the identifier of the stolen file where there is no account
  /// @param number of the letter that was made; empty where none was
  /// @param language of that letter, as tag; empty where none was made
  public record Line(String reason, List<String> accounts, String number, String language) {
    public Line {
      accounts = List.copyOf(accounts);
    }

    @Override
    public String toString() {
      return "Line[" + reason + "]";
    }
  }

  /// Takes letters, one at a time.
  @FunctionalInterface
  public interface Sink {
    void accept(Letter letter) throws IOException;
  }

  /// Makes letters and hands each to the sink; once the sink has all of them they are recorded, and
  /// can be checked on the public page.
  ///
  /// @param officer a privacy officer: whoever prints these tells people
  /// @param again whether also for people for whom one was made before
  /// @return everybody whom no mail reaches, with their letter
  /// @throws FirebreakException CHECK_FAILED before the campaign's sending has begun, after it was
  ///   withdrawn, and where it was decided not to write; DATA_DAMAGED where the texts are not those
  ///   that were approved
  /// @throws IOException as the sink throws it; nothing is recorded then
  public List<Line> make(String id, ConfirmedOperator officer, boolean again, Sink sink)
      throws IOException {
    Campaigns.require(officer, Role.PRIVACY_OFFICER, "NoticeLettersMade");
    Stored stored = store.find(id);
    requireApproved(stored);
    Instant now = clock.instant();
    Set<String> before = again ? Set.of() : letters.made(id);
    Maker maker = new Maker(stored, now);
    List<Line> lines = new ArrayList<>();
    Set<String> made = new HashSet<>();
    for (SecondChannel.Person person :
        new SecondChannel(store, new InboxStore(control), keys, audit)
            .persons(id, officer.name())) {
      if (person.notice().filter(row -> !before.contains(row.number())).isEmpty()) {
        lines.add(new Line(person.reason(), person.accounts(), "", ""));
        continue;
      }
      Row row = person.notice().get();
      NoticeDocument text = maker.text(row);
      if (made.add(row.number())) {
        sink.accept(new Letter(row.number(), maker.pdf(text, row.number())));
      }
      String language = text.language().tag();
      lines.add(new Line(person.reason(), person.accounts(), row.number(), language));
    }
    control
        .writer()
        .useTransaction(_ -> {
          audit.append(
              officer.name(),
              "NoticeLettersMade",
              "campaign:" + id,
              Map.of("letters", Integer.toString(made.size()), "again", Boolean.toString(again)));
          letters.insert(id, made, now);
        });
    return lines;
  }

  private void requireApproved(Stored stored) {
    Campaign campaign = stored.campaign();
    if (!campaign.status().begun() || stored.approvedHash() == null) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED,
          "the campaign is "
              + campaign.status()
              + "; letters are made of one whose sending has begun: send it first");
    }
    new NoticeDecisions(control, audit, clock).requireWrite(campaign.incident(), campaign.group());
    new Campaigns(control, keys, audit, clock).requireUnchanged(stored, stored.approvedHash());
  }

  /// Makes the letters of one campaign on one day.
  private final class Maker {
    private final NoticeRenderer renderer;
    private final PersonSeal seal;
    private final FrozenTexts frozen;
    private final Instant now;

    Maker(Stored stored, Instant now) {
      renderer = NoticeRenderer.of(stored, numbers);
      seal = new PersonSeal(keys, stored.campaign().id());
      frozen = new FrozenTexts(store, seal, renderer);
      this.now = now;
    }

    NoticeDocument text(Row row) {
      Addressee reader = seal.open(row.number(), row.sealed());
      String written = frozen.written(row, reader);
      if (!renderer.render(written, reader, row.number()).digest().equals(row.textDigest())) {
        throw new FirebreakException(
            ErrorCode.DATA_DAMAGED,
            "a text differs from the one that was approved; no letters are made: draft the"
                + " campaign again with this version");
      }
      return new LetterText(renderer).of(written, reader, row.number());
    }

    byte[] pdf(NoticeDocument text, String number) {
      NoticeIssuer issuer = renderer.issuer();
      LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
      Content body = output -> output.writeContent(text.fragment());
      return documents.of(
          templates.render(
              "notice/letter.jte",
              Map.of(
                  "language", text.language().tag(),
                  "subject", text.subject(),
                  "company", issuer.company(),
                  "contact", issuer.contact(),
                  "date", text.language().date(today),
                  "number", number,
                  "body", body)),
          now);
    }
  }
}
