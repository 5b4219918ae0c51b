package dev.firebreak.benchmarks;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Sessions;
import dev.firebreak.access.Totp;
import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.config.ConfigLoader;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.console.ConsoleListener;
import dev.firebreak.duty.Moment;
import dev.firebreak.incident.Assessments;
import dev.firebreak.incident.DataSetReader;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.InstallationOpener;
import dev.firebreak.installation.MasterKey;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.VendorId;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/// Asks for every page of an incident with very many people, and for one person in it, over HTTP,
/// and prints how long that took. The people are invented as they are read; the lists are sealed,
/// indexed and opened as in earnest.
///
/// Arguments: an empty folder, how many people, how many requests of each kind.
public final class ConsoleBenchmark {
  private static final String INCIDENT = "2025-11-large";
  private static final long CLEAR = DataCategory.NAME.mask() | DataCategory.EMAIL.mask();
  private static final List<String> COUNTRIES =
      List.of("DE", "FR", "US-CA", "US-NY", "JP", "BR", "IN", "KE", "AU", "IE");

  private final PrintWriter out;
  private final int people;
  private final int requests;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final Clock clock =
      ((InstantSource) () -> Clock.systemUTC().instant().plus(ahead.get()))
          .withZone(ZoneOffset.UTC);

  private ConsoleBenchmark(PrintWriter out, int people, int requests) {
    this.out = out;
    this.people = people;
    this.requests = requests;
  }

  /// Runs it.
  public static void main(String[] args) throws Exception {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    out.println(Machine.describe());
    new ConsoleBenchmark(out, Integer.parseInt(args[1]), Integer.parseInt(args[2]))
        .run(Path.of(args[0]));
  }

  private void run(Path folder) throws Exception {
    try (Installation installation = InstallationOpener.open(settings(folder), clock)) {
      Operators operators =
          new Operators(installation.control(), installation.keys(), installation.audit(), clock);
      NewOperator officer = operators.addFirst("officer");
      assess(folder, installation, operators, officer);
      Sessions sessions = new Sessions(installation.control(), installation.audit(), clock);
      String token = sessions.begin(confirmed(operators, officer, "SignedIn"));
      try (ConsoleListener console = ConsoleListener.demonstration(installation);
          HttpClient client = HttpClient.newHttpClient()) {
        Asking asking = new Asking(client, console.uri(), token);
        out.printf(Locale.ROOT, "%-32s %10s %10s%n", "", "median ms", "slowest");
        for (String page : List.of("", "/duties", "/findings", "/files", "/people")) {
          print("incident" + page, asking.page("/incidents/" + INCIDENT + page));
        }
        print("overview", asking.page("/"));
        print("incidents", asking.page("/incidents"));
        print("person", asking.person());
        print("nobody", asking.nobody());
      }
    }
  }

  private static FirebreakConfig settings(Path folder) throws Exception {
    MasterKey.create(folder.resolve("firebreak-master.key"), new SecureRandom());
    Path settings = folder.resolve("firebreak.yaml");
    Files.writeString(
        settings,
        """
        company: {name: Load, domain: example.com, contact: a@example.com, establishment: IE}
        gateway: {listen: "127.0.0.1:0"}
        bindings: []
        """);
    return ConfigLoader.load(settings, Map.of());
  }

  private ConfirmedOperator confirmed(Operators operators, NewOperator who, String action) {
    ahead.updateAndGet(by -> by.plusSeconds(31));
    Instant now = clock.instant();
    return operators.confirm(who.name(), Totp.code(who.secret(), now), action, Role.VIEWER);
  }

  private void assess(
      Path folder, Installation installation, Operators operators, NewOperator officer)
      throws Exception {
    IncidentServices services = IncidentServices.of(installation);
    ConfirmedOperator by = confirmed(operators, officer, "AssessmentMade");
    services.incidents().open(by, INCIDENT, new VendorId("mixpanel"), "A very large export");
    services
        .incidents()
        .record(by, INCIDENT, Moment.REASONABLY_CERTAIN, clock.instant(), "the vendor's letter");
    Path file = Files.writeString(folder.resolve("export.ndjson"), "{}\n");
    long start = System.nanoTime();
    services
        .assessments()
        .assess(
            by,
            INCIDENT,
            Assessments.Task.stolen(
                List.of(file), Optional.empty(), _ -> reading(folder), (_, _) -> {}));
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf(Locale.ROOT, "%,d people sealed and indexed in %.1f s%n", people, seconds);
    try (var files = Files.walk(folder)) {
      for (Path each : files.filter(ConsoleBenchmark::isOfPeople).toList()) {
        out.printf(Locale.ROOT, "%s: %,d bytes%n", each.getFileName(), Files.size(each));
      }
    }
  }

