package dev.firebreak.console;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.EffectivePolicy;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.PoliciesToday;
import dev.firebreak.ledger.TreatedEvents;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.Treatment;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.MixpanelDictionary;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/// What went to which vendor in which form: the ledger's counts of events, and what the policies
/// say. Thread-safe.
final class FlowReads {
  private static final int DAYS_DEFAULT = 7;

  private final Installation installation;
  private final PoliciesToday today;
  private final MinuteMemory<Counted> byDays = new MinuteMemory<>();

  /// The counts of a period.
  private record Counted(
      Instant at, LocalDate from, SortedMap<VendorId, Map<DataCategory, FlowCell>> cells) {}

  FlowReads(Installation installation, PoliciesToday today) {
    this.installation = installation;
    this.today = today;
  }

  /// The days of the period that an address asks for.
  static int days(FormFields query) {
    String asked = query.get("days");
    return FlowsView.PERIODS.stream()
        .filter(days -> Integer.toString(days).equals(asked))
        .findFirst()
        .orElse(DAYS_DEFAULT);
  }

  FlowsView flows(int days) throws IOException {
    Counted counted = counted(days);
    List<VendorId> vendors = List.copyOf(counted.cells().keySet());
    List<FlowsView.Row> rows = new ArrayList<>();
    for (DataCategory category : DataCategory.values()) {
      List<Optional<FlowCell>> cells =
          vendors.stream().map(vendor -> cell(counted, vendor, category)).toList();
      if (cells.stream().anyMatch(Optional::isPresent)) {
        rows.add(new FlowsView.Row(category, cells));
      }
    }
    return new FlowsView(days, counted.from(), counted.at(), vendors, rows, rates());
  }

  /// @throws FirebreakException NOT_FOUND for an unknown vendor or category
  FlowView flow(String vendor, String key, int days) throws IOException {
    Counted counted = counted(days);
    DataCategory category =
        DataCategory.ofKey(key).orElseThrow(() -> notFound("no category has this key"));
    VendorId id =
        counted.cells().keySet().stream()
            .filter(each -> each.value().equals(vendor))
            .findFirst()
            .orElseThrow(() -> notFound("nothing is known of a vendor of that id"));
    List<FlowView.Ruled> bindings = new ArrayList<>();
    for (BindingConfig binding : installation.deliveries().bindings()) {
      if (binding.vendor().equals(id)) {
        bindings.add(ruled(binding, category));
      }
    }
    return new FlowView(id, category, days, cell(counted, id, category), bindings);
  }

  private FlowView.Ruled ruled(BindingConfig binding, DataCategory category) {
    EffectivePolicy effective = today.effective(binding);
    Policy policy = effective.policy();
    SortedMap<String, Treatment> rules = policy.properties(category);
    SortedMap<String, Treatment> known = new TreeMap<>();
    for (String property : MixpanelDictionary.propertiesOf(category)) {
      if (!policy.rules(property)) {
        known.put(property, policy.of(category));
      }
    }
    return new FlowView.Ruled(
        binding.id(),
        policy.version(),
        effective.observe(),
        policy.of(category),
        rules,
        known,
        policy.events());
  }

  private List<FlowsView.Rate> rates() {
    return today
        .path()
        .map(path ->
            path.bindings().stream()
                .map(binding ->
                    new FlowsView.Rate(
                        binding.id(),
                        binding.vendor(),
                        path.rate(binding.id()).lastMinute(),
                        path.rate(binding.id()).steps()))
                .toList())
        .orElse(List.of());
  }

  private Counted counted(int days) throws IOException {
    Instant now = installation.clock().instant();
    LocalDate to = LocalDate.ofInstant(now, ZoneOffset.UTC);
    return byDays
        .of(Integer.toString(days), now, () -> count(now, to.minusDays(days - 1L), to))
        .value();
  }

  private Counted count(Instant now, LocalDate from, LocalDate to) throws IOException {
    SortedMap<VendorId, Map<DataCategory, FlowCell>> cells = new TreeMap<>();
    installation.deliveries().vendors().bound().forEach(vendor -> cells.put(vendor, Map.of()));
    for (VendorId vendor : installation.ledger().vendors()) {
      cells.put(vendor, cells(installation.ledger().treatedEvents(vendor, from, to)));
    }
    return new Counted(now, from, cells);
  }

  private static Map<DataCategory, FlowCell> cells(List<TreatedEvents> events) {
    Map<DataCategory, FlowCell> cells = new EnumMap<>(DataCategory.class);
    for (DataCategory category : DataCategory.values()) {
      long mask = category.mask();
      FlowCell cell =
          new FlowCell(
              category,
              sum(events, each -> each.masks().clear(), mask),
              sum(events, each -> each.masks().generalized(), mask),
              sum(events, each -> each.masks().tokenized(), mask),
              sum(events, each -> each.masks().withheld(), mask));
      if (!cell.isEmpty()) {
        cells.put(category, cell);
      }
    }
    return cells;
  }

  private static long sum(
      List<TreatedEvents> events, ToLongFunction<TreatedEvents> masks, long mask) {
    return events.stream()
        .filter(each -> (masks.applyAsLong(each) & mask) != 0)
        .mapToLong(TreatedEvents::events)
        .sum();
  }

  private static Optional<FlowCell> cell(Counted counted, VendorId vendor, DataCategory category) {
    return Optional.ofNullable(counted.cells().getOrDefault(vendor, Map.of()).get(category));
  }

  private static FirebreakException notFound(String message) {
    return new FirebreakException(ErrorCode.NOT_FOUND, message);
  }
}
