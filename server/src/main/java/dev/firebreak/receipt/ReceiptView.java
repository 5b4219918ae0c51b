package dev.firebreak.receipt;

import dev.firebreak.history.ImportedHistory;
import dev.firebreak.ledger.KnowledgeBasis;
import dev.firebreak.ledger.PolicyUse;
import dev.firebreak.notice.PlainWords;
import dev.firebreak.register.VendorFile;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// A receipt in the words of its page, for somebody who has never heard of any of this. Public for
/// the template alone.
///
/// @param paper true for the page that a PDF document is made of
public record ReceiptView(Receipt receipt, boolean paper) {
  /// The most ids that the page lists of one vendor.
  static final int IDS_MAX = 20;

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  /// What stands at the foot of every sheet.
  public String footer() {
    return receipt.company().name() + " · for the holder of the account · " + day();
  }

  /// The day on which it was made.
  public String day() {
    return day(LocalDate.ofInstant(receipt.madeAt(), ZoneOffset.UTC));
  }

  public String day(LocalDate day) {
    return DAY.format(day);
  }

  /// The whole in one sentence.
  public String lead() {
    int given = receipt.given().size();
    if (given == 0) {
      return "We know of no company that we gave data about you to.";
    }
    List<String> open = receipt.givenInClear();
    String first =
        given == 1
            ? "We gave data about you to one other company, " + receipt.given().getFirst().name()
            : "We gave data about you to " + given + " other companies";
    String none = given == 1 ? ". It got none of it" : ". None of them got any of it";
    return first
        + (open.isEmpty()
            ? none + " as it is: only codes and coarser forms."
            : open.size() == given
                ? ", some of it as it is."
                : ". " + String.join(", ", open) + " got some of it as it is.")
        + handedOut();
  }

  /// That not all of it comes from our own records; empty text where all does.
  private String handedOut() {
    List<String> names = receipt.handedOutBy();
    return names.isEmpty()
        ? ""
        : " Part of this we know from what "
            + String.join(", ", names)
            + " handed out to us, not from our own records.";
  }

  /// What the answer may lack because people were erased; empty text where nobody was.
  public String forgotten(VendorReceipt vendor) {
    return vendor.erasedSubjects() == 0
        ? ""
        : "Records about some people were erased at their wish. If you were one of them, we no"
            + " longer know what this company was given about you before.";
  }

  /// `3 November 2025 to 9 November 2025`; one of them where both are the same.
  public String span(LocalDate first, LocalDate last) {
    return first.equals(last) ? day(first) : day(first) + " to " + day(last);
  }

  /// From the first to the last day on which a vendor was given something.
  public String span(VendorReceipt vendor) {
    return span(vendor.firstDay(), vendor.lastDay());
  }

  /// When one kind of data was given: in words where it was the same time as all of it.
  public String when(VendorReceipt vendor, ReceiptLine line) {
    return vendor.isOfAllTime(line) ? "all that time" : span(line.firstDay(), line.lastDay());
  }

  /// How many devices are counted in, in a sentence.
  public String devices(VendorReceipt vendor) {
    int devices = vendor.disclosures().linkedDevices();
    return devices == 1
        ? "one of your devices is counted in, from before you signed in on it"
        : devices + " of your devices are counted in, from before you signed in on them";
  }

  /// How often.
  public String messages(long events) {
    return String.format(Locale.ENGLISH, "%,d %s", events, events == 1 ? "message" : "messages");
  }