  private static boolean isOfPeople(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith("people-1.") || name.startsWith("search-1.");
  }

  private DataSetReader.Reading reading(Path folder) {
    Map<DataCategory, Assessment.CategoryExposure> categories =
        Map.of(
            DataCategory.NAME, new Assessment.CategoryExposure(people, 0, 0, people),
            DataCategory.EMAIL, new Assessment.CategoryExposure(people, 0, 0, people));
    return new DataSetReader.Reading(
        new Assessment(
            List.of(new Assessment.Original("export.ndjson", 3, "0".repeat(64))),
            List.of("mixpanel-events"),
            people * 7L,
            0,
            List.of(),
            Map.of(),
            0,
            0,
            people,
            0,
            0,
            Assessment.Organizations.NONE,
            List.of(),
            categories,
            Map.of(),
            new Assessment.RiskFigures(
                List.of(DataCategory.COUNTRY), people, 8, 9, 0, 0.01, List.of()),
            folder.resolve("none"),
            folder.resolve("none")),
        this::invent,
        _ -> {},
        List.of(),
        List.of());
  }

  private void invent(Consumer<PersonExposure> consumer) {
    for (int i = 0; i < people; i++) {
      consumer.accept(person(i));
    }
  }

  private static PersonExposure person(int i) {
    String account = "acct-" + i;
    String address = "person." + i + "@example.com";
    String[] place = COUNTRIES.get(i % COUNTRIES.size()).split("-", 2);
    return new PersonExposure(
        account,
        Optional.of(account),
        false,
        List.of("account_id", "email"),
        List.of(
            new PersonExposure.Identifier("user_id", account),
            new PersonExposure.Identifier("email", address)),
        List.of(account),
        CLEAR,
        DataCategory.USER_AGENT.mask(),
        0,
        7,
        0,
        0,
        Optional.of(address),
        Optional.of("Person " + i),
        Optional.of(place[0]),
        place.length > 1 ? Optional.of(place[1]) : Optional.empty(),
        Optional.of("org-" + i % 5_000),
        Optional.of(i % 9 == 0 ? "admin" : "member"),
        Optional.of(i % 3 == 0 ? "none" : "totp"),
        Optional.empty());
  }

  /// Milliseconds of every answer, sorted.
  private final class Asking {
    private final HttpClient client;
    private final URI console;
    private final String token;

    Asking(HttpClient client, URI console, String token) {
      this.client = client;
      this.console = console;
      this.token = token;
    }

    double[] page(String path) throws Exception {
      return times(_ -> request(path).GET().build(), "Load");
    }

    double[] person() throws Exception {
      return times(
          i -> search("person." + (i * 7_919L % people) + "@example.com"), "In the data set.");
    }

    double[] nobody() throws Exception {
      return times(i -> search("nobody." + i + "@example.com"), "Not in the data set.");
    }

    private HttpRequest search(String identifier) {
      String form =
          "form-word="
              + Sessions.formWord(token)
              + "&reason=measurement&identifier="
              + identifier.replace("@", "%40");
      return request("/incidents/" + INCIDENT + "/people")
          .header("Content-Type", "application/x-www-form-urlencoded")
          .POST(HttpRequest.BodyPublishers.ofString(form))
          .build();
    }

    private HttpRequest.Builder request(String path) {
      return HttpRequest.newBuilder(console.resolve(path))
          .header("Cookie", "firebreak=" + token)
          .header("Accept-Language", "en")
          .header("Sec-Fetch-Site", "same-origin");
    }

    /// After a tenth of the requests to warm up.
    private double[] times(IntFunction<HttpRequest> request, String expected) throws Exception {
      int warm = Math.max(3, requests / 10);
      double[] taken = new double[requests];
      for (int i = -warm; i < requests; i++) {
        ahead.updateAndGet(by -> by.plusSeconds(61));
        HttpRequest asked = request.apply(i + warm);
        long start = System.nanoTime();
        HttpResponse<String> answer = client.send(asked, HttpResponse.BodyHandlers.ofString());
        double millis = (System.nanoTime() - start) / 1e6;
        if (answer.statusCode() != 200 || !answer.body().contains(expected)) {
          throw new IllegalStateException(asked.uri() + " answered " + answer.statusCode());
        }
        if (i >= 0) {
          taken[i] = millis;
        }
      }
      Arrays.sort(taken);
      return taken;
    }
  }

  private void print(String name, double[] sorted) throws Exception {
    double median = sorted[sorted.length / 2];
    double slowest = sorted[sorted.length - 1];
    out.printf(Locale.ROOT, "%-32s %10.1f %10.1f%n", name, median, slowest);
    Figures.add("console." + name.replace('/', '.') + "Millis", median);
  }
}
