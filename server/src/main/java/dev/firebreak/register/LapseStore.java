package dev.firebreak.register;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.vendor.VendorId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;

/// Since when requirements without a date of their own have not been met, in the control database.
/// Thread-safe.
final class LapseStore {
  private final ControlDatabase control;

  LapseStore(ControlDatabase control) {
    this.control = control;
  }

  /// One requirement of one standard.
  record Key(String standard, String requirement) {}

  Map<Key, LocalDate> of(VendorId vendor) {
    return control
        .reader()
        .withHandle(handle -> {
          Map<Key, LocalDate> since = new HashMap<>();
          handle
              .createQuery("SELECT * FROM register_lapse WHERE vendor = :vendor")
              .bind("vendor", vendor.value())
              .map((row, _) ->
                  Map.entry(
                      new Key(row.getString("standard"), row.getString("requirement")),
                      LocalDate.parse(row.getString("since"))))
              .forEach(entry -> since.put(entry.getKey(), entry.getValue()));
          return since;
        });
  }

  /// Notes what lapsed; a day that is noted stays, what is not among them any more goes.
  void note(VendorId vendor, Map<Key, LocalDate> lapsed) {
    Map<Key, LocalDate> before = of(vendor);
    if (before.keySet().equals(lapsed.keySet())) {
      return;
    }
    control
        .writer()
        .useTransaction(handle -> {
          for (Key key : before.keySet()) {
            if (!lapsed.containsKey(key)) {
              handle.execute(
                  "DELETE FROM register_lapse"
                      + " WHERE vendor = ? AND standard = ? AND requirement = ?",
                  vendor.value(),
                  key.standard(),
                  key.requirement());
            }
          }
          for (Map.Entry<Key, LocalDate> entry : lapsed.entrySet()) {
            handle.execute(
                "INSERT INTO register_lapse (vendor, standard, requirement, since)"
                    + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                vendor.value(),
                entry.getKey().standard(),
                entry.getKey().requirement(),
                entry.getValue().toString());
          }
        });
  }
}
