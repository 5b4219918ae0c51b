package dev.firebreak.console;

import dev.firebreak.policy.Treatment;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the page of one category at one vendor shows. Public for the template alone.
///
/// @param days of the period
/// @param cell what became of it in that time; empty where it never occurred
/// @param bindings what the policies say of it
public record FlowView(
    VendorId vendor,
    DataCategory category,
    int days,
    Optional<FlowCell> cell,
    List<Ruled> bindings) {
  public FlowView {
    bindings = List.copyOf(bindings);
  }

  /// A binding's policy, as far as it is about the category.
  ///
  /// @param version of the policy, capped by the register
  /// @param observe whether it is only counted
  /// @param treatment of fields that no rule names
  /// @param rules of its own, by path or glob
  /// @param known properties that the vendor's SDKs name so, with what becomes of them
  /// @param events that a rule names, whatever they carry
  public record Ruled(
      BindingId binding,
      String version,
      boolean observe,
      Treatment treatment,
      Map<String, Treatment> rules,
      Map<String, Treatment> known,
      Map<String, Treatment> events) {}
}
