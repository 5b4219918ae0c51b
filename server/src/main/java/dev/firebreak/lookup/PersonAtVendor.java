package dev.firebreak.lookup;

import java.util.List;

/// One of our accounts at a vendor.
///
/// @param account our own id
/// @param ids under which the vendor has it; those that it would have come last
public record PersonAtVendor(String account, List<IdAtVendor> ids) {
  public PersonAtVendor {
    ids = List.copyOf(ids);
  }

  @Override
  public String toString() {
    return "PersonAtVendor[" + ids.size() + " ids]";
  }
}
