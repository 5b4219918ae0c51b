package dev.firebreak.receipt;

import dev.firebreak.history.ImportedHistory;
import dev.firebreak.ledger.KnowledgeBasis;
import dev.firebreak.register.VendorFile;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// A receipt in German words, as [ReceiptView] has it in English. What the company wrote into the
/// register stands there as it wrote it. Public for the template alone.
///
/// @param common what does not depend on the language
public record GermanReceipt(ReceiptView common) {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d. MMMM uuuu", Locale.GERMAN);

  /// What stands at the foot of every sheet.
  public String footer() {
    return common.receipt().company().name()
        + " · für die Inhaberin oder den Inhaber des Kontos · "
        + day();
  }

  /// The day on which it was made.
  public String day() {
    return day(common.receipt().madeAt());
  }

  public String day(LocalDate day) {
    return DAY.format(day);
  }

  private String day(Instant instant) {
    return day(LocalDate.ofInstant(instant, ZoneOffset.UTC));
  }

  /// The whole in one sentence.
  public String lead() {
    List<VendorReceipt> given = common.receipt().given();
    if (given.isEmpty()) {
      return "Uns ist kein Unternehmen bekannt, dem wir Daten über Sie gegeben haben.";
    }
    List<String> open = common.receipt().givenInClear();
    String first =
        given.size() == 1
            ? "Wir haben einem anderen Unternehmen Daten über Sie gegeben: "
                + given.getFirst().name()
                + "."
            : "Wir haben " + given.size() + " anderen Unternehmen Daten über Sie gegeben.";
    String how =
        open.isEmpty()
            ? " Nichts davon ging unverändert hinaus, nur Codes und Vergröbertes."
            : " Einen Teil davon unverändert erhielt: " + String.join(", ", open) + ".";
    return first + how + handedOut();
  }

  /// That not all of it comes from our own records; empty text where all does.
  private String handedOut() {
    List<String> names = common.receipt().handedOutBy();
    return names.isEmpty()
        ? ""
        : " Einen Teil davon wissen wir aus dem, was "
            + String.join(", ", names)
            + " uns herausgegeben hat, nicht aus unseren eigenen Aufzeichnungen.";
  }

  /// What the answer may lack because people were erased; empty text where nobody was.
  public String forgotten(VendorReceipt vendor) {
    return vendor.erasedSubjects() == 0
        ? ""
        : "Aufzeichnungen über einige Personen wurden auf deren Wunsch gelöscht. Waren Sie"
            + " darunter, so wissen wir nicht mehr, was dieses Unternehmen zuvor über Sie"
            + " erhalten hat.";
  }

  /// From the first to the last day on which a vendor was given something.
  public String span(VendorReceipt vendor) {
    return span(vendor.firstDay(), vendor.lastDay());
  }

  private String span(LocalDate first, LocalDate last) {
    return first.equals(last) ? day(first) : day(first) + " bis " + day(last);
  }

  /// When one kind of data was given: in words where it was the same time as all of it.
  public String when(VendorReceipt vendor, ReceiptLine line) {
    return vendor.isOfAllTime(line) ? "die ganze Zeit" : span(line.firstDay(), line.lastDay());
  }

  /// How many devices are counted in, in a sentence.
  public String devices(VendorReceipt vendor) {
    int devices = vendor.disclosures().linkedDevices();
    return devices == 1
        ? "eines Ihrer Geräte ist mitgezählt, aus der Zeit, bevor Sie sich darauf angemeldet haben"
        : devices
            + " Ihrer Geräte sind mitgezählt, aus der Zeit, bevor Sie sich darauf angemeldet haben";
  }

  /// How often.
  public String messages(long events) {
    return String.format(
        Locale.GERMAN, "%,d %s", events, events == 1 ? "Nachricht" : "Nachrichten");
  }

