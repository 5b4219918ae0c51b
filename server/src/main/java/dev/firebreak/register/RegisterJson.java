package dev.firebreak.register;

import dev.firebreak.policy.PolicyCap;
import dev.firebreak.standard.Deadline;
import dev.firebreak.standard.RequirementFinding;
import dev.firebreak.standard.Standing;
import dev.firebreak.standard.VendorFacts;
import dev.firebreak.taxonomy.DataCategory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The register's answers as documents for JSON.
public final class RegisterJson {
  private RegisterJson() {}

  /// What a vendor's file says.
  public static Map<String, Object> file(VendorFile file) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", file.name());
    map.put("owner", file.owner());
    map.put("purpose", file.purpose());
    map.put("dataUses", file.dataUses());
    map.put("legalBasis", file.legalBasis());
    file.contract().ifPresent(agreement -> map.put("contract", agreement(agreement)));
    file.agreement().ifPresent(agreement -> map.put("dpa", agreement(agreement)));
    map.put("subProcessors", file.subProcessors().stream().map(RegisterJson::document).toList());
    map.put("regions", file.regions());
    map.put(
        "transfers",
        file.transfers().stream()
            .map(each -> Map.of("to", each.to(), "mechanism", each.mechanism()))
            .toList());
    map.put("securityContact", file.contacts().security());
    map.put("incidentContact", file.contacts().incident());
    file.noticeHours().ifPresent(hours -> map.put("noticeHours", hours));
    file.retentionDays().ifPresent(days -> map.put("retentionDays", days));
    file.mayReceive().ifPresent(cap -> map.put("mayReceive", cap(cap)));
    map.put("standards", file.standards());
    map.put("declared", file.declared().stream().map(DataCategory::key).toList());
    return map;
  }

  /// A scan of a vendor's export.
  public static Map<String, Object> scan(VendorScan scan) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("scannedAt", scan.scannedAt().toString());
    map.put("sha256", scan.sha256());
    map.put("files", scan.files());
    map.put("rows", scan.rows());
    map.put("clear", DataCategory.keysOfMask(scan.found().clear()));
    map.put("generalized", DataCategory.keysOfMask(scan.found().generalized()));
    map.put("token", DataCategory.keysOfMask(scan.found().tokenized()));
    return map;
  }

  private static Map<String, Object> document(VendorFile.SubProcessor each) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", each.name());
    map.put("country", each.country());
    map.put("purpose", each.purpose());
    return map;
  }

  private static Map<String, Object> agreement(VendorFile.Agreement agreement) {
    VendorFacts.Term term = agreement.term();
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("reference", agreement.reference());
    map.put("signed", term.begins().toString());
    term.ends().ifPresent(ends -> map.put("ends", ends.toString()));
    return map;
  }

  private static Map<String, Object> cap(PolicyCap cap) {
    Map<String, Object> map = new LinkedHashMap<>();
    cap.most().forEach((category, treatment) -> map.put(category.key(), treatment.label()));
    return map;
  }

  /// Where a vendor stands with its standards.
  public static Map<String, Object> standing(Standing standing) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("stage", standing.stage().label());
    if (standing.stage() != Deadline.Stage.FULL) {
      map.put("because", standing.because());
    }
    standing.changesAt().ifPresent(at -> map.put("changesAt", at.toString()));
    map.put("deadlines", standing.deadlines().stream().map(RegisterJson::deadline).toList());
    return map;
  }

  private static Map<String, Object> deadline(Deadline deadline) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("standard", deadline.standard());
    map.put("requirement", deadline.finding().requirement());
    map.put("reason", deadline.finding().reason());
    map.put("todo", deadline.finding().todo());
    map.put("tokensOnlyAt", deadline.tokensOnlyAt().toString());
    map.put("heldAt", deadline.heldAt().toString());
    return map;
  }

  /// Whether a standard is met.
  public static Map<String, Object> result(StandardResult result) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("standard", result.standard().name());
    map.put("title", result.standard().title());
    map.put("met", result.met());
    map.put("findings", result.findings().stream().map(RegisterJson::finding).toList());
    return map;
  }

  private static Map<String, Object> finding(RequirementFinding finding) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("requirement", finding.requirement());
    map.put("met", finding.met());
    map.put("reason", finding.reason());
    map.put("todo", finding.todo());
    put(map, "lastDay", finding.lastDay());
    return map;
  }

  /// A review without what belongs to it.
  public static Map<String, Object> review(VendorReview review, LocalDate today) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", review.id());
    map.put("vendor", review.vendor().value());
    map.put("status", review.statusOn(today));
    map.put("because", review.because());
    map.put("questionSet", review.questionSet());
    map.put("startedBy", review.started().operator());
    map.put("startedAt", review.started().at().toString());
    map.put("dueOn", review.dueOn().toString());
    review
        .closing()
        .ifPresent(closing -> {
          map.put("conclusion", closing.conclusion().label());
          map.put("note", closing.note());
          map.put("closedBy", closing.signature().operator());
          map.put("closedAt", closing.signature().at().toString());
        });
    return map;
  }

  /// A review with everything that belongs to it.
  public static Map<String, Object> dossier(ReviewDossier dossier, LocalDate today) {
    Map<String, Object> map = review(dossier.review(), today);
    Map<String, Object> answers = new LinkedHashMap<>();
    new TreeMap<>(dossier.answers())
        .forEach((question, answer) -> {
          Map<String, Object> each = new LinkedHashMap<>();
          each.put("answer", answer.word().label());
          each.put("note", answer.note());
          sign(each, answer.signature());
          answers.put(question, each);
        });
    map.put("answers", answers);
    List<Object> evidence = new ArrayList<>();
    dossier.evidence().forEach(each -> evidence.add(evidence(each)));
    map.put("evidence", evidence);
    List<Object> findings = new ArrayList<>();
    dossier.findings().forEach(each -> findings.add(finding(each)));
    map.put("findings", findings);
    List<Object> actions = new ArrayList<>();
    dossier.actions().forEach(each -> actions.add(action(each, today)));
    map.put("actions", actions);
    return map;
  }

  /// A document that a vendor showed.
  public static Map<String, Object> evidence(VendorReview.Evidence evidence) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("number", evidence.number());
    map.put("kind", evidence.kind());
    map.put("name", evidence.name());
    map.put("sha256", evidence.sha256());
    map.put("bytes", evidence.bytes());
    put(map, "expiresOn", evidence.expiresOn());
    sign(map, evidence.signature());
    return map;
  }

  /// Something that is not as it should be.
  public static Map<String, Object> finding(VendorReview.Finding finding) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("number", finding.number());
    map.put("severity", finding.severity().label());
    map.put("text", finding.text());
    finding.question().ifPresent(question -> map.put("question", question));
    sign(map, finding.signature());
    return map;
  }

  /// What is to be done about a finding.
  public static Map<String, Object> action(VendorReview.Action action, LocalDate today) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("number", action.number());
    map.put("finding", action.finding());
    map.put("text", action.text());
    map.put("owner", action.owner());
    map.put("dueOn", action.dueOn().toString());
    map.put("status", action.statusOn(today));
    sign(map, action.signature());
    action
        .done()
        .ifPresent(done -> {
          map.put("doneNote", done.note());
          map.put("doneBy", done.signature().operator());
          map.put("doneAt", done.signature().at().toString());
        });
    return map;
  }

  /// A rating.
  public static Map<String, Object> rating(Rating.Given given) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("criticality", given.rating().criticality());
    map.put("penetration", given.rating().penetration());
    map.put("dependency", given.rating().dependency());
    map.put("maturity", given.rating().maturity());
    map.put("trust", given.rating().trust());
    map.put("threat", given.rating().threat());
    map.put("review", given.review());
    map.put("because", given.because());
    sign(map, given.signature());
    return map;
  }

  private static void put(Map<String, Object> map, String key, Optional<LocalDate> day) {
    day.ifPresent(each -> map.put(key, each.toString()));
  }

  private static void sign(Map<String, Object> map, VendorReview.Signature signature) {
    map.put("by", signature.operator());
    map.put("at", signature.at().toString());
  }
}
