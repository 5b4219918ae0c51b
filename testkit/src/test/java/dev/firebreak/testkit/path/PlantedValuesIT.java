package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.event.DropReason;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.OpenedPayload;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.journal.StoredRecord;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.testkit.mixpanel.Fault;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.search.PlantedValueSearch;
import dev.firebreak.testkit.search.PlantedValueSearch.SearchedFile;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Values planted in every place of real traffic through a whole installation; then a search that
/// decodes everything that is left on disk, in logs and metrics, and at the vendor.
class PlantedValuesIT {
  private static final int EVENTS = 100_000;
  private static final int UNTREATED_EVENTS = 10_000;
  private static final Duration SETTLE = Duration.ofMinutes(5);
  private static final int CONNECTIONS = 4;
  private static final int SPILLED_ROWS = 1_000_000;
  private static final String PASS_ALL =
      "vendor: mixpanel\ndefault: pass\nunclassified: pass\ncategories: {}\n";

  private final PlantedTraffic traffic = new PlantedTraffic();
  private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = loggers.getLogger("dev.firebreak");

  @TempDir Path folder;
  private FileAppender<ILoggingEvent> log;

  /// Records of the journal that were opened and searched.
  private long decoded;

  @BeforeEach
  void writeLog() {
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(loggers);
    encoder.start();
    log = new FileAppender<>();
    log.setContext(loggers);
    log.setFile(folder.resolve("firebreak.log").toString());
    log.setEncoder(encoder);
    log.start();
    ours.setLevel(Level.DEBUG);
    root.addAppender(log);
  }

  @AfterEach
  void endLog() {
    root.detachAppender(log);
    ours.setLevel(null);
    log.stop();
  }

  @Test
  void shippedPolicyLeavesNoPlantedValueAnywhere() throws Exception {
    nothingIsLeft(EVENTS);
  }

  /// The same events under a policy that passes everything, so that what the search does not find
  /// above is shown to be found where it is. Secrets and card numbers no policy passes: so here too
  /// they are nowhere, and the next control finds them.
  @Test
  void controlFindsEveryValueInTheJournalWhereAllPasses() throws Exception {
    Files.writeString(folder.resolve("pass.yaml"), PASS_ALL);
    PlantedValueSearch journal = search();
    PlantedValueSearch elsewhere = search();
    send("enforce", "pass.yaml", EVENTS, journal, elsewhere);
    everythingButSecretsIsFound(journal, elsewhere);
    assertThat(elsewhere.findings()).anyMatch(found -> found.where().contains("duckdb-spill"));
    assertThat(elsewhere.findings()).anyMatch(found -> found.where().contains("exports"));
  }

