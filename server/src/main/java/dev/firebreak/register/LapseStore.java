package dev.firebreak.register;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.vendor.VendorId;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Until when requirements are or were met, in the control database, so that an end that is known
/// is not put off by taking its date away. Thread-safe.
final class LapseStore {
  private final ControlDatabase control;

  LapseStore(ControlDatabase control) {
    this.control = control;
  }

  /// One requirement of one standard.
  record Key(String standard, String requirement) {}

  /// One requirement's end.
  ///
  /// @param since the first day on which it is not met
  /// @param lastDay the last day on which it is met, where a date says or said so
  record Lapse(LocalDate since, Optional<LocalDate> lastDay) {
    static Lapse after(LocalDate lastDay) {
      return new Lapse(lastDay.plusDays(1), Optional.of(lastDay));
    }

    /// The last day before it has consequences.
    ///
    /// @param graceDays what is left where there never was a date
    LocalDate end(int graceDays) {
      LocalDate graced = since.plusDays(graceDays);
      return lastDay.filter(day -> day.isBefore(graced)).orElse(graced);
    }
  }

  Map<Key, Lapse> of(VendorId vendor) {
    return control
        .reader()
        .withHandle(handle -> {
          Map<Key, Lapse> since = new HashMap<>();
          handle
              .createQuery("SELECT * FROM register_lapse WHERE vendor = :vendor")
              .bind("vendor", vendor.value())
              .map((row, _) ->
                  Map.entry(
                      new Key(row.getString("standard"), row.getString("requirement")),
                      new Lapse(
                          LocalDate.parse(row.getString("since")),
                          Optional.ofNullable(row.getString("last_day")).map(LocalDate::parse))))
              .forEach(entry -> since.put(entry.getKey(), entry.getValue()));
          return since;
        });
  }

  /// Notes the ends that are known now, in the place of those that were before.
  void replace(VendorId vendor, Map<Key, Lapse> before, Map<Key, Lapse> now) {
    if (before.equals(now)) {
      return;
    }
    control
        .writer()
        .useTransaction(handle -> {
          handle.execute("DELETE FROM register_lapse WHERE vendor = ?", vendor.value());
          for (Map.Entry<Key, Lapse> entry : now.entrySet()) {
            handle.execute(
                "INSERT INTO register_lapse (vendor, standard, requirement, since, last_day)"
                    + " VALUES (?, ?, ?, ?, ?)",
                vendor.value(),
                entry.getKey().standard(),
                entry.getKey().requirement(),
                entry.getValue().since().toString(),
                entry.getValue().lastDay().map(LocalDate::toString).orElse(null));
          }
        });
  }
}
