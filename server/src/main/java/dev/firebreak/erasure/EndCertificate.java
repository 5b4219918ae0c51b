package dev.firebreak.erasure;

import dev.firebreak.audit.AuditHead;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.document.PdfDocuments;
import dev.firebreak.installation.Installation;
import dev.firebreak.register.RegisterFiles;
import dev.firebreak.template.Templates;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What shows how a vendor was ended, or how far that is: the checklist, queues, requests with
/// their receipts, proofs. Names nobody but operators. Immutable.
///
/// @param vendorName as people know the vendor
/// @param madeAt when this was put together; nothing later is in it
/// @param auditHead the audit log's head then
public record EndCertificate(
    Ending ending,
    String vendorName,
    String company,
    List<EndStep> steps,
    Optional<Erasures.Dossier> erasure,
    Instant madeAt,
    String auditHead) {
  public EndCertificate {
    steps = List.copyOf(steps);
  }

  /// Of a vendor that is being ended, as it is now.
  ///
  /// @throws dev.firebreak.error.FirebreakException NOT_FOUND where it is not
  public static EndCertificate of(Installation installation, VendorId vendor) throws IOException {
    VendorEnding endings = VendorEnding.of(installation);
    Ending ending = endings.find(vendor);
    AuditHead head = new HashChainAuditLog(installation.control(), installation.clock()).head();
    return new EndCertificate(
        ending,
        RegisterFiles.load(installation.config().folder()).name(vendor),
        installation.config().company().name(),
        endings.checklist(ending),
        endings.erasure(ending),
        installation.clock().instant(),
        head.toString());
  }

  /// Whether nothing is left to do.
  public boolean complete() {
    return steps.stream().allMatch(EndStep::done);
  }

  public String title() {
    return (complete() ? "Vendor ended: " : "Vendor being ended: ") + vendorName;
  }

  /// The whole in two sentences.
  public String summary() {
    long open = steps.stream().filter(step -> !step.done()).count();
    return complete()
        ? vendorName
            + " gets nothing any more, and has confirmed, or operators have signed, that everybody"
            + " is erased there. Nothing is left to do."
        : vendorName
            + " is being ended. Open: "
            + open
            + (open == 1 ? " step of " : " steps of ")
            + steps.size()
            + ".";
  }

  /// What stands at the foot of each page of paper.
  public String footer() {
    return title() + " · " + company;
  }

  /// The requests, by number.
  public List<ErasureRequest> requests() {
    return erasure.map(Erasures.Dossier::requests).orElse(List.of());
  }

  /// What operators signed.
  public List<Proof> proofs() {
    return erasure.map(Erasures.Dossier::proofs).orElse(List.of());
  }

  /// A whole number for people.
  public String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// A time, or a dash.
  public String time(Optional<Instant> at) {
    return at.map(Instant::toString).orElse("-");
  }

  /// As one HTML page that needs nothing else.
  public String html() {
    return new Templates().render("vendor/end.jte", Map.of("certificate", this));
  }

  /// On paper.
  public byte[] pdf() {
    return new PdfDocuments()
        .of(
            new Templates().render("vendor/end.jte", Map.of("certificate", this, "paper", true)),
            madeAt);
  }

  /// As one document of maps, lists and values.
  public Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("vendor", ending.vendor().value());
    document.put("name", vendorName);
    document.put("company", company);
    document.put("complete", complete());
    document.put("reason", ending.reason());
    document.put("decidedBy", ending.decidedBy());
    document.put("confirmedBy", ending.confirmedBy());
    document.put("decidedAt", ending.decidedAt().toString());
    document.put("steps", steps.stream().map(EndCertificate::step).toList());
    document.put("queues", ending.queues().stream().map(EndCertificate::queue).toList());
    erasure.ifPresent(dossier -> document.put("erasure", ErasureJson.dossier(dossier)));
    document.put("madeAt", madeAt.toString());
    document.put("auditHead", auditHead);
    return document;
  }

  private static Map<String, Object> step(EndStep step) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("step", step.name());
    map.put("title", step.title());
    map.put("done", step.done());
    map.put("words", step.words());
    return map;
  }

  private static Map<String, Object> queue(Ending.Purged queue) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("binding", queue.binding().value());
    map.put("messages", queue.messages());
    map.put("inDoubt", queue.inDoubt());
    map.put("sha256", queue.sha256());
    return map;
  }
}
