package dev.firebreak.incident;

import dev.firebreak.duty.DutyFinding;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Looks every ten minutes at the duties of open incidents: measures how many are near, and logs
/// and tells one that comes into a nearer band, as a warning where it is owed. An unclear one is
/// told too: its clock runs until somebody decides. A duty is told once a band, and once more when
/// it becomes owed, as long as the process runs.
public final class DutyWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DutyWatch.class);
  private static final Duration EVERY = Duration.ofMinutes(10);

  /// Gets what came into a nearer band and is owed or unclear.
  @FunctionalInterface
  public interface Listener {
    /// Tells somebody.
    ///
    /// @throws IOException where nobody could be told; it is tried again at the next look
    void tell(List<Nearer> duties) throws IOException;
  }

  /// A duty that came nearer.
  ///
  /// @param incident its id
  /// @param standing the duty
  /// @param within `24h`, `4h` or `overdue`
  public record Nearer(String incident, DutyStanding standing, String within) {}

  /// How near a due time is; the nearest last.
  enum Band {
    WITHIN_24_HOURS("24h", Duration.ofHours(24)),
    WITHIN_4_HOURS("4h", Duration.ofHours(4)),
    OVERDUE("overdue", Duration.ZERO);

    private final String label;
    private final Duration reach;

    Band(String label, Duration reach) {
      this.label = label;
      this.reach = reach;
    }

    static Optional<Band> of(Instant due, Instant now) {
      Optional<Band> found = Optional.empty();
      for (Band band : values()) {
        if (!due.isAfter(now.plus(band.reach))) {
          found = Optional.of(band);
        }
      }
      return found;
    }
  }

  /// What was told last of a duty.
  private record Told(Band band, boolean owed) {
    boolean isLessThan(Told now) {
      return band.compareTo(now.band) < 0 || (now.owed && !owed);
    }
  }

  private final Incidents incidents;
  private final IncidentDuties duties;
  private final Clock clock;
  private final Gauge near;
  private final Map<String, Told> told = new HashMap<>();
  private final Listener listener;
  private final List<Nearer> untold = new ArrayList<>();
  private final ScheduledExecutorService schedule;

  private DutyWatch(
      Incidents incidents,
      IncidentDuties duties,
      PrometheusRegistry registry,
      Clock clock,
      Listener listener) {
    this.incidents = incidents;
    this.duties = duties;
    this.listener = listener;
    this.clock = clock;
    near =
        Gauge.builder()
            .name("firebreak_duties_due")
            .help("Duties of open incidents, owed or unclear, by how near the next due time is.")
            .labelNames("within")
            .withoutExemplars()
            .register(registry);
    schedule =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("duty-watch").factory());
  }

  /// Looks at once and from then on.
  ///
  /// @param listener told on the watch's own thread
  public static DutyWatch start(
      Incidents incidents,
      IncidentDuties duties,
      PrometheusRegistry registry,
      Clock clock,
      Listener listener) {
    DutyWatch watch = of(incidents, duties, registry, clock, listener);
    var _ =
        watch.schedule.scheduleWithFixedDelay(
            watch::lookAndTell, 0, EVERY.toSeconds(), TimeUnit.SECONDS);
    return watch;
  }

  /// A watch that looks only when it is told to.
  static DutyWatch of(
      Incidents incidents,
      IncidentDuties duties,
      PrometheusRegistry registry,
      Clock clock,
      Listener listener) {
    return new DutyWatch(incidents, duties, registry, clock, listener);
  }

  private void lookAndTell() {
    try {
      look();
    } catch (RuntimeException e) {
      // a schedule ends with the first exception; the next look may succeed
      LOG.atError().setCause(e).log("DutyWatchFailed");
    }
  }

  /// Measures and logs once.
  ///
  /// @return how many duties are in which band
  synchronized Map<Band, Integer> look() {
    Instant now = clock.instant();
    Map<Band, Integer> counts = new EnumMap<>(Band.class);
    for (Incident incident : incidents.list()) {
      if (incident.closing().isPresent()) {
        continue;
      }
      for (DutyStanding standing : duties.standings(incident.id())) {
        Optional<Band> band = standing.nextDueAt().flatMap(due -> Band.of(due, now));
        band.ifPresent(found -> {
          counts.merge(found, 1, Integer::sum);
          tell(incident.id(), standing, found);
        });
      }
    }
    for (Band band : Band.values()) {
      near.labelValues(band.label).set(counts.getOrDefault(band, 0));
    }
    tellListener();
    return counts;
  }

  private void tell(String incident, DutyStanding standing, Band band) {
    String duty = standing.finding().duty().id();
    boolean owed = standing.effective() == DutyFinding.Status.OWED;
    Told now = new Told(band, owed);
    Told before = told.put(incident + " " + duty, now);
    if (before == null || before.isLessThan(now)) {
      LOG.atLevel(owed ? Level.WARN : Level.INFO)
          .addKeyValue("incident", incident)
          .addKeyValue("duty", duty)
          .addKeyValue("status", standing.effective())
          .addKeyValue("within", band.label)
          .addKeyValue("dueAt", standing.nextDueAt().map(Instant::toString).orElse(""))
          .log("DutyDueSoon");
      untold.add(new Nearer(incident, standing, band.label));
    }
  }

  private void tellListener() {
    if (untold.isEmpty()) {
      return;
    }
    try {
      listener.tell(List.copyOf(untold));
      untold.clear();
    } catch (IOException e) {
      LOG.atWarn().setCause(e).addKeyValue("duties", untold.size()).log("DutyReminderNotSent");
    }
  }

  @Override
  public void close() {
    schedule.shutdownNow();
  }
}
