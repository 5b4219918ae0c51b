package dev.firebreak.receipt;

import dev.firebreak.config.FirebreakConfig;
import java.time.Instant;
import java.util.List;

/// What vendors were given about one account, to be handed to the person whose account it is.
/// Printing shows no id.
///
/// @param company who gave it to them
/// @param accountId the account, in the company's own words
/// @param madeAt until when it is complete
/// @param vendors every vendor that the settings, the register or the ledger know, by their ids
public record Receipt(
    FirebreakConfig.Company company,
    String accountId,
    Instant madeAt,
    List<VendorReceipt> vendors) {
  public Receipt {
    vendors = List.copyOf(vendors);
  }

  /// The vendors that were given something.
  public List<VendorReceipt> given() {
    return vendors.stream().filter(VendorReceipt::disclosed).toList();
  }

  /// The names of those that were given something as it is.
  public List<String> givenInClear() {
    return given().stream()
        .filter(
            vendor -> vendor.lines().stream().anyMatch(line -> line.form() == DisclosedForm.CLEAR))
        .map(VendorReceipt::name)
        .toList();
  }

  /// The names of those of which something is known only because they handed it out.
  public List<String> handedOutBy() {
    return given().stream()
        .filter(vendor -> !vendor.imports().isEmpty())
        .map(VendorReceipt::name)
        .toList();
  }

  /// The vendors of which no disclosure is known.
  public List<VendorReceipt> notGiven() {
    return vendors.stream().filter(vendor -> !vendor.disclosed()).toList();
  }

  @Override
  public String toString() {
    return "Receipt[vendors=" + vendors.size() + "]";
  }
}