  public String words(DataCategory category) {
    String words = PlainWords.of(category);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /// Kinds of data as a list in a sentence.
  public String words(List<DataCategory> categories) {
    return String.join(", ", categories.stream().map(PlainWords::of).toList());
  }

  /// What was given, and not what was held back.
  public List<ReceiptLine> lines(VendorReceipt vendor) {
    return vendor.lines().stream().filter(line -> line.form() != DisclosedForm.WITHHELD).toList();
  }

  /// What was held back in every message: a kind that was also given is not among them.
  public List<DataCategory> withheld(VendorReceipt vendor) {
    long given = vendor.disclosures().masks().disclosed();
    return DataCategory.ofMask(vendor.disclosures().masks().withheld() & ~given);
  }

  /// The ids under which a vendor knows the person, as many as the page has room for.
  public List<String> ids(VendorReceipt vendor) {
    return vendor.disclosures().idsAtVendor().stream().limit(IDS_MAX).toList();
  }

  public int furtherIds(VendorReceipt vendor) {
    return Math.max(0, vendor.disclosures().idsAtVendor().size() - IDS_MAX);
  }

  /// Where the vendor processes the data, and what covers that.
  public String places(VendorFile file) {
    return String.join(", ", file.regions().stream().map(ReceiptView::place).toList());
  }

  private static String place(String region) {
    return switch (region) {
      case "EU" -> "the European Union";
      case "EEA" -> "the European Economic Area";
      default -> Locale.of("", region).getDisplayCountry(Locale.ENGLISH);
    };
  }

  /// What covers data that leaves for another place (GDPR Art. 15(2)).
  public String safeguards(VendorFile file) {
    return String.join(
        "; ",
        file.transfers().stream()
            .map(
                transfer -> transfer.mechanism().replace('-', ' ') + " for " + place(transfer.to()))
            .toList());
  }

  /// The legal basis with its place in the GDPR.
  public String legalBasis(VendorFile file) {
    String letter =
        switch (file.legalBasis()) {
          case "consent" -> "a";
          case "contract" -> "b";
          case "legal-obligation" -> "c";
          case "vital-interests" -> "d";
          case "public-task" -> "e";
          default -> "f";
        };
    return file.legalBasis().replace('-', ' ') + " (GDPR Art. 6(1)(" + letter + "))";
  }

  /// What is known of a vendor that was given nothing, and for which time.
  public String nothing(VendorReceipt vendor) {
    return switch (vendor.basis()) {
      case KnowledgeBasis.NoStatement _ ->
          "We cannot say: our records have nothing at all about what this company was given.";
      case KnowledgeBasis.Since since ->
          "Nothing about you, as far as our records know: they begin on "
              + day(since.since())
              + ". For the time before we cannot say.";
      case KnowledgeBasis.WithHistory history ->
          "Nothing about you, as far as we know: our records begin on "
              + day(history.since().orElse(history.imported()))
              + ", and what the company handed out to us of the time from "
              + day(history.imported())
              + " on has nothing about you. Whether that was everything we cannot say.";
      case KnowledgeBasis.WholePeriod whole ->
          "Nothing about you since " + day(whole.since()) + ", when our records begin.";
    };
  }

  /// The policies that treated what was given: imported history had none.
  public List<PolicyUse> policies(VendorReceipt vendor) {
    return vendor.policies().stream().filter(span -> !span.imported()).toList();
  }

  /// Where imported history comes from.
  public String source(ImportedHistory history) {
    return "Part of this list was taken on "
        + day(history.begunAt())
        + " out of what the company handed out to us ("
        + String.join(
            ", ",
            history.files().stream()
                .map(file -> file.name() + ", SHA-256 " + file.sha256())
                .toList())
        + "). It was given before our rules for messages were in place, and may hold what the"
        + " company added by itself.";
  }

  /// What a vendor holds by the register, beside what our records have; empty text where the
  /// register declares nothing.
  public String declared(VendorReceipt vendor) {
    List<DataCategory> kinds = vendor.file().map(VendorFile::declared).orElse(List.of());
    return kinds.isEmpty() ? "" : "It may hold, as agreed with it: " + words(kinds) + ".";
  }

  /// For which time the list of a vendor is complete.
  public String complete(VendorReceipt vendor) {
    return switch (vendor.basis()) {
      case KnowledgeBasis.NoStatement _ -> "We do not know for which time this is complete.";
      case KnowledgeBasis.Since since ->
          "Our records of this company begin on "
              + day(since.since())
              + ". What it may have been given before, they do not have.";
      case KnowledgeBasis.WithHistory history ->
          "What is told of the time from "
              + day(history.imported())
              + (history.since().isPresent()
                  ? " to " + day(history.since().get()) + ", when our own records begin,"
                  : " on")
              + " comes out of what the company itself handed out to us. Whether that was"
              + " everything we cannot say.";
      case KnowledgeBasis.WholePeriod whole ->
          "Our records of this company begin on " + day(whole.since()) + ".";
    };
  }

  private String day(Instant instant) {
    return day(LocalDate.ofInstant(instant, ZoneOffset.UTC));
  }
}
