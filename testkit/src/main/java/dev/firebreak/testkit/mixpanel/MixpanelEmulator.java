package dev.firebreak.testkit.mixpanel;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/// A running Mixpanel-like vendor on loopback.
///
/// | Path | Takes |
/// |---|---|
/// | `POST /import[?strict=1]` | JSON array or one object a line, gzip; Basic user = token |
/// | `/track`, `/engage`, `/groups` | GET or form with JSON or base64; token in each message |
/// | `GET /api/2.0/export?from_date&to_date` | raw events, one a line; Basic user = token |
/// | `POST /api/query/engage` | profiles in pages; Basic user = token |
/// | `/api/app/data-deletions/v3.0/` | deletion tasks; Bearer [#ERASURE_CREDENTIAL] |
///
/// Everything is kept in memory, raw and not de-duplicated: about 0.7 KB an event. Thread-safe.
public final class MixpanelEmulator implements AutoCloseable {
  /// What the deletion interface takes for us.
  public static final String ERASURE_CREDENTIAL = "erasure-credential-0001";

  private static final int LINES_PER_FILE = 50_000;

  private final HttpServer server;
  private final ExecutorService threads;
  private final VendorStore store = new VendorStore();
  private final Deletions deletions = new Deletions(store);
  private final Faults faults = new Faults();
  private final RequestCounters counters = new RequestCounters();

  private MixpanelEmulator(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /// Starts on a free loopback port.
  ///
  /// @param token the project token; requests with another one get 401
  /// @param clock the vendor's clock: receipt times, and what lies in the future
  public static MixpanelEmulator start(String token, Clock clock) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpServer server = HttpServer.create(address, 128);
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("mixpanel-", 0).factory());
    server.setExecutor(threads);
    var emulator = new MixpanelEmulator(server, threads);
    var ingestion = new Ingestion(token, clock, emulator.store);
    var queries = new Queries(token, emulator.store);
    server.createContext(
        "/", new VendorHandler(ingestion, queries, emulator.faults, emulator.counters));
    server.createContext(
        DeletionHandler.PATH, new DeletionHandler(token, ERASURE_CREDENTIAL, emulator.deletions));
    server.start();
    return emulator;
  }

  /// Where it listens, without a trailing slash.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// The tasks to delete people.
  public Deletions deletions() {
    return deletions;
  }

  /// Does something wrong with the next ingestion requests; more than one call queues.
  public void failNext(int requests, Fault fault) {
    faults.next(requests, fault);
  }

  /// Does something wrong with every ingestion request until [#heal()].
  public void failAlways(Fault fault) {
    faults.always(fault);
  }

  /// Forgets all faults.
  public void heal() {
    faults.heal();
  }

  /// Ingestion requests whose headers have arrived.
  public long requestsStarted() {
    return counters.started();
  }

  /// Waits until this many ingestion requests have begun since the start of the emulator.
  ///
  /// @return false where they had not within the time
  public boolean awaitRequests(long atLeast, Duration atMost) throws InterruptedException {
    return counters.awaitStarted(atLeast, atMost);
  }

  /// Ingestion requests by path that got an answer with this status.
  public long answers(String path, int status) {
    return counters.answers(path, status);
  }

  /// When the last ingestion request began, as [System#nanoTime()]; `Long.MIN_VALUE` before any.
  public long lastRequestStartedNanos() {
    return counters.lastStartedNanos();
  }

  /// Raw events in the order of their arrival, doubles included.
  public List<StoredEvent> events() {
    return store.events();
  }

  public int eventCount() {
    return store.eventCount();
  }

  public int profileCount() {
    return store.profileCount();
  }

  /// Profiles by canonical id; copies.
  public Map<String, ObjectNode> profiles() {
    return store.profiles();
  }

  /// Groups by `$group_key` and `$group_id`, joined by a line feed; copies.
  public Map<String, ObjectNode> groups() {
    return store.groups();
  }

  /// The id that the vendor calls this id's person by.
  public String canonicalId(String id) {
    return store.canonicalId(id);
  }

  /// The canonical id of every id that an event was sent with; a copy, made in one step.
  public Map<String, String> canonicalIds() {
    return store.canonicalIds();
  }

  /// These ids and all that the vendor takes for the same people, device ids included.
  public Set<String> sameAs(Collection<String> ids) {
    return store.sameAs(ids);
  }

  /// Canonical ids of the people who have an event like this.
  public Set<String> peopleWith(Predicate<StoredEvent> event) {
    return store.canonicalIdsWhere(event);
  }

  /// Writes the raw events as the vendor's export API gives them, into several files.
  ///
  /// @param gz whether files are gzip-compressed (`events-0001.json.gz`)
  /// @param people by canonical id, whose events are written
  /// @return the files in order
  public List<Path> exportEvents(Path folder, boolean gz, Predicate<String> people)
      throws IOException {
    Map<String, String> canonical = store.canonicalIds();
    var lines =
        store.events().stream()
            .filter(event -> people.test(canonicalOf(canonical, event)))
            .map(event -> VendorExport.line(event, canonicalOf(canonical, event)))
            .iterator();
    return VendorExport.write(folder, "events", gz, LINES_PER_FILE, lines);
  }

  private static String canonicalOf(Map<String, String> canonical, StoredEvent event) {
    return canonical.getOrDefault(event.distinctId(), event.distinctId());
  }

  /// Writes the profiles, as [#exportEvents(Path, boolean, Predicate)] the events.
  public List<Path> exportProfiles(Path folder, boolean gz, Predicate<String> people)
      throws IOException {
    var lines =
        store.profiles().entrySet().stream()
            .filter(profile -> people.test(profile.getKey()))
            .map(VendorExport::line)
            .iterator();
    return VendorExport.write(folder, "profiles", gz, LINES_PER_FILE, lines);
  }

  @Override
  public void close() {
    try {
      faults.close();
      deletions.faults().close();
    } finally {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
