package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.disk.PrivateFile;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.EventPath;
import dev.firebreak.register.AnswerFiles;
import dev.firebreak.register.Question;
import dev.firebreak.register.Rating;
import dev.firebreak.register.RegisterJson;
import dev.firebreak.register.ReviewDossier;
import dev.firebreak.register.Reviews;
import dev.firebreak.register.VendorRegister;
import dev.firebreak.register.VendorReview;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak vendor review ...`.
@Command(
    name = "review",
    description = {
      "Reviews of vendors: questions, evidence, findings, actions, rating, signature.",
      "With --all it begins one for every vendor, such as after an incident; `list` tracks them."
    })
final class ReviewCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(names = "--all", description = "begin a review of every vendor")
  private boolean all;

  @Option(names = "--because", paramLabel = "TEXT", description = "an incident's id, or why")
  private @Nullable String because;

  @Option(names = "--due", paramLabel = "DAY", description = "to be closed by (default: 30 days)")
  private @Nullable LocalDate due;

  @Option(names = "--operator", paramLabel = "NAME", description = "who begins them")
  private @Nullable String operator;

  @Option(names = "--json")
  private boolean json;

  ReviewCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (!all || because == null || operator == null) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "say which, as `vendor review list`, or --all with --because TEXT and --operator NAME");
    }
    Set<VendorId> vendors = vendors();
    if (vendors.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "there is no vendor: neither a binding nor a file in vendors/");
    }
    ConfirmedOperator by =
        OperatorMixin.confirm(context, operator, "VendorReviewStarted", Role.RESPONDER);
    return printList(reviews().start(by, vendors, because, Optional.ofNullable(due)), json);
  }

  @Command(name = "start", description = "Begins a review of one vendor.")
  int start(
      @Parameters(paramLabel = "VENDOR") String vendor,
      @Option(names = "--because", required = true, paramLabel = "TEXT") String reason,
      @Option(names = "--due", paramLabel = "DAY") @Nullable LocalDate dueOn,
      @Mixin OperatorMixin by,
      @Option(names = "--json") boolean asJson) {
    VendorId id = VendorCommand.vendorId(vendor);
    if (!vendors().contains(id)) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND, "no binding and no file in vendors/ has the vendor " + vendor);
    }
    ConfirmedOperator confirmed = by.confirm(context, "VendorReviewStarted", Role.RESPONDER);
    return printList(
        reviews().start(confirmed, Set.of(id), reason, Optional.ofNullable(dueOn)), asJson);
  }

  @Command(name = "list", description = "Lists reviews: done, open, overdue.")
  int list(
      @Option(names = "--vendor", paramLabel = "VENDOR") @Nullable String vendor,
      @Option(names = "--because", paramLabel = "TEXT") @Nullable String reason,
      @Option(names = "--open") boolean open,
      @Option(names = "--json") boolean asJson) {
    return printList(
        reviews().list().stream()
            .filter(review -> vendor == null || review.vendor().value().equals(vendor))
            .filter(review -> reason == null || review.because().equals(reason))
            .filter(review -> !open || review.closing().isEmpty())
            .toList(),
        asJson);
  }

  @Command(name = "show", description = "Shows a review with everything that belongs to it.")
  int show(@Parameters(paramLabel = "ID") String id, @Option(names = "--json") boolean asJson) {
    ReviewDossier dossier = reviews().dossier(id);
    if (asJson) {
      JsonOutput.print(context.out(), RegisterJson.dossier(dossier, reviews().today()));
      return 0;
    }
    new ReviewPrinter(context.out(), reviews().today()).print(dossier, reviews().questions());
    return 0;
  }

  @Command(name = "questions", description = "Lists the questions that a review asks.")
  int questions(@Option(names = "--json") boolean asJson) {
    Reviews reviews = reviews();
    if (asJson) {
      JsonOutput.print(
          context.out(),
          reviews.questions().questions().stream().map(ReviewCommand::document).toList());
      return 0;
    }
    context.out().println("Question set " + reviews.questions().version());
    for (Question question : reviews.questions().questions()) {
      context.out().printf("%n%s (%s)%n  %s%n", question.key(), question.area(), question.asks());
      context.out().println("  " + question.topic());
    }
    return 0;
  }

  @Command(name = "answer", description = "Answers one question.")
  int answer(
      @Parameters(index = "0", paramLabel = "ID") String id,
      @Parameters(index = "1", paramLabel = "QUESTION") String question,
      @Parameters(index = "2", paramLabel = "yes|partly|no|not-applicable|unknown") String word,
      @Option(names = "--note", paramLabel = "TEXT", defaultValue = "") String note,
      @Mixin OperatorMixin by,
      @Option(names = "--json") boolean asJson) {
    VendorReview.Answer.Word parsed =
        VendorReview.Answer.Word.ofLabel(word)
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.WRONG_USE,
                    "an answer is yes, partly, no, not-applicable or unknown"));
    ConfirmedOperator confirmed = confirmed(by, id, "VendorReviewAnswered", Role.RESPONDER);
    reviews().answer(confirmed, id, List.of(new Reviews.Given(question, parsed, note)));
    return show(id, asJson);
  }

  @Command(name = "import", description = "Takes answers from a file that the vendor filled in.")
  int importAnswers(
      @Parameters(index = "0", paramLabel = "ID") String id,
      @Parameters(index = "1", paramLabel = "FILE", description = "FILE.csv or FILE.json")
          Path file,
      @Mixin OperatorMixin by,
      @Option(names = "--json") boolean asJson) {
    List<Reviews.Given> answers = AnswerFiles.read(context.workingDirectory().resolve(file));
    ConfirmedOperator confirmed = confirmed(by, id, "VendorReviewAnswered", Role.RESPONDER);
    reviews().answer(confirmed, id, answers);
    return show(id, asJson);
  }

  @Command(name = "export", description = "Writes questions and answers for the vendor to fill in.")
  int export(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--out", required = true, paramLabel = "FILE") Path out,
      @Option(names = "--json") boolean asJson) {
    ReviewDossier dossier = reviews().dossier(id);
    String name = out.toString();
    if (!name.endsWith(".csv") && !name.endsWith(".json")) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "--out names FILE.csv or FILE.json");
    }
    String text =
        name.endsWith(".csv")
            ? AnswerFiles.csv(reviews().questions(), dossier)
            : AnswerFiles.json(reviews().questions(), dossier);
    write(out, text.getBytes(StandardCharsets.UTF_8));
    return said(Map.of("id", id, "file", name), "Wrote " + name + ".", asJson);
  }

  @Command(name = "evidence", description = "Seals a document that the vendor showed.")
  int evidence(
      @Parameters(index = "0", paramLabel = "ID") String id,
      @Parameters(index = "1", paramLabel = "FILE") Path file,
      @Option(names = "--kind", required = true, paramLabel = "KIND") String kind,
      @Option(names = "--expires", paramLabel = "DAY") @Nullable LocalDate expires,
      @Mixin OperatorMixin by,
      @Option(names = "--json") boolean asJson) {
    ConfirmedOperator confirmed = confirmed(by, id, "VendorEvidenceAdded", Role.RESPONDER);
    VendorReview.Evidence evidence =
        reviews()
            .show(
                confirmed,
                id,
                context.workingDirectory().resolve(file),
                new Reviews.Shown(kind, Optional.ofNullable(expires)));
    return said(
        RegisterJson.evidence(evidence),
        "Evidence " + evidence.number() + ", SHA-256 " + evidence.sha256() + ".",
        asJson);
  }

  @Command(name = "evidence-export", description = "Writes a sealed document as it was shown.")
  int evidenceExport(
      @Parameters(index = "0", paramLabel = "ID") String id,
      @Parameters(index = "1", paramLabel = "NUMBER") int number,
      @Option(names = "--out", required = true, paramLabel = "FILE") Path out,
      @Mixin OperatorMixin by,
      @Option(names = "--json") boolean asJson) {
    ConfirmedOperator confirmed = confirmed(by, id, "VendorEvidenceExported", Role.RESPONDER);
    write(out, reviews().evidence(confirmed, id, number));
    return said(Map.of("id", id, "number", number), "Wrote " + out + ".", asJson);
  }

  @Command(name = "finding", description = "Records something that is not as it should be.")
  int finding(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--text", required = true, paramLabel = "TEXT") String text,
      @Option(names = "--severity", required = true, paramLabel = "low|medium|high")
          VendorReview.Finding.Severity severity,
      @Option(names = "--question", paramLabel = "QUESTION") @Nullable String question,
      @Mixin OperatorMixin by,
      @Option(names = "--json") boolean asJson) {
    ConfirmedOperator confirmed = confirmed(by, id, "VendorFindingRecorded", Role.RESPONDER);
    VendorReview.Finding finding =
        reviews().find(confirmed, id, severity, text, Optional.ofNullable(question));
    return said(
        RegisterJson.finding(finding), "Finding " + finding.number() + " recorded.", asJson);
  }

  @Command(name = "action", description = "Plans a corrective action for a finding.")
  int action(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--finding", required = true, paramLabel = "NUMBER") int finding,
      @Option(names = "--text", required = true, paramLabel = "TEXT") String text,
      @Option(names = "--owner", required = true, paramLabel = "WHO") String owner,
      @Option(names = "--due", required = true, paramLabel = "DAY") LocalDate dueOn,
      @Mixin OperatorMixin by,
      @Option(names = "--json") boolean asJson) {
    ConfirmedOperator confirmed = confirmed(by, id, "VendorActionPlanned", Role.RESPONDER);
    VendorReview.Action action =
        reviews().plan(confirmed, id, new Reviews.Planned(finding, text, owner, dueOn));
    return said(
        RegisterJson.action(action, reviews().today()),
        "Action " + action.number() + " planned.",
        asJson);
  }

  @Command(name = "done", description = "Records that a corrective action is done.")
  int done(
      @Parameters(index = "0", paramLabel = "ID") String id,
      @Parameters(index = "1", paramLabel = "NUMBER") int number,
      @Option(names = "--note", required = true, paramLabel = "TEXT") String note,
      @Mixin OperatorMixin by,
      @Option(names = "--json") boolean asJson) {
    ConfirmedOperator confirmed = confirmed(by, id, "VendorActionDone", Role.RESPONDER);
    reviews().done(confirmed, id, number, note);
    context.eventPath().ifPresent(EventPath::followRegister);
    return said(Map.of("id", id, "action", number), "Action " + number + " is done.", asJson);
  }

  @Command(name = "rate", description = "Rates the vendor, each number from 1 (low) to 4 (high).")
  int rate(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--criticality", required = true) int criticality,
      @Option(names = "--penetration", required = true) int penetration,
      @Option(names = "--dependency", required = true) int dependency,
      @Option(names = "--maturity", required = true) int maturity,
      @Option(names = "--trust", required = true) int trust,
      @Option(names = "--because", required = true, paramLabel = "TEXT") String reason,
      @Mixin OperatorMixin by,
      @Option(names = "--json") boolean asJson) {
    Rating rating;
    try {
      rating = new Rating(criticality, penetration, dependency, maturity, trust);
    } catch (IllegalArgumentException e) {
      throw new FirebreakException(ErrorCode.WRONG_USE, "each number is 1 to 4", e);
    }
    VendorId vendor = reviews().dossier(id).review().vendor();
    ConfirmedOperator confirmed = by.confirm(context, "VendorRated", Role.PRIVACY_OFFICER);
    reviews().rate(confirmed, id, rating, reason);
    return said(
        RegisterJson.rating(reviews().ratings(vendor).getFirst()),
        String.format(Locale.ROOT, "Threat level %.2f (1/16 to 16).", rating.threat()),
        asJson);
  }

  @Command(name = "close", description = "Signs what came of a review.")
  int close(
      @Parameters(paramLabel = "ID") String id,
      @Option(
              names = "--conclusion",
              required = true,
              paramLabel = "accepted|accepted-with-actions|refused")
          String conclusion,
      @Option(names = "--note", required = true, paramLabel = "TEXT") String note,
      @Mixin OperatorMixin by,
      @Option(names = "--json") boolean asJson) {
    VendorReview.Conclusion parsed = conclusion(conclusion);
    ConfirmedOperator confirmed = confirmed(by, id, "VendorReviewClosed", Role.PRIVACY_OFFICER);
    reviews().close(confirmed, id, parsed, note);
    context.eventPath().ifPresent(EventPath::followRegister);
    return show(id, asJson);
  }

  private static VendorReview.Conclusion conclusion(String label) {
    return VendorReview.Conclusion.ofLabel(label)
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.WRONG_USE, "a review ends accepted, accepted-with-actions or refused"));
  }

  /// An unknown review is refused before anybody is asked for a code.
  private ConfirmedOperator confirmed(OperatorMixin by, String id, String action, Role role) {
    reviews().dossier(id);
    return by.confirm(context, action, role);
  }

  private Reviews reviews() {
    return Reviews.of(context.installation());
  }

  /// Those with a binding or a file.
  private Set<VendorId> vendors() {
    Set<VendorId> vendors =
        new TreeSet<>(VendorRegister.of(context.installation()).files().vendors().keySet());
    context.installation().config().bindings().stream()
        .map(BindingConfig::vendor)
        .forEach(vendors::add);
    return vendors;
  }

  private int printList(List<VendorReview> reviews, boolean asJson) {
    LocalDate today = reviews().today();
    if (asJson) {
      List<Map<String, Object>> documents = new ArrayList<>();
      reviews.forEach(review -> documents.add(RegisterJson.review(review, today)));
      JsonOutput.print(context.out(), documents);
    } else {
      new ReviewPrinter(context.out(), today).print(reviews);
    }
    return 0;
  }

  private int said(Map<String, ?> document, String words, boolean asJson) {
    if (asJson) {
      JsonOutput.print(context.out(), new LinkedHashMap<>(document));
    } else {
      context.out().println(words);
    }
    return 0;
  }

  private void write(Path out, byte[] bytes) {
    Path file = context.workingDirectory().resolve(out);
    try (OutputStream stream = PrivateFile.create(file)) {
      stream.write(bytes);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, out + " could not be written; name a new file", e);
    }
  }

  private static Map<String, Object> document(Question question) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("key", question.key());
    map.put("area", question.area());
    map.put("asks", question.asks());
    map.put("topic", question.topic());
    return map;
  }
}
