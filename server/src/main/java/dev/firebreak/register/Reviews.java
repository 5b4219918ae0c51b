package dev.firebreak.register;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.vendor.VendorId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/// The reviews of vendors: begun, answered, shown evidence for, and closed by a signature.
///
/// ```
/// open --answer, evidence, finding, action--> open --close--> done
/// ```
///
/// Corrective actions may be closed after their review. Everything is audited in the transaction
/// that makes it so, without texts: they may name people. Thread-safe.
public final class Reviews {
  /// How many days a review has, where nobody says otherwise.
  public static final int DUE_DAYS = 30;

  private static final int TEXT_CHARS_MAX = 2_000;
  private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  private final ReviewStore store;
  private final EvidenceVault vault;
  private final AuditLog audit;
  private final Clock clock;
  private final QuestionSet questions = QuestionSet.shipped();

  private Reviews(ReviewStore store, EvidenceVault vault, AuditLog audit, Clock clock) {
    this.store = store;
    this.vault = vault;
    this.audit = audit;
    this.clock = clock;
  }

  /// The reviews of an installation.
  public static Reviews of(Installation installation) {
    return new Reviews(
        new ReviewStore(installation.control()),
        new EvidenceVault(installation.directory(), installation.keys()),
        installation.audit(),
        installation.clock());
  }

  /// An answer that somebody wants to give.
  ///
  /// @param note what the answer rests on; may be empty
  public record Given(String question, VendorReview.Answer.Word word, String note) {}

  /// What is to be recorded of a document.
  ///
  /// @param kind as `certificate`
  /// @param expiresOn the last day on which it counts; empty where it does not expire
  public record Shown(String kind, Optional<LocalDate> expiresOn) {}

  /// What is to be done about a finding.
  ///
  /// @param finding its number
  public record Planned(int finding, String text, String owner, LocalDate dueOn) {}

  /// The questions that a new review asks.
  public QuestionSet questions() {
    return questions;
  }

