package dev.firebreak.benchmarks;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.notice.CampaignProgress;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.notice.DkimSigner;
import dev.firebreak.notice.MailSigning;
import dev.firebreak.notice.NoticeDecisions;
import dev.firebreak.notice.SendSettings;
import dev.firebreak.notice.SmtpMailTransport;
import dev.firebreak.pseudonym.SecretBytes;
import dev.firebreak.testkit.smtp.SampleCampaign;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/// Drafts a campaign, has it approved, and sends it, signed twice, to an SMTP server in another
/// process. Then it sends again, which must send nothing.
///
/// Arguments: an empty folder, how many people, how many connections; then the port of an SMTP
/// server on loopback that runs already, or nothing for one in a process that this starts.
public final class NoticeBenchmark {
  private static final double TARGET_PER_MINUTE = 50_000;

  private final PrintWriter out;
  private final int people;
  private final int connections;

  /// Runs ahead of the machine's, so that an operator has a new code at once.
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  private final Clock clock =
      ((InstantSource) () -> Clock.systemUTC().instant().plus(ahead.get()))
          .withZone(ZoneOffset.UTC);

  private NoticeBenchmark(PrintWriter out, int people, int connections) {
    this.out = out;
    this.people = people;
    this.connections = connections;
  }

  /// Runs it.
  public static void main(String[] args) throws Exception {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    out.println(Machine.describe());
    new NoticeBenchmark(out, Integer.parseInt(args[1]), Integer.parseInt(args[2]))
        .run(
            Path.of(args[0]),
            args.length > 3 ? OptionalInt.of(Integer.parseInt(args[3])) : OptionalInt.empty());
  }

  private void run(Path folder, OptionalInt port) throws IOException, InterruptedException {
    try (ControlDatabase control = ControlDatabase.open(folder.resolve("control.db"))) {
      KeyStore keys = KeyStore.open(folder.resolve("keys"), SecretBytes.copyOf(new byte[32]));
      HashChainAuditLog audit = new HashChainAuditLog(control, clock);
      Campaigns campaigns = new Campaigns(control, keys, audit, clock);
      NoticeOperators operators = new NoticeOperators(control, keys, audit, clock, ahead);
      long start = System.nanoTime();
      SampleCampaign.decide(
          new NoticeDecisions(control, audit, clock), operators.drafter("NoticeDecided"));
      String id = operators.approved(campaigns, people);
      out.printf(Locale.ROOT, "drafted and linted in %.1f s%n", seconds(start));
      if (port.isPresent()) {
        sendTwice(campaigns, id, operators, port.getAsInt(), new MailSigning(control, keys, clock));
      } else {
        Process relay = NoticeRelay.start();
        try (BufferedReader said = relay.inputReader(StandardCharsets.UTF_8)) {
          int own = Integer.parseInt(said.readLine());
          sendTwice(campaigns, id, operators, own, new MailSigning(control, keys, clock));
          relay.getOutputStream().close();
          out.println("mails and bytes that the relay got: " + said.readLine());
        } finally {
          relay.destroy();
          relay.waitFor();
        }
      }
    }
  }

  private void sendTwice(
      Campaigns campaigns, String id, NoticeOperators operators, int port, MailSigning signing)
      throws IOException {
    FirebreakConfig.Mail mail = SampleCampaign.mail(port, connections);
    Optional<DkimSigner> signer = SampleCampaign.signer(signing, mail);
    send(campaigns, id, operators.drafter("NoticeSent"), mail, signer);
    send(campaigns, id, operators.drafter("NoticeSent"), mail, signer);
  }

  private void send(
      Campaigns campaigns,
      String id,
      ConfirmedOperator sender,
      FirebreakConfig.Mail mail,
      Optional<DkimSigner> signer)
      throws IOException {
    long before = campaigns.status(id).sent();
    long start = System.nanoTime();
    CampaignProgress progress =
        campaigns.send(
            id, sender, new SmtpMailTransport(mail, signer), SendSettings.of(mail), _ -> {});
    long sent = progress.sent() - before;
    double perMinute = sent / seconds(start) * 60;
    out.printf(
        Locale.ROOT,
        "sent %,d in %.1f s, %,.0f a minute (target %,.0f); %,d not sent, %,d doubted%n",
        sent,
        seconds(start),
        perMinute,
        TARGET_PER_MINUTE,
        progress.total() - progress.sent(),
        progress.doubted());
    if (before == 0) {
      Figures.add("notices.perMinute", perMinute);
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
