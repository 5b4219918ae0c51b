package dev.firebreak.erasure;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.config.ErasurePlace;
import dev.firebreak.delivery.Backoff;
import dev.firebreak.delivery.Deliveries;
import dev.firebreak.incident.Incidents;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.vendor.VendorId;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries out erasures as long as `serve` runs, and goes on with vendors that are being ended:
/// looks up who is meant, asks the vendors, and takes out of the ledger whom a vendor has erased.
/// Everything it does is durable before the next step, so a crash costs a step at most.
///
/// ```
/// decided -> (nothing under way) -> prepared -> asked -> done -> forgotten by the ledger -> closed
/// ```
///
/// The ledger forgets a subject at a vendor only with the receipt: as long as the vendor has the
/// data, the ledger must know. Nor while an incident at the vendor is open: whoever was stolen from
/// there before must still be found. One thread plans, each place has one of its own and makes one
/// request a second at most.
public final class ErasureWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ErasureWatch.class);
  private static final String ACTOR = "system:erasure";
  private static final int END_SECONDS = 40;
  private static final int FORGOTTEN_AT_ONCE = 5_000;

  private final ErasureStore store;
  private final ErasurePreparation preparation;
  private final VendorEnding endings;
  private final Deliveries deliveries;
  private final LedgerStore ledger;
  private final Incidents incidents;
  private final AuditLog audit;
  private final Clock clock;
  private final List<PlaceAsker> askers = new ArrayList<>();
  private final List<ErasureApi> apis = new ArrayList<>();
  private final ScheduledExecutorService schedule;

  /// Vendors of which this process has taken somebody out of the ledger.
  private final Set<VendorId> forgetting = new HashSet<>();

  private ErasureWatch(
      Installation installation,
      PrometheusRegistry metrics,
      Function<ErasurePlace, ErasureApi> clients) {
    List<ErasurePlace> places = installation.config().erasure();
    store = new ErasureStore(installation.control());
    deliveries = installation.deliveries();
    ledger = installation.ledger();
    audit = installation.audit();
    clock = installation.clock();
    incidents = new Incidents(installation.control(), audit, clock);
    endings = VendorEnding.of(installation);
    preparation = new ErasurePreparation(deliveries, ledger, store, places, clock);
    leaveWhatIsGone(installation);
    Counter requests =
        Counter.builder()
            .name("firebreak_erasure_requests_total")
            .help("Requests to vendors' erasure interfaces, by what came of them.")
            .labelNames("place", "outcome")
            .withoutExemplars()
            .register(metrics);
    for (ErasurePlace place : places) {
      ErasureApi api = clients.apply(place);
      apis.add(api);
      askers.add(
          new PlaceAsker(
              place,
              api,
              new ErasureAsks(installation.control(), audit, clock, place.id()),
              new Backoff(new SecureRandom()),
              clock,
              outcome -> requests.labelValues(place.id(), outcome).inc()));
    }
    register(metrics);
    schedule =
        Executors.newScheduledThreadPool(
            1 + places.size(), Thread.ofPlatform().daemon().name("erasure-", 0).factory());
  }

  /// Begins.
  ///
  /// @throws dev.firebreak.error.FirebreakException CONFIG_INVALID where a secret is missing
  public static ErasureWatch start(Installation installation, PrometheusRegistry metrics) {
    ErasureWatch watch =
        of(installation, metrics, place -> ErasureApis.of(place, installation.clock()));
    var _ = watch.schedule.scheduleWithFixedDelay(watch::plan, 0, 1, TimeUnit.SECONDS);
    for (PlaceAsker asker : watch.askers) {
      var _ = watch.schedule.scheduleWithFixedDelay(() -> step(asker), 1, 1, TimeUnit.SECONDS);
    }
    return watch;
  }

  /// A watch that does only what it is told to.
  static ErasureWatch of(
      Installation installation,
      PrometheusRegistry metrics,
      Function<ErasurePlace, ErasureApi> clients) {
    return new ErasureWatch(installation, metrics, clients);
  }

  private void leaveWhatIsGone(Installation installation) {
    List<String> places = installation.config().erasure().stream().map(ErasurePlace::id).toList();
    installation
        .control()
        .writer()
        .useTransaction(handle -> {
          long ids = ErasureManual.leave(handle, places, clock.instant());
          if (ids > 0) {
            audit.append(ACTOR, "ErasureLeft", "erasure-places", Map.of("ids", Long.toString(ids)));
          }
        });
  }

  private void register(PrometheusRegistry metrics) {
    GaugeWithCallback.builder()
        .name("firebreak_erasures_open")
        .help("Erasures that are not closed at the vendor.")
        .labelNames("vendor")
        .callback(callback -> {
          Map<VendorId, Long> open = new TreeMap<>();
          store.unprepared().forEach(at -> open.merge(at.vendor(), 1L, Long::sum));
          store.open().forEach(at -> open.merge(at.vendor(), 1L, Long::sum));
          open.forEach((vendor, count) -> callback.call((double) count, vendor.value()));
        })
        .register(metrics);
    GaugeWithCallback.builder()
        .name("firebreak_suppressed_people")
        .help("People whose data goes to no vendor.")
        .callback(callback -> callback.call((double) deliveries.suppressions().people()))
        .register(metrics);
  }

  /// Looks up who is meant where that can be said by now, has the ledger forget who is erased, and
  /// closes what is done.
  void plan() {
    goOnWithEndings();
    for (ErasureStore.At at : store.unprepared()) {
      attempt(at.vendor(), () -> prepare(at));
    }
    List<ErasureStore.At> open = store.open();
    Set<VendorId> vendors = new TreeSet<>();
    open.forEach(at -> vendors.add(at.vendor()));
    for (VendorId vendor : vendors) {
      attempt(vendor, () -> forget(vendor));
    }
    for (ErasureStore.At at : open) {
      attempt(at.vendor(), () -> closeIfDone(at));
    }
  }

  private void goOnWithEndings() {
    try {
      endings.goOn();
    } catch (IOException | RuntimeException e) {
      // a schedule ends with the first exception; the next second may be better
      LOG.atError().setCause(e).log("VendorEndFailed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  /// What fails for one vendor keeps no other waiting; it is tried again.
  private static void attempt(VendorId vendor, Work work) {
    try {
      work.run();
    } catch (IOException | RuntimeException e) {
      // a schedule ends with the first exception; the next second may be better
      LOG.atError().addKeyValue("vendor", vendor).setCause(e).log("ErasureFailed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void prepare(ErasureStore.At at) throws IOException, InterruptedException {
    if (preparation.prepare(at)) {
      LOG.atInfo()
          .addKeyValue("erasure", at.erasure().name())
          .addKeyValue("vendor", at.vendor())
          .log("ErasurePrepared");
    }
  }

  private void forget(VendorId vendor) throws IOException {
    if (incidents.hasOpen(vendor)) {
      return;
    }
    int most = FORGOTTEN_AT_ONCE;
    if (!forgetting.contains(vendor)) {
      // the last process may have ended between the ledger and the database
      forgetAgain(vendor, store.toForget(vendor, most));
      forgetting.add(vendor);
    }
    for (List<SubjectKey> done = store.toForget(vendor, most);
        !done.isEmpty();
        done = store.toForget(vendor, most)) {
      deliveries.feedLedger();
      ledger.erase(vendor, done);
      store.forgotten(vendor, done);
    }
  }

  /// Takes those for forgotten of whom the ledger has nothing: erasing them twice would count them
  /// twice. One batch is all that a crash can leave so.
  private void forgetAgain(VendorId vendor, List<SubjectKey> done) throws IOException {
    List<SubjectKey> gone = new ArrayList<>();
    for (SubjectKey subject : done) {
      if (ledger.ofSubject(subject).stream().noneMatch(fact -> fact.vendor().equals(vendor))) {
        gone.add(subject);
      }
    }
    store.forgotten(vendor, gone);
  }

  private void closeIfDone(ErasureStore.At at) {
    if (store.hasWork(at) || !store.toForget(at.vendor(), 1).isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    store.close(
        at,
        now,
        () ->
            audit.append(
                ACTOR,
                "ErasureClosed",
                "erasure:" + at.erasure().name(),
                Map.of("vendor", at.vendor().value())));
    LOG.atInfo()
        .addKeyValue("erasure", at.erasure().name())
        .addKeyValue("vendor", at.vendor())
        .log("ErasureClosed");
  }

  /// Has each place do its next thing.
  ///
  /// @return whether one had something to do
  boolean ask() {
    boolean worked = false;
    for (PlaceAsker asker : askers) {
      worked |= asker.step();
    }
    return worked;
  }

  private static void step(PlaceAsker asker) {
    try {
      asker.step();
    } catch (RuntimeException e) {
      // a schedule ends with the first exception; the next second may be better
      LOG.atError().setCause(e).log("ErasureStepFailed");
    }
  }

  /// Ends after the requests under way, or breaks them off: they are seen to at the next start.
  @Override
  public void close() {
    schedule.shutdown();
    apis.forEach(ErasureApi::close);
    try {
      if (!schedule.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
        LOG.atWarn().log("ErasureStillRuns");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
