package dev.firebreak.benchmarks;

import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.gateway.Clients;
import dev.firebreak.gateway.SideListener;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.notice.DkimKeys;
import dev.firebreak.notice.NoticeDecisions;
import dev.firebreak.notice.NoticePage;
import dev.firebreak.notice.NoticeStatements;
import dev.firebreak.notice.NoticeVerifier;
import dev.firebreak.notice.SendSettings;
import dev.firebreak.notice.SmtpMailTransport;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.testkit.smtp.ReceivedMail;
import dev.firebreak.testkit.smtp.SampleCampaign;
import dev.firebreak.testkit.smtp.SmtpSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/// Asks the public page about notices, one kind of question after the other in turn, and prints how
/// long each kind took: whether the time tells who is a member.
///
/// Arguments: an empty folder, how many people, how many questions.
public final class NoticePageBenchmark {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern NUMBER = Pattern.compile("- Notice number: (\\S+)");
  private static final Pattern WORD = Pattern.compile("- Word: (\\S+)");
  private static final int TRIES_PER_MINUTE = 30;
  private static final int CONNECTIONS = 4;

  private final PrintWriter out;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
  private final Clock clock =
      ((InstantSource) () -> Clock.systemUTC().instant().plus(ahead.get()))
          .withZone(ZoneOffset.UTC);

  private NoticePageBenchmark(PrintWriter out) {
    this.out = out;
  }

  /// What is asked.
  private enum Question {
    /// A genuine number and word with the address that they belong to.
    MEMBER,
    /// The same with an address that nobody wrote to.
    STRANGER,
    /// The same with the address of somebody else who was written to.
    OTHER_MEMBER,
    /// A number that does not exist.
    UNKNOWN_NUMBER,
    /// No JSON at all.
    GARBAGE
  }

