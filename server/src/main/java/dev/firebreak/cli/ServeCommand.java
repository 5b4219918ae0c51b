package dev.firebreak.cli;

import dev.firebreak.audit.AuditHeadPage;
import dev.firebreak.audit.AuditHeadWatch;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.console.ConsoleListener;
import dev.firebreak.erasure.ErasureWatch;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.gateway.Clients;
import dev.firebreak.gateway.MetricsListener;
import dev.firebreak.gateway.SideListener;
import dev.firebreak.incident.DutyWatch;
import dev.firebreak.incident.IncidentRetention;
import dev.firebreak.incident.IncidentRetentionWatch;
import dev.firebreak.incident.IncidentServices;
import dev.firebreak.installation.DutyReminderMail;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.LedgerMaintenance;
import dev.firebreak.installation.RegisterMail;
import dev.firebreak.notice.Campaigns;
import dev.firebreak.notice.DkimKeys;
import dev.firebreak.notice.NoticeInbox;
import dev.firebreak.notice.NoticeInboxApi;
import dev.firebreak.notice.NoticeOptOuts;
import dev.firebreak.notice.NoticePage;
import dev.firebreak.notice.NoticeStatements;
import dev.firebreak.notice.NoticeVerifier;
import dev.firebreak.notice.OptOutPage;
import dev.firebreak.notice.ReturnedMailListener;
import dev.firebreak.notice.ReturnedMails;
import dev.firebreak.notice.SmtpMailTransport;
import dev.firebreak.register.RegisterWatch;
import dev.firebreak.webhook.WebhookWatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.server.Handler;
import picocli.CommandLine.Command;

/// Runs the gateway and the delivery until it is told to stop.
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Run the gateway and deliver; other commands reach this process by themselves.")
final class ServeCommand implements Callable<Integer> {
  private final CommandContext context;

  ServeCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    beginInEmptyFolder();
    Installation installation = context.installation();
    if (context.inOwnerProcess()) {
      throw new FirebreakException(
          ErrorCode.DATA_DIRECTORY_IN_USE,
          "another process owns the data directory "
              + installation.directory().root()
              + " and may serve it already; stop that one first");
    }
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stop, stopped), "shutdown"));
    IncidentServices services = IncidentServices.of(installation);
    try (EventPath path = EventPath.start(installation, registerNews(installation));
        WebhookWatch webhooks = WebhookWatch.start(installation, path.metrics());
        DutyWatch _ =
            DutyWatch.start(
                services.incidents(),
                services.duties(),
                path.metrics(),
                installation.clock(),
                reminder(installation, webhooks));
        IncidentRetentionWatch _ =
            IncidentRetentionWatch.start(IncidentRetention.of(installation));
        AuditHeadWatch _ = AuditHeadWatch.start(installation.auditHeads());
        LedgerMaintenance _ = LedgerMaintenance.start(installation, path.metrics());
        ErasureWatch _ = ErasureWatch.start(installation, path.metrics());
        Metrics metrics = Metrics.of(installation.config(), path);
        PublicPage page = PublicPage.of(installation);
        MailsBack mailsBack = MailsBack.of(installation);
        OperatorsConsole console = OperatorsConsole.of(installation, path);
        InProduct inProduct = InProduct.of(installation);
        OwnerServer owner =
            OwnerServer.start(
                installation,
                Optional.of(path),
                (remote, arguments) ->
                    CommandLines.of(remote).execute(arguments.toArray(String[]::new)))) {
      say(path, owner);
      metrics.say(context.out());
      page.say(context.out());
      mailsBack.say(context.out());
      console.say(context);
      inProduct.say(context.out());
      stop.await();
      context.out().println("Stopping ...");
    } finally {
      installation.close();
      stopped.countDown();
    }
    return 0;
  }

  /// In a folder with nothing in it, serving begins with the files that `init` writes.
  private void beginInEmptyFolder() throws IOException {
    Path settings = context.settingsFile();
    Path folder = context.workingDirectory();
    if (Files.exists(settings)
        || !settings.equals(folder.resolve(RootCommand.CONFIG_DEFAULT))
        || !NewInstallation.isEmpty(folder)) {
      return;
    }
    NewInstallation.writeWithConsole(folder);
    context.out().println("Wrote firebreak.yaml, policies/mixpanel.yaml, vendors/mixpanel.yaml,");
    context
        .out()
        .println("firebreak-master.key in this empty folder; `firebreak init` writes them");
    context
        .out()
        .println("elsewhere. Keep a copy of firebreak-master.key somewhere else: without it");
    context.out().println("nothing can be opened.");
    context.out().flush();
  }

  /// The listener for metrics, where there is one.
  private record Metrics(Optional<MetricsListener> listener) implements AutoCloseable {
    static Metrics of(FirebreakConfig config, EventPath path) {
      return new Metrics(
          config.metrics().map(address -> MetricsListener.start(address, path.metrics())));
    }

    void say(PrintWriter out) {
      listener.ifPresent(each -> out.println("Metrics at " + each.uri()));
      out.flush();
    }

    @Override
    public void close() {
      listener.ifPresent(MetricsListener::close);
    }
  }

  /// The page that people check notices on, where it is here.
  private record PublicPage(Optional<SideListener> listener) implements AutoCloseable {
    static PublicPage of(Installation installation) {
      return new PublicPage(
          installation
              .config()
              .mail()
              .flatMap(FirebreakConfig.Mail::page)
              .map(address ->
                  SideListener.start(
                      address,
                      "notice-page",
                      "mail.page-listen",
                      new Handler.Sequence(
                          new AuditHeadPage(installation.auditHeads()),
                          optOuts(installation),
                          handler(installation)))));
    }

    private static OptOutPage optOuts(Installation installation) {
      FirebreakConfig config = installation.config();
      return new OptOutPage(
          new NoticeOptOuts(
              installation.control(),
              installation.keys(),
              installation.audit(),
              installation.clock()),
          config.company(),
          new Clients(config.clients().trustedProxies()),
          installation.clock());
    }

    private static NoticePage handler(Installation installation) {
      FirebreakConfig config = installation.config();
      Campaigns campaigns = NoticeCommand.campaigns(installation);
      return new NoticePage(
          new NoticeVerifier(
              installation.control(), installation.keys(), campaigns, installation.clock()),
          new DkimKeys(installation.control(), installation.keys(), installation.clock()),
          new NoticeStatements(
              installation.control(), installation.keys(), config.company(), installation.clock()),
          config.company(),
          config.mail().orElseThrow().domain(),
          new Clients(config.clients().trustedProxies()),
          installation.clock());
    }

    void say(PrintWriter out) {
      listener.ifPresent(each -> out.println("Page for checking notices at " + each.uri()));
      out.flush();
    }

    @Override
    public void close() {
      listener.ifPresent(SideListener::close);
    }
  }

  /// What takes in mails that come back, where it is here.
  private record MailsBack(Optional<ReturnedMailListener> listener) implements AutoCloseable {
    static MailsBack of(Installation installation) {
      ReturnedMails returned =
          new ReturnedMails(
              installation.control(),
              installation.keys(),
              installation.audit(),
              installation.clock());
      return new MailsBack(
          installation
              .config()
              .mail()
              .flatMap(mail ->
                  mail.returned()
                      .map(address -> ReturnedMailListener.start(address, mail.from(), returned))));
    }

    void say(PrintWriter out) {
      listener.ifPresent(each -> out.println("Mails that come back at port " + each.port()));
      out.flush();
    }

    @Override
    public void close() {
      listener.ifPresent(ReturnedMailListener::close);
    }
  }

  /// The console, where there is one.
  private record OperatorsConsole(Installation installation, Optional<ConsoleListener> listener)
      implements AutoCloseable {
    static OperatorsConsole of(Installation installation, EventPath path) {
      return new OperatorsConsole(
          installation,
          installation
              .config()
              .console()
              .map(console ->
                  ConsoleListener.start(
                      installation,
                      Optional.of(path),
                      console,
                      List.of(CommandApi.of(installation, Optional.of(path), console)))));
    }

    void say(CommandContext context) {
      if (listener.isEmpty()) {
        return;
      }
      PrintWriter out = context.out();
      out.println("Console at " + listener.get().uri());
      out.println("  for programs at " + listener.get().uri() + "/api/v1");
      if (OperatorMixin.operators(installation).list().isEmpty()) {
        sayFirst(context, listener.get());
      }
      out.flush();
    }

    /// The link is shown to whoever looks on; what is no terminal may well be kept as a log.
    private void sayFirst(CommandContext context, ConsoleListener console) {
      Optional<URI> address = console.address();
      if (context.atTerminal() && address.isPresent()) {
        context.out().println("Nobody can sign in yet. Set up the first operator here:");
        context.out().println(EnrolLinks.first(installation, address.get()));
        context.out().println(EnrolLinks.lasts());
      } else {
        context
            .out()
            .println(
                "Nobody can sign in yet: `firebreak operator invite` in a terminal on this machine"
                    + " shows the link for the first operator.");
      }
    }

    @Override
    public void close() {
      listener.ifPresent(ConsoleListener::close);
    }
  }

  /// Where the product asks for notices, if it does.
  private record InProduct(Optional<NoticeInbox> inbox, Optional<SideListener> listener)
      implements AutoCloseable {
    static InProduct of(Installation installation) {
      Optional<FirebreakConfig.Mail.InProduct> settings =
          installation.config().mail().flatMap(FirebreakConfig.Mail::inProduct);
      if (settings.isEmpty()) {
        return new InProduct(Optional.empty(), Optional.empty());
      }
      NoticeInbox inbox =
          new NoticeInbox(
              installation.control(),
              installation.keys(),
              installation.audit(),
              installation.clock());
      NoticeInboxApi api =
          new NoticeInboxApi(
              inbox,
              settings.get().secret(),
              new Clients(installation.config().clients().trustedProxies()),
              installation.clock());
      SideListener listener =
          SideListener.start(
              settings.get().listen(), "notices-in-product", "mail.in-product.listen", api);
      return new InProduct(Optional.of(inbox), Optional.of(listener));
    }

    void say(PrintWriter out) {
      listener.ifPresent(each -> out.println("Notices for the product at " + each.uri()));
      out.flush();
    }

    @Override
    public void close() {
      listener.ifPresent(SideListener::close);
      inbox.ifPresent(NoticeInbox::close);
    }
  }

  /// Tells webhooks, and mails reminders where mail is set up; they are in the log and the metrics
  /// too.
  private static DutyWatch.Listener reminder(Installation installation, WebhookWatch webhooks) {
    FirebreakConfig config = installation.config();
    if (config.mail().isEmpty()) {
      return webhooks;
    }
    FirebreakConfig.Mail mail = config.mail().get();
    DutyReminderMail mailed =
        new DutyReminderMail(
            mail, config.company().domain(), new SmtpMailTransport(mail), installation.clock());
    return duties -> {
      webhooks.tell(duties);
      mailed.tell(duties);
    };
  }

  /// Mails what the register announces and does, where mail is set up; else it is in the log, the
  /// metrics and `status`.
  private static RegisterWatch.Listener registerNews(Installation installation) {
    FirebreakConfig config = installation.config();
    if (config.mail().isEmpty()) {
      return news -> {};
    }
    FirebreakConfig.Mail mail = config.mail().get();
    return new RegisterMail(
        mail, config.company().domain(), new SmtpMailTransport(mail), installation.clock());
  }

  private void say(EventPath path, OwnerServer owner) {
    context.out().println("Listening at " + path.gateway().uri());
    for (BindingConfig binding : path.bindings()) {
      context
          .out()
          .printf(
              "  %-16s %s -> %s (%s, policy %s)%n",
              binding.id(),
              binding.host().orElse(binding.pathPrefix()),
              binding.vendor(),
              binding.mode().name().toLowerCase(Locale.ROOT),
              path.policy(binding.id()).version());
    }
    if (path.bindings().isEmpty()) {
      context.out().println("  no bindings yet: add one to firebreak.yaml");
    }
    context.out().println("Commands reach this process at " + owner.socket());
    context.out().flush();
  }

  private static void stop(CountDownLatch stop, CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
