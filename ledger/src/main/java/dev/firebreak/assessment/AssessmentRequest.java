package dev.firebreak.assessment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What an assessment needs: the stolen files and whatever the company knows.
///
/// @param files originals as handed over: NDJSON, JSON arrays, CSV, Parquet, gz; at least one
/// @param accounts the accounts directory (CSV or Parquet with a column `account_id`, see
///   docs/reference/accounts-directory.md); empty where the company brings none
/// @param tokens resolves tokens and recomputes keyed hashes; [TokenLookup#NONE] without a gateway
/// @param links device id to account ids, from the ledger; none without a gateway
/// @param disclosedCategories categories that the ledger says the vendor ever got, as mask; used
///   for the reconciliation, 0 without a gateway
/// @param mapping what an operator says of fields, and rows that were converted before
/// @param emailRules whether addresses that are written differently may be one mailbox
/// @param workFolder a folder of mode 0700 for plaintext intermediates; the caller removes it
/// @param resultFolder where `people.parquet` goes
/// @param conduct who is told how far it is, who may end it, where finished stages are kept
public record AssessmentRequest(
    List<Path> files,
    Optional<Path> accounts,
    TokenLookup tokens,
    LinkSource links,
    long disclosedCategories,
    MappingInput mapping,
    EmailRules emailRules,
    Path workFolder,
    Path resultFolder,
    Conduct conduct) {
  public AssessmentRequest {
    files = List.copyOf(files);
    if (files.isEmpty() == mapping.converted().isEmpty()) {
      throw new IllegalArgumentException("an assessment needs files, or rows converted before");
    }
  }

  /// Of originals, with nothing said of their fields and without links.
  public AssessmentRequest(
      List<Path> files,
      Optional<Path> accounts,
      TokenLookup tokens,
      long disclosedCategories,
      Path workFolder,
      Path resultFolder,
      Conduct conduct) {
    this(
        files,
        accounts,
        tokens,
        LinkSource.NONE,
        disclosedCategories,
        MappingInput.NONE,
        EmailRules.EXACT,
        workFolder,
        resultFolder,
        conduct);
  }

  /// The same with a mapping.
  public AssessmentRequest with(MappingInput other) {
    return new AssessmentRequest(
        other.converted().isPresent() ? List.of() : files,
        accounts,
        tokens,
        links,
        disclosedCategories,
        other,
        emailRules,
        workFolder,
        resultFolder,
        conduct);
  }

  /// The same with other rules for addresses.
  public AssessmentRequest with(EmailRules other) {
    return new AssessmentRequest(
        files,
        accounts,
        tokens,
        links,
        disclosedCategories,
        mapping,
        other,
        workFolder,
        resultFolder,
        conduct);
  }

  /// Links, streamed: there may be millions.
  @FunctionalInterface
  public interface LinkSource {
    /// No links.
    LinkSource NONE = _ -> {};

    /// Gives each to the consumer.
    void forEach(Consumer<KnownLink> consumer) throws IOException;
  }

  /// A device joined to an account.
  ///
  /// @param publicOnly true where nobody but the public ever asserted it: never the sole ground
  public record KnownLink(String deviceKeyHex, String accountKeyHex, boolean publicOnly) {}
}