  /// Runs it.
  public static void main(String[] args) throws Exception {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    out.println(Machine.describe());
    new NoticePageBenchmark(out)
        .run(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
  }

  private void run(Path folder, int people, int questions) throws Exception {
    try (ControlDatabase control = ControlDatabase.open(folder.resolve("control.db"))) {
      KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
      HashChainAuditLog audit = new HashChainAuditLog(control, clock);
      Campaigns campaigns = new Campaigns(control, keys, audit, clock);
      NoticeOperators operators = new NoticeOperators(control, keys, audit, clock, ahead);
      SampleCampaign.decide(
          new NoticeDecisions(control, audit, clock), operators.drafter("NoticeDecided"));
      List<ReceivedMail> mails = Collections.synchronizedList(new ArrayList<>());
      try (SmtpSink sink = SmtpSink.keeping(mails)) {
        FirebreakConfig.Mail mail = SampleCampaign.mail(sink.port(), CONNECTIONS);
        campaigns.send(
            operators.approved(campaigns, people),
            operators.drafter("NoticeSent"),
            new SmtpMailTransport(mail),
            SendSettings.of(mail),
            _ -> {});
      }
      FirebreakConfig.Company company = company();
      NoticePage page =
          new NoticePage(
              new NoticeVerifier(control, keys, campaigns, clock),
              new DkimKeys(control, keys, clock),
              new NoticeStatements(control, keys, company, clock),
              company,
              company.domain(),
              new Clients(List.of()),
              clock);
      try (SideListener listener =
          SideListener.start(
              InetSocketAddress.createUnresolved("127.0.0.1", 0),
              "notice-page",
              "mail.page-listen",
              page)) {
        URI check = listener.uri().resolve("/check");
        ask(check, mails, questions / 10);
        print(ask(check, mails, questions));
      }
    }
  }

  private static FirebreakConfig.Company company() {
    return new FirebreakConfig.Company(
        "Example Works",
        "example.com",
        "privacy@example.com",
        "dpo@example.com",
        "IE",
        URI.create("https://example.com/notices"));
  }

  /// Microseconds of every answer, by question.
  private Map<Question, double[]> ask(URI check, List<ReceivedMail> mails, int questions)
      throws IOException, InterruptedException {
    Map<Question, List<Double>> taken = new EnumMap<>(Question.class);
    Question[] kinds = Question.values();
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int i = 0; i < questions; i++) {
        Question kind = kinds[i % kinds.length];
        HttpRequest request =
            HttpRequest.newBuilder(check)
                .POST(HttpRequest.BodyPublishers.ofString(body(kind, mails, i)))
                .build();
        if (i % TRIES_PER_MINUTE == 0) {
          ahead.updateAndGet(by -> by.plusMinutes(1));
        }
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        taken
            .computeIfAbsent(kind, _ -> new ArrayList<>())
            .add((System.nanoTime() - start) / 1_000.0);
        if (answer.statusCode() != 200 || answer.body().length != NoticePage.ANSWER_BYTES) {
          throw new IllegalStateException("answered " + answer.statusCode() + " to " + kind);
        }
      }
    }
    return taken.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                each -> each.getValue().stream().mapToDouble(d -> d).sorted().toArray(),
                (a, _) -> a,
                () -> new EnumMap<>(Question.class)));
  }

  private static String body(Question kind, List<ReceivedMail> mails, int i) {
    ReceivedMail mail = mails.get(i % mails.size());
    String source = new String(mail.content(), StandardCharsets.ISO_8859_1);
    String number = find(NUMBER, source);
    String address =
        switch (kind) {
          case MEMBER, UNKNOWN_NUMBER, GARBAGE -> mail.recipient();
          case STRANGER -> "stranger" + i + "@example.net";
          case OTHER_MEMBER -> mails.get((i + 1) % mails.size()).recipient();
        };
    return switch (kind) {
      case GARBAGE -> "{\"number\": [" + i;
      case UNKNOWN_NUMBER -> question(unknown(i), find(WORD, source), address);
      case MEMBER, STRANGER, OTHER_MEMBER -> question(number, find(WORD, source), address);
    };
  }

  /// A well-formed number that no notice has: random ones never end in so many zeros.
  private static String unknown(int i) {
    return String.format(Locale.ROOT, "%05d-00000", i * 7 % 100_000);
  }

  private static String question(String number, String word, String address) {
    return JSON.writeValueAsString(Map.of("number", number, "word", word, "address", address));
  }

  private void print(Map<Question, double[]> taken) throws IOException {
    double reference = quantile(taken, Question.STRANGER, 0.5);
    out.printf(Locale.ROOT, "%-16s %8s %10s %10s %12s%n", "", "asked", "median µs", "p95", "apart");
    for (Map.Entry<Question, double[]> each : taken.entrySet()) {
      double median = quantile(taken, each.getKey(), 0.5);
      out.printf(
          Locale.ROOT,
          "%-16s %,8d %,10.1f %,10.1f %,+12.1f%n",
          each.getKey().name().toLowerCase(Locale.ROOT).replace('_', ' '),
          each.getValue().length,
          median,
          quantile(taken, each.getKey(), 0.95),
          median - reference);
    }
    double apart =
        Arrays.stream(Question.values())
            .mapToDouble(kind -> Math.abs(quantile(taken, kind, 0.5) - reference))
            .max()
            .orElseThrow();
    Figures.add("noticePage.medianMicros", reference);
    Figures.add("noticePage.apartMicros", apart);
  }

  private static double quantile(Map<Question, double[]> taken, Question kind, double share) {
    double[] sorted = taken.getOrDefault(kind, new double[1]);
    return sorted[(int) (share * (sorted.length - 1))];
  }

  private static String find(Pattern pattern, String source) {
    Matcher found = pattern.matcher(source);
    if (!found.find()) {
      throw new IllegalStateException("the notice has no line like " + pattern);
    }
    return found.group(1);
  }
}