  public String words(DataCategory category) {
    String words = GermanWords.of(category);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /// Kinds of data as a list in a sentence.
  public String words(List<DataCategory> categories) {
    return String.join(", ", categories.stream().map(GermanWords::of).toList());
  }

  public String words(DisclosedForm form) {
    return GermanWords.of(form);
  }

  /// Where the vendor processes the data.
  public String places(VendorFile file) {
    return String.join(", ", file.regions().stream().map(GermanReceipt::place).toList());
  }

  private static String place(String region) {
    return switch (region) {
      case "EU" -> "Europäische Union";
      case "EEA" -> "Europäischer Wirtschaftsraum";
      default -> Locale.of("", region).getDisplayCountry(Locale.GERMAN);
    };
  }

  /// What covers data that leaves for another place (GDPR Art. 15(2)).
  public String safeguards(VendorFile file) {
    return String.join(
        "; ",
        file.transfers().stream()
            .map(transfer ->
                GermanWords.mechanism(transfer.mechanism()) + " für " + place(transfer.to()))
            .toList());
  }

  public String legalBasis(VendorFile file) {
    return GermanWords.legalBasis(file.legalBasis());
  }

  /// What is known of a vendor that was given nothing, and for which time.
  public String nothing(VendorReceipt vendor) {
    return switch (vendor.basis()) {
      case KnowledgeBasis.NoStatement _ ->
          "Das können wir nicht sagen: Unsere Aufzeichnungen enthalten nichts darüber, was dieses"
              + " Unternehmen erhalten hat.";
      case KnowledgeBasis.Since since ->
          "Nichts über Sie, soweit unsere Aufzeichnungen reichen: Sie beginnen am "
              + day(since.since())
              + ". Für die Zeit davor können wir es nicht sagen.";
      case KnowledgeBasis.WithHistory history ->
          "Nichts über Sie, soweit wir wissen: Unsere Aufzeichnungen beginnen am "
              + day(history.since().orElse(history.imported()))
              + ", und was das Unternehmen uns über die Zeit ab dem "
              + day(history.imported())
              + " herausgegeben hat, enthält nichts über Sie. Ob das alles war, können wir nicht"
              + " sagen.";
      case KnowledgeBasis.WholePeriod whole ->
          "Nichts über Sie seit dem "
              + day(whole.since())
              + ", an dem unsere Aufzeichnungen beginnen.";
    };
  }

  /// Where imported history comes from.
  public String source(ImportedHistory history) {
    return "Ein Teil dieser Liste wurde am "
        + day(history.begunAt())
        + " dem entnommen, was das Unternehmen uns herausgegeben hat ("
        + String.join(
            ", ",
            history.files().stream()
                .map(file -> file.name() + ", SHA-256 " + file.sha256())
                .toList())
        + "). Es wurde weitergegeben, bevor unsere Regeln für Nachrichten galten, und kann"
        + " enthalten, was das Unternehmen selbst hinzugefügt hat.";
  }

  /// What a vendor holds by the register, beside what our records have; empty text where the
  /// register declares nothing.
  public String declared(VendorReceipt vendor) {
    List<DataCategory> kinds = vendor.file().map(VendorFile::declared).orElse(List.of());
    return kinds.isEmpty()
        ? ""
        : "Es kann nach der Vereinbarung mit ihm haben: " + words(kinds) + ".";
  }

  /// For which time the list of a vendor is complete.
  public String complete(VendorReceipt vendor) {
    return switch (vendor.basis()) {
      case KnowledgeBasis.NoStatement _ ->
          "Für welche Zeit dies vollständig ist, wissen wir nicht.";
      case KnowledgeBasis.Since since ->
          "Unsere Aufzeichnungen über dieses Unternehmen beginnen am "
              + day(since.since())
              + ". Was es davor erhalten haben mag, enthalten sie nicht.";
      case KnowledgeBasis.WithHistory history ->
          "Was von der Zeit ab dem "
              + day(history.imported())
              + history
                  .since()
                  .map(own -> " bis zum " + day(own) + ", an dem unsere Aufzeichnungen beginnen,")
                  .orElse("")
              + " gesagt ist, stammt aus dem, was das Unternehmen selbst uns herausgegeben hat. Ob"
              + " das alles war, können wir nicht sagen.";
      case KnowledgeBasis.WholePeriod whole ->
          "Unsere Aufzeichnungen über dieses Unternehmen beginnen am " + day(whole.since()) + ".";
    };
  }

  /// What is known of a vendor in one statement, for whoever reads it without the page.
  public String statement(VendorReceipt vendor) {
    return vendor.disclosed() ? complete(vendor) : nothing(vendor);
  }
}