  /// The day, UTC.
  public LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }

  /// All reviews, the oldest first.
  public List<VendorReview> list() {
    return store.reviews();
  }

  /// Everything of a review.
  ///
  /// @throws FirebreakException NOT_FOUND
  public ReviewDossier dossier(String id) {
    return store.dossier(store.review(id).orElseThrow(() -> notFound(id)));
  }

  /// A vendor's last review that was closed; empty where there is none.
  public Optional<ReviewDossier> lastClosed(VendorId vendor) {
    return store.reviews(vendor).stream()
        .filter(review -> review.closing().isPresent())
        .max(Comparator.comparing(review -> review.closing().orElseThrow().signature().at()))
        .map(store::dossier);
  }

  /// When the first open corrective action of a vendor is due, whichever review it came from.
  public Optional<LocalDate> oldestOpenAction(VendorId vendor) {
    return store.oldestOpenAction(vendor);
  }

  /// A vendor's ratings, the latest first.
  public List<Rating.Given> ratings(VendorId vendor) {
    return store.ratings(vendor);
  }

  /// Begins a review of each vendor that has none open for this reason, all or none.
  ///
  /// @param because an incident's id, or words
  /// @param dueOn the day by which they are to be closed, today or later
  /// @return the new ones and those that were open for this reason already
  public List<VendorReview> start(
      ConfirmedOperator operator,
      Collection<VendorId> vendors,
      String because,
      Optional<LocalDate> dueOn) {
    allow(operator, Role.RESPONDER);
    text("why", because);
    LocalDate due = dueOn.orElseGet(() -> today().plusDays(DUE_DAYS));
    if (due.isBefore(today())) {
      throw wrong("a review is due today or later");
    }
    return store.together(handle -> {
      List<VendorReview> open =
          store.reviews().stream().filter(review -> review.closing().isEmpty()).toList();
      List<VendorReview> all = new ArrayList<>();
      for (VendorId vendor : new TreeSet<>(vendors)) {
        all.add(
            open.stream()
                .filter(one -> one.vendor().equals(vendor) && one.because().equals(because))
                .findFirst()
                .orElseGet(() -> begin(handle, operator, vendor, because, due)));
      }
      return all;
    });
  }

  private VendorReview begin(
      Handle handle, ConfirmedOperator operator, VendorId vendor, String because, LocalDate due) {
    VendorReview review =
        new VendorReview(
            vendor + "-r" + (ReviewStore.count(handle, vendor) + 1),
            vendor,
            questions.version(),
            because,
            signature(operator),
            due,
            Optional.empty());
    audit(operator, "VendorReviewStarted", review.id(), Map.of("dueOn", due.toString()));
    ReviewStore.insert(handle, review);
    return review;
  }

  /// Records answers, all or none; a later answer to the same question takes the earlier one's
  /// place, which stays in the history.
  public void answer(ConfirmedOperator operator, String id, List<Given> answers) {
    allow(operator, Role.RESPONDER);
    Set<String> known = questions.keys();
    for (Given given : answers) {
      if (!known.contains(given.question())) {
        throw wrong(
            "no question is named "
                + shortened(given.question())
                + "; `vendor review questions` lists them");
      }
      if (given.note().length() > TEXT_CHARS_MAX) {
        throw wrong("a note has at most " + TEXT_CHARS_MAX + " characters: " + given.question());
      }
    }
    store.together(handle -> {
      open(handle, id);
      audit(
          operator,
          "VendorReviewAnswered",
          id,
          Map.of("answers", Integer.toString(answers.size())));
      for (Given given : answers) {
        ReviewStore.insert(
            handle,
            id,
            new VendorReview.Answer(
                given.question(), given.word(), given.note(), signature(operator)));
      }
      return answers.size();
    });
  }

  /// Seals a document and records it.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE, INPUT_TOO_LARGE
  public VendorReview.Evidence show(
      ConfirmedOperator operator, String id, Path document, Shown shown) {
    allow(operator, Role.RESPONDER);
    if (!KIND.matcher(shown.kind()).matches()) {
      throw wrong("a kind of evidence is 1 to 32 of a-z, 0-9 and '-', as certificate");
    }
    return store.together(handle -> {
      open(handle, id);
      int number = ReviewStore.next(handle, "vendor_review_evidence", id);
      EvidenceVault.Sealed sealed = vault.seal(id, number, document);
      VendorReview.Evidence evidence =
          new VendorReview.Evidence(
              number,
              shown.kind(),
              sealed.name(),
              sealed.sha256(),
              sealed.bytes(),
              shown.expiresOn(),
              signature(operator));
      Map<String, String> details = new LinkedHashMap<>();
      details.put("number", Integer.toString(number));
      details.put("kind", shown.kind());
      details.put("sha256", sealed.sha256());
      shown.expiresOn().ifPresent(day -> details.put("expiresOn", day.toString()));
      audit(operator, "VendorEvidenceAdded", id, details);
      ReviewStore.insert(handle, id, evidence);
      return evidence;
    });
  }

  /// A document as it was handed over; audited before it is opened.
  public byte[] evidence(ConfirmedOperator operator, String id, int number) {
    allow(operator, Role.RESPONDER);
    boolean there =
        dossier(id).evidence().stream().anyMatch(evidence -> evidence.number() == number);
    if (!there) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          id + " has no evidence " + number + "; `vendor review show` lists it");
    }
    audit(operator, "VendorEvidenceExported", id, Map.of("number", Integer.toString(number)));
    return vault.open(id, number);
  }

  /// Records a finding.
  public VendorReview.Finding find(
      ConfirmedOperator operator,
      String id,
      VendorReview.Finding.Severity severity,
      String text,
      Optional<String> question) {
    allow(operator, Role.RESPONDER);
    text("the finding", text);
    question
        .filter(key -> !questions.keys().contains(key))
        .ifPresent(_ -> {
          throw wrong("no question has that name; `vendor review questions` lists them");
        });
    return store.together(handle -> {
      open(handle, id);
      int number = ReviewStore.next(handle, "vendor_review_finding", id);
      VendorReview.Finding finding =
          new VendorReview.Finding(number, severity, text, question, signature(operator));
      audit(
          operator,
          "VendorFindingRecorded",
          id,
          Map.of("number", Integer.toString(number), "severity", severity.label()));
      ReviewStore.insert(handle, id, finding);
      return finding;
    });
  }

  /// Plans a corrective action for a finding.
  public VendorReview.Action plan(ConfirmedOperator operator, String id, Planned planned) {
    allow(operator, Role.RESPONDER);
    text("the action", planned.text());
    text("its owner", planned.owner());
    ReviewDossier dossier = dossier(id);
    if (dossier.findings().stream().noneMatch(each -> each.number() == planned.finding())) {
      throw wrong(id + " has no finding " + planned.finding());
    }
    return store.together(handle -> {
      open(handle, id);
      int number = ReviewStore.next(handle, "vendor_review_action", id);
      VendorReview.Action action =
          new VendorReview.Action(
              number,
              planned.finding(),
              planned.text(),
              planned.owner(),
              planned.dueOn(),
              signature(operator),
              Optional.empty());
      audit(
          operator,
          "VendorActionPlanned",
          id,
          Map.of("number", Integer.toString(number), "dueOn", planned.dueOn().toString()));
      ReviewStore.insert(handle, id, action);
      return action;
    });
  }

  /// Records that an action is done; also after its review was closed.
  public void done(ConfirmedOperator operator, String id, int number, String note) {
    allow(operator, Role.RESPONDER);
    text("what was done", note);
    dossier(id);
    store.together(handle -> {
      audit(operator, "VendorActionDone", id, Map.of("number", Integer.toString(number)));
      VendorReview.Done done = new VendorReview.Done(note, signature(operator));
      if (!ReviewStore.done(handle, id, number, done)) {
        throw wrong(id + " has no open action " + number);
      }
      return number;
    });
  }

  /// Gives a vendor a rating, which belongs to a review; earlier ones stay in the history.
  public void rate(ConfirmedOperator operator, String id, Rating rating, String because) {
    allow(operator, Role.PRIVACY_OFFICER);
    text("why", because);
    store.together(handle -> {
      VendorReview review = ReviewStore.review(handle, id).orElseThrow(() -> notFound(id));
      audit(
          operator,
          "VendorRated",
          id,
          Map.of(
              "criticality", Integer.toString(rating.criticality()),
              "penetration", Integer.toString(rating.penetration()),
              "dependency", Integer.toString(rating.dependency()),
              "maturity", Integer.toString(rating.maturity()),
              "trust", Integer.toString(rating.trust())));
      ReviewStore.insert(
          handle, review.vendor(), new Rating.Given(rating, id, because, signature(operator)));
      return id;
    });
  }

  /// Signs what came of a review. Every question needs an answer, `unknown` included; it can be
  /// accepted as it is only with no action open, and with actions only where every finding of high
  /// severity has one.
  public ReviewDossier close(
      ConfirmedOperator operator, String id, VendorReview.Conclusion conclusion, String note) {
    allow(operator, Role.PRIVACY_OFFICER);
    text("why", note);
    store.together(handle -> {
      ReviewDossier dossier = store.dossier(open(handle, id));
      requireWhole(dossier, conclusion);
      audit(
          operator,
          "VendorReviewClosed",
          id,
          Map.of(
              "conclusion", conclusion.label(),
              "findings", Integer.toString(dossier.findings().size()),
              "evidence", Integer.toString(dossier.evidence().size())));
      ReviewStore.close(
          handle, id, new VendorReview.Closing(conclusion, note, signature(operator)));
      return id;
    });
    return dossier(id);
  }

  private void requireWhole(ReviewDossier dossier, VendorReview.Conclusion conclusion) {
    Set<String> missing = new TreeSet<>(questions.keys());
    missing.removeAll(dossier.answers().keySet());
    if (conclusion != VendorReview.Conclusion.REFUSED && !missing.isEmpty()) {
      throw wrong(
          "no answer yet to "
              + String.join(", ", missing)
              + "; where nobody knows, answer unknown");
    }
    boolean open = dossier.oldestOpenAction().isPresent();
    if (conclusion == VendorReview.Conclusion.ACCEPTED && open) {
      throw wrong("actions are open: close them, or conclude accepted-with-actions");
    }
    if (conclusion != VendorReview.Conclusion.REFUSED) {
      dossier.findings().stream()
          .filter(finding -> finding.severity() == VendorReview.Finding.Severity.HIGH)
          .filter(finding ->
              dossier.actions().stream().noneMatch(action -> action.finding() == finding.number()))
          .findFirst()
          .ifPresent(finding -> {
            throw wrong("finding " + finding.number() + " is of high severity and has no action");
          });
    }
  }

  private VendorReview open(Handle handle, String id) {
    VendorReview review = ReviewStore.review(handle, id).orElseThrow(() -> notFound(id));
    if (review.closing().isPresent()) {
      throw wrong(id + " is closed; begin a new review of " + review.vendor());
    }
    return review;
  }

  private void audit(
      ConfirmedOperator operator, String action, String id, Map<String, String> details) {
    audit.append(operator.name(), action, "review:" + id, details);
  }

  private VendorReview.Signature signature(ConfirmedOperator operator) {
    return new VendorReview.Signature(operator.name(), clock.instant());
  }

  private static void allow(ConfirmedOperator operator, Role role) {
    if (!operator.role().includes(role)) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED, "this needs the role " + role.name().replace('_', ' '));
    }
  }

  private static void text(String what, String text) {
    if (text.isBlank() || text.length() > TEXT_CHARS_MAX) {
      throw wrong("say " + what + " in 1 to " + TEXT_CHARS_MAX + " characters");
    }
  }

  private static String shortened(String text) {
    return text.length() <= 64 ? text : text.substring(0, 64) + "...";
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }

  private static FirebreakException notFound(String id) {
    return new FirebreakException(
        ErrorCode.NOT_FOUND,
        "no review is named " + shortened(id) + "; `vendor review list` shows them");
  }
}
