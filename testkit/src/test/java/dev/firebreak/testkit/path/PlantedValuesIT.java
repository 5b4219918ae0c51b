package dev.firebreak.testkit.path;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.event.DropReason;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.journal.JournalCursor;
import dev.firebreak.journal.OpenedPayload;
import dev.firebreak.journal.SegmentJournal;
import dev.firebreak.journal.StoredRecord;
import dev.firebreak.testkit.mixpanel.Fault;
import dev.firebreak.testkit.mixpanel.MixpanelEmulator;
import dev.firebreak.testkit.search.PlantedValueSearch;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
  private static final String PASS_ALL =
      "vendor: mixpanel\ndefault: pass\nunclassified: pass\ncategories: {}\n";

  private final PlantedTraffic traffic = new PlantedTraffic();
  private final LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final Logger ours = loggers.getLogger("dev.firebreak");

  @TempDir Path folder;
  private FileAppender<ILoggingEvent> log;

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
    assertThat(search.filesSearched()).isGreaterThan(8);
    assertThat(search.findings()).isEmpty();
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
        deliver(path.gateway().uri(), events);
        assertThat(path.settle(SETTLE)).isTrue();
        terms = path.conservation(InstallationFolder.WEB);
        assertThat(terms).matches(Conservation::holds);
        elsewhere.feed("metrics", metrics(path));
        decode(installation, journal);
      }
      log.stop();
      assertThat(folder.resolve("firebreak.log")).content().contains("JournalOpened");
      elsewhere.file(folder.resolve("firebreak.log"));
      elsewhere.folder(files.data());
      searchVendor(vendor, elsewhere);
    }
    return terms;
  }

  private void deliver(URI gateway, int events) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      int rounds = Math.ceilDiv(events, traffic.messagesPerRound());
      for (int round = 0; round < Math.max(rounds, PlantedTraffic.ROUNDS); round++) {
        for (PlantedTraffic.Request request : traffic.round(round)) {
          int status = send(client, gateway, request);
          assertThat(status).as(request.method()).isIn(200, 400, 404, 413);
        }
      }
    }
  }

  private static int send(HttpClient client, URI gateway, PlantedTraffic.Request request)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(gateway + request.target().replace("%zz", "%25zz")));
    request.headers().forEach(builder::header);
    builder.method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
    return client.send(builder.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static byte[] metrics(EventPath path) throws IOException {
    var text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, path.metrics().scrape());
    assertThat(text.toString(StandardCharsets.UTF_8)).contains("firebreak_gateway_messages_total");
    return text.toByteArray();
  }

  /// Every record as its reader gets it, the id at the vendor included.
  private static void decode(Installation installation, PlantedValueSearch search)
      throws IOException {
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
