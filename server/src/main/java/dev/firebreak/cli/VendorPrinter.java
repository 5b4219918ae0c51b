package dev.firebreak.cli;

import dev.firebreak.policy.PolicyCap;
import dev.firebreak.policy.Treatment;
import dev.firebreak.register.Rating;
import dev.firebreak.register.StandardResult;
import dev.firebreak.register.VendorFile;
import dev.firebreak.register.VendorRegister;
import dev.firebreak.register.VendorReview;
import dev.firebreak.register.VendorScan;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the register says of a vendor, for a terminal. Confined.
final class VendorPrinter {
  private final PrintWriter out;
  private final VendorRegister register;

  VendorPrinter(PrintWriter out, VendorRegister register) {
    this.out = out;
    this.register = register;
  }

  void print(VendorId vendor) {
    register
        .files()
        .vendor(vendor)
        .ifPresentOrElse(
            this::print,
            () -> out.println("  not in the register: no file vendors/" + vendor + ".yaml"));
    Optional<VendorReview> last =
        register.reviews().lastClosed(vendor).map(dossier -> dossier.review());
    line(
        "last review",
        last.map(review ->
                review.id()
                    + ", "
                    + review.closing().orElseThrow().conclusion().label()
                    + " on "
                    + review.closing().orElseThrow().signature().at())
            .orElse("never"));
    List<Rating.Given> ratings = register.reviews().ratings(vendor);
    if (!ratings.isEmpty()) {
      Rating rating = ratings.getFirst().rating();
      line(
          "rating",
          String.format(
              Locale.ROOT,
              "criticality %d, penetration %d, dependency %d, maturity %d, trust %d:"
                  + " threat level %.2f",
              rating.criticality(),
              rating.penetration(),
              rating.dependency(),
              rating.maturity(),
              rating.trust(),
              rating.threat()));
    }
  }

  /// What a vendor holds, whatever its file declares.
  ///
  /// @param inExports categories that imported exports show
  static void printHeld(PrintWriter out, Masks inExports, List<VendorScan> scans) {
    if (inExports.disclosed() != 0) {
      out.println("  in its exports: " + categories(inExports));
    }
    for (VendorScan scan : scans) {
      out.println(
          "  scanned %s: %,d rows of %d files, %s"
              .formatted(
                  scan.scannedAt(),
                  scan.rows(),
                  scan.files(),
                  scan.found().disclosed() == 0 ? "nothing personal" : categories(scan.found())));
    }
  }

  private static String categories(Masks masks) {
    return String.join(" ", PeoplePrinter.keys(masks.disclosed()));
  }

  private void print(VendorFile file) {
    line("name", file.name());
    line("owner", file.owner());
    line("purpose", file.purpose());
    line("legal basis", file.legalBasis());
    line("contract", agreement(file.contract()));
    line("dpa", agreement(file.agreement()));
    line("regions", words(file.regions()));
    line(
        "transfers",
        words(file.transfers().stream().map(each -> each.to() + " " + each.mechanism()).toList()));
    line(
        "sub-processors",
        words(
            file.subProcessors().stream()
                .map(each -> each.name() + " (" + each.country() + ")")
                .toList()));
    line("incident contact", file.contacts().incident());
    line(
        "notice within",
        file.noticeHours().isPresent() ? file.noticeHours().getAsInt() + "h" : "-");
    line(
        "retention",
        file.retentionDays().isPresent() ? file.retentionDays().getAsInt() + "d" : "-");
    line("may receive", file.mayReceive().map(VendorPrinter::words).orElse("no limit set"));
    if (!file.declared().isEmpty()) {
      line("declared", words(file.declared().stream().map(DataCategory::key).toList()));
    }
    for (StandardResult result : register.check(file)) {
      line("standard", result.standard().name() + (result.met() ? ": met" : ": NOT MET"));
    }
    line("register", register.standing(file).stage().label());
    RegisterWords.ahead(register.standing(file)).ifPresent(words -> line("", words));
  }

  private static String words(PolicyCap cap) {
    return cap.most().entrySet().stream()
        .filter(each -> !(each.getValue() instanceof Treatment.Drop))
        .map(each -> each.getKey().key() + " " + each.getValue().label())
        .collect(Collectors.joining(", "));
  }

  private static String agreement(Optional<VendorFile.Agreement> agreement) {
    return agreement
        .map(each ->
            each.reference()
                + ", signed "
                + each.term().begins()
                + each.term().ends().map(ends -> ", ends " + ends).orElse(""))
        .orElse("none");
  }

  private static String words(List<String> texts) {
    return texts.isEmpty() ? "-" : String.join(", ", texts);
  }

  private void line(String key, String value) {
    out.printf("  %-17s %s%n", key, value);
  }
}