  /// Events of the same kind where nothing treats them, in the places that an installation has:
  /// journal, log, control database, Parquet, spills. Every value is found, secrets and card
  /// numbers too.
  @Test
  void controlFindsEveryValueWhereNothingIsTreated() throws Exception {
    MixpanelEmulator unused = MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC());
    InstallationFolder files =
        InstallationFolder.write(
            folder, unused.uri(), "enforce", InstallationFolder.SHIPPED, "127.0.0.1:0");
    unused.close();
    PlantedValueSearch search = search();
    try (Installation installation = files.open();
        UntreatedTraffic untreated = new UntreatedTraffic(installation)) {
      int rounds = Math.ceilDiv(UNTREATED_EVENTS, traffic.messagesPerRound());
      for (int round = 0; round < Math.max(rounds, PlantedTraffic.ROUNDS); round++) {
        for (PlantedTraffic.Request request : traffic.round(round)) {
          untreated.keep(request);
        }
      }
      decode(installation, search);
    }
    log.stop();
    assertThat(decoded).isPositive();
    search.file(folder.resolve("firebreak.log"));
    search.folder(files.data());
    assertThat(search.missing()).isEmpty();
  }

  @Test
  void observeModeSendsEverythingButSecrets() throws Exception {
    PlantedValueSearch journal = search();
    PlantedValueSearch elsewhere = search();
    send("observe", InstallationFolder.SHIPPED, 1, journal, elsewhere);
    everythingButSecretsIsFound(journal, elsewhere);
  }

  private void nothingIsLeft(int events) throws Exception {
    PlantedValueSearch search = search();
    Conservation terms = send("enforce", InstallationFolder.SHIPPED, events, search, search);
    assertThat(terms.accepted()).isGreaterThanOrEqualTo(events);
    assertThat(terms.dropped()).containsKeys(DropReason.POLICY, DropReason.CREDENTIAL);
    assertThat(terms.quarantined()).isPositive();
    assertThat(terms.deadLettered()).isPositive();
    assertThat(terms.expired()).isPositive();
    assertThat(terms.delivered()).isGreaterThan(terms.accepted() / 2);
    everyKindOfPlaceWasSearched(search, terms.accepted());
    assertThat(search.findings()).isEmpty();
  }

  /// Nothing found says nothing about a place where nobody looked.
  private void everyKindOfPlaceWasSearched(PlantedValueSearch search, long accepted) {
    long payloads = accepted / 2;
    assertThat(decoded).as("records of the journal, opened").isGreaterThan(payloads);
    assertThat(bytes(search, "data/journal/web/journal-*.seg")).isGreaterThan(payloads * 100);
    assertThat(tableBytes(search, "data/ledger/**.parquet")).isGreaterThan(10_000);
    assertThat(tableBytes(search, "data/control.db")).isGreaterThan(100);
    assertThat(bytes(search, "firebreak.log")).isGreaterThan(100);
    assertThat(bytes(search, "spill/duckdb-spill/*")).isGreaterThan(1 << 20);
    assertThat(bytes(search, "threads-while-serving.json")).isGreaterThan(10_000);
    assertThat(bytes(search, "threads-settled.json")).isGreaterThan(10_000);
    assertThat(bytes(search, "exports/events-*")).isGreaterThan(payloads * 100);
    assertThat(bytes(search, "exports/profiles-*")).isGreaterThan(1_000);
  }

  private long bytes(PlantedValueSearch search, String places) {
    return at(search, places).mapToLong(SearchedFile::bytes).sum();
  }

  private long tableBytes(PlantedValueSearch search, String places) {
    return at(search, places).mapToLong(SearchedFile::tableBytes).sum();
  }

  /// @param places below the test's folder, as a glob
  private Stream<SearchedFile> at(PlantedValueSearch search, String places) {
    PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + folder + "/" + places);
    return search.files().stream().filter(file -> matcher.matches(file.path()));
  }

  /// Secrets, and what stood in messages that are not understood, are nowhere even then.
  private void everythingButSecretsIsFound(
      PlantedValueSearch journal, PlantedValueSearch elsewhere) {
    Set<String> notFound = new HashSet<>(traffic.plants().personal());
    notFound.removeAll(journal.found());
    assertThat(notFound).isEmpty();
    assertThat(journal.found()).doesNotContainAnyElementsOf(traffic.plants().never());
    assertThat(elsewhere.found()).doesNotContainAnyElementsOf(traffic.plants().never());
  }

  private PlantedValueSearch search() throws IOException {
    Set<String> values = traffic.plants().all();
    assertThat(values).hasSizeGreaterThan(12_000);
    return new PlantedValueSearch(values, Files.createTempDirectory(folder, "search-work"));
  }

  /// Sends the traffic, lets it settle, and searches.
  ///
  /// @param journal searches the decoded journal
  /// @param elsewhere searches all else
  private Conservation send(
      String mode,
      String policy,
      int events,
      PlantedValueSearch journal,
      PlantedValueSearch elsewhere)
      throws Exception {
    Conservation terms;
    try (MixpanelEmulator vendor =
        MixpanelEmulator.start(InstallationFolder.TOKEN, Clock.systemUTC())) {
      vendor.failAlways(new Fault.RefuseRecords(id -> id.startsWith(PlantedTraffic.REFUSED_ID)));
      InstallationFolder files =
          InstallationFolder.write(folder, vendor.uri(), mode, policy, "127.0.0.1:0");
      try (Installation installation = files.open();
          EventPath path = EventPath.start(installation)) {
        deliver(path.gateway().uri(), events)
            .forEach(answer -> elsewhere.feed("an answer", answer));
        assertThat(path.settle(SETTLE)).isTrue();
        dumpThreads("threads-settled.json");
        terms = path.conservation(InstallationFolder.WEB);
        assertThat(terms).matches(Conservation::holds);
        elsewhere.feed("metrics", metrics(path));
        decode(installation, journal);
      }
      log.stop();
      assertThat(folder.resolve("firebreak.log")).content().contains("JournalOpened");
      elsewhere.file(folder.resolve("firebreak.log"));
      elsewhere.file(folder.resolve("threads-while-serving.json"));
      elsewhere.file(folder.resolve("threads-settled.json"));
      searchSpill(files.data().resolve("ledger"), elsewhere);
      elsewhere.folder(files.data());
      searchVendor(vendor, elsewhere);
    }
    return terms;
  }

  /// Sends all rounds by several connections at once, as SDKs would.
  ///
  /// @return the different answers
  private Set<String> deliver(URI gateway, int events) throws Exception {
    int rounds = Math.max(Math.ceilDiv(events, traffic.messagesPerRound()), PlantedTraffic.ROUNDS);
    List<PlantedTraffic.Request> requests =
        IntStream.range(0, rounds).boxed().flatMap(round -> traffic.round(round).stream()).toList();
    Set<String> answers = ConcurrentHashMap.newKeySet();
    AtomicInteger next = new AtomicInteger();
    Callable<Boolean> connection =
        () -> {
          try (HttpClient client =
              HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = next.getAndIncrement(); i < requests.size(); i = next.getAndIncrement()) {
              answers.add(send(client, gateway, requests.get(i)));
              if (i == requests.size() / 2) {
                dumpThreads("threads-while-serving.json");
              }
            }
            return true;
          }
        };
    try (ExecutorService sdks = Executors.newFixedThreadPool(CONNECTIONS)) {
      for (Future<Boolean> each : sdks.invokeAll(Collections.nCopies(CONNECTIONS, connection))) {
        assertThat(each.get()).isTrue();
      }
    }
    return answers;
  }

  private static String send(HttpClient client, URI gateway, PlantedTraffic.Request request)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(gateway + request.target().replace("%zz", "%25zz")));
    request.headers().forEach(builder::header);
    builder.method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
    HttpResponse<String> answer =
        client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(request.method()).isIn(200, 400, 404, 413);
    return answer.statusCode() + " " + answer.headers().map() + "\n" + answer.body();
  }

  /// Every thread of this process with its stack, those of requests and of deliveries among them.
  private void dumpThreads(String name) throws IOException {
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(folder.resolve(name).toString(), ThreadDumpFormat.JSON);
  }

  /// What the ledger's engine writes beside where its memory is too small for the ledger's rows,
  /// read while it lies there. Ids come first: what is oldest leaves memory first.
  private void searchSpill(Path ledger, PlantedValueSearch search) throws Exception {
    Path work = folder.resolve("spill");
    List<Path> tables;
    try (Stream<Path> walk = Files.walk(ledger)) {
      tables =
          walk.filter(file -> file.toString().endsWith(".parquet"))
              .sorted(Comparator.comparing((Path file) -> !file.toString().contains("-ids-")))
              .toList();
    }
    try (DuckDb database = DuckDb.open(work, DuckDb.MEMORY_BYTES_MIN, 1, List.of(ledger));
        Connection connection = database.connection();
        Statement statement = connection.createStatement()) {
      for (Path table : tables) {
        String rows = "read_parquet(" + DuckDb.readList(List.of(table)) + ")";
        statement.execute(
            ("CREATE TEMP TABLE kept_%d AS SELECT rows.*"
                    + " FROM %s rows, range(%d // (SELECT count(*) FROM %s))")
                .formatted(tables.indexOf(table), rows, SPILLED_ROWS, rows));
      }
      search.folder(work);
    }
  }

  private static byte[] metrics(EventPath path) throws IOException {
    var text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, path.metrics().scrape());
    assertThat(text.toString(StandardCharsets.UTF_8)).contains("firebreak_gateway_messages_total");
    return text.toByteArray();
  }

  /// Every record as its reader gets it, the id at the vendor included.
  private void decode(Installation installation, PlantedValueSearch search) throws IOException {
    SegmentJournal journal = installation.deliveries().binding(InstallationFolder.WEB).journal();
    try (JournalCursor cursor = journal.read(journal.first())) {
      for (StoredRecord record = cursor.next(); record != null; record = cursor.next()) {
        List<StoredRecord.Sealed> sealed =
            switch (record.content()) {
              case StoredRecord.Forwarded forwarded -> {
                search.feed("dedupe id", forwarded.header().dedupeId());
                yield List.of(forwarded.sealed());
              }
              case StoredRecord.Quarantined quarantined -> List.of(quarantined.sealed());
              case StoredRecord.Dropped _ -> List.of();
            };
        for (StoredRecord.Sealed one : sealed) {
          OpenedPayload opened = journal.open(record, one);
          String what = record.content().getClass().getSimpleName();
          search.feed(what + " " + record.offset(), opened.payload());
          decoded++;
          opened.idAtVendor().ifPresent(id -> search.feed("id at the vendor", id));
        }
      }
    }
  }

  private void searchVendor(MixpanelEmulator vendor, PlantedValueSearch search) throws IOException {
    Path exports = Files.createDirectories(folder.resolve("exports"));
    vendor.exportEvents(exports, true, _ -> true);
    vendor.exportProfiles(exports, true, _ -> true);
    search.folder(exports);
    vendor.groups().forEach((id, group) -> search.feed("group", id + "\n" + group));
  }
}
