package dev.firebreak.config;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.vendor.VendorId;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The settings of an installation, as `firebreak.yaml` states them.
///
/// @param folder where the file lies; the register's `vendors` and `standards` lie beside it
/// @param dataDirectory journal, ledger, incidents, keys and control database
/// @param masterKeyFile 32 random bytes in base64; lies outside the data directory
/// @param company who the operator is, as notices and reports say it
/// @param gateway where SDKs connect
/// @param clients what the gateway makes of them
/// @param bindings vendor projects
/// @param accounts the accounts directory (CSV or Parquet); empty where there is none
/// @param mail how notices are sent; empty where none are
/// @param journalRetention how long finished segments are kept
/// @param incidentRetention how long the files of a closed incident are kept, at least a day
/// @param held what holds while a vendor is held
/// @param ledgerRetention how long the ledger keeps what it knows
/// @param metrics where metrics are read; empty where nowhere
/// @param console where operators reach the console; empty where there is none
/// @param erasure where vendors are asked to erase people
/// @param webhooks where programs may be told of events
/// @param audit when the audit log's head is signed
public record FirebreakConfig(
    Path folder,
    Path dataDirectory,
    Path masterKeyFile,
    Company company,
    InetSocketAddress gateway,
    Clients clients,
    List<BindingConfig> bindings,
    Optional<Path> accounts,
    Optional<Mail> mail,
    Duration journalRetention,
    Duration incidentRetention,
    Held held,
    LedgerRetention ledgerRetention,
    Optional<InetSocketAddress> metrics,
    Optional<ConsoleConfig> console,
    List<ErasurePlace> erasure,
    Webhooks webhooks,
    AuditConfig audit) {
  /// Three years: as long as claims are usually brought.
  public static final Duration INCIDENT_RETENTION_DEFAULT = Duration.ofDays(1095);

  public FirebreakConfig {
    bindings = List.copyOf(bindings);
    erasure = List.copyOf(erasure);
  }

  /// Where webhooks may lead, beside this machine and public addresses.
  ///
  /// @param privateNetworks which networks of the company
  /// @param trusted certificates of authorities, one of which must have signed a receiver's, as
  ///   PEM; empty for those that Java trusts
  public record Webhooks(List<AddressRange> privateNetworks, Optional<Path> trusted) {
    /// What holds where the file says nothing.
    public static final Webhooks DEFAULT = new Webhooks(List.of(), Optional.empty());

    public Webhooks {
      privateNetworks = List.copyOf(privateNetworks);
    }
  }

  /// How much is queued for a vendor that is held, and how long.
  ///
  /// @param retention what came in longer ago is destroyed, at least a day
  /// @param messagesMax so many at each binding; what comes after that is `dropped{limit}`
  /// @param bytesMax so many on disk at each binding; the same
  public record Held(Duration retention, long messagesMax, long bytesMax) {
    /// What holds where the file says nothing.
    public static final Held DEFAULT = new Held(Duration.ofDays(90), 10_000_000, 20L << 30);
  }

  /// How long the ledger keeps the facts of a vendor: as long as the vendor may have the data, and
  /// 24 months more, in which a theft that nobody noticed may still come out.
  ///
  /// @param standard for vendors that are not named: five years, as Mixpanel keeps events where
  ///   nothing else was agreed, and 24 months
  /// @param byVendor for those that are
  public record LedgerRetention(Duration standard, Map<VendorId, Duration> byVendor) {
    /// What holds where the file says nothing.
    public static final LedgerRetention DEFAULT =
        new LedgerRetention(Duration.ofDays(1825 + 730), Map.of());

    public LedgerRetention {
      byVendor = Map.copyOf(byVendor);
    }

    /// How long facts of a vendor are kept.
    public Duration of(VendorId vendor) {
      return byVendor.getOrDefault(vendor, standard);
    }
  }

  /// What the gateway makes of its clients.
  ///
  /// @param newSubjectsPerHour how many people one client may bring to a public binding in an hour;
  ///   0 for no limit
  /// @param trustedProxies whose `X-Forwarded-For` is believed
  public record Clients(int newSubjectsPerHour, List<AddressRange> trustedProxies) {
    /// What holds where the file says nothing.
    public static final Clients DEFAULT = new Clients(10_000, List.of());

    public Clients {
      if (newSubjectsPerHour < 0) {
        throw new IllegalArgumentException("a limit is 0 or more");
      }
      trustedProxies = List.copyOf(trustedProxies);
    }
  }

  /// Looks up every secret, so that whoever starts the gateway hears of all that are missing.
  ///
  /// @throws FirebreakException CONFIG_INVALID with every problem
  public void requireSecrets() {
    List<String> problems =
        Stream.of(
                bindings.stream().flatMap(b -> Stream.of(b.credential(), b.inboundCredential())),
                mail.flatMap(Mail::password).stream(),
                console.flatMap(ConsoleConfig::tls).map(ConsoleConfig.Tls::password).stream(),
                mail.flatMap(Mail::inProduct).map(Mail.InProduct::secret).stream(),
                erasure.stream().flatMap(ErasurePlace::secrets))
            .flatMap(secrets -> secrets)
            .distinct()
            .flatMap(secret -> secret.problem().stream())
            .toList();
    if (!problems.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.CONFIG_INVALID, "secrets are missing:\n  " + String.join("\n  ", problems));
    }
  }

  /// The company that runs this installation.
  ///
  /// @param name as people know it
  /// @param domain its main domain, as `example.com`
  /// @param contact address or page for questions about an incident
  /// @param dataProtectionContact the data protection officer or contact point
  /// @param establishment country of its main establishment, ISO 3166-1 alpha-2
  /// @param noticePage public page that explains how to verify a notice
  /// @param statements answers to the duty catalogue's questions, by key; what it does not answer
  ///   leaves duties unclear
  public record Company(
      String name,
      String domain,
      String contact,
      String dataProtectionContact,
      String establishment,
      URI noticePage,
      Map<String, Boolean> statements) {
    public Company {
      statements = Map.copyOf(statements);
    }

    /// A company that states nothing about itself.
    public Company(
        String name,
        String domain,
        String contact,
        String dataProtectionContact,
        String establishment,
        URI noticePage) {
      this(name, domain, contact, dataProtectionContact, establishment, noticePage, Map.of());
    }
  }

  /// The relay that notices go through.
  ///
  /// @param host relay's host name
  /// @param port relay's port
  /// @param tls how the connection is protected
  /// @param trusted certificates of authorities, one of which must have signed the relay's, as PEM;
  ///   empty for those that Java trusts
  /// @param username empty without authentication
  /// @param password empty without authentication
  /// @param from the visible sender
  /// @param replyTo a mailbox that people read
  /// @param connections how many connections at once
  /// @param pace how fast a campaign goes
  /// @param dkimSelector names the keys that mails are signed with; empty where the relay signs
  /// @param page where the public page answers; empty where the company has it elsewhere
  /// @param returned where mails that come back are taken in; empty where they are read from files
  /// @param recipientDomains what is asked about the domains of recipients before a draft
  /// @param inProduct where the product asks for notices; empty where it does not
  public record Mail(
      String host,
      int port,
      Tls tls,
      Optional<Path> trusted,
      Optional<String> username,
      Optional<Secret> password,
      String from,
      String replyTo,
      int connections,
      Pace pace,
      Optional<String> dkimSelector,
      Optional<InetSocketAddress> page,
      Optional<InetSocketAddress> returned,
      RecipientDomains recipientDomains,
      Optional<InProduct> inProduct) {
    /// A relay that signs, with one pace for all.
    public Mail(
        String host,
        int port,
        Tls tls,
        Optional<String> username,
        Optional<Secret> password,
        String from,
        String replyTo,
        int connections,
        int messagesPerSecond) {
      this(
          host,
          port,
          tls,
          Optional.empty(),
          username,
          password,
          from,
          replyTo,
          connections,
          new Pace(messagesPerSecond, 0, Duration.ZERO),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          RecipientDomains.DNS,
          Optional.empty());
    }

    /// Where the product's servers ask for people's notices.
    ///
    /// @param secret that they send with every request
    public record InProduct(InetSocketAddress listen, Secret secret) {}

    /// Looks up the password.
    ///
    /// @throws FirebreakException CONFIG_INVALID where one is expected and missing
    public void requireSecrets() {
      password
          .flatMap(Secret::problem)
          .ifPresent(problem -> {
            throw new FirebreakException(ErrorCode.CONFIG_INVALID, problem);
          });
    }

    /// The sender's domain, which signs.
    public String domain() {
      return from.substring(from.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    }

    /// What is asked about the domains of recipients.
    public enum RecipientDomains {
      /// DNS, whether they take mail.
      DNS,
      /// Nobody: where the relay delivers elsewhere than DNS says, or for a rehearsal.
      UNCHECKED
    }

    /// How a mail connection is protected.
    public enum Tls {
      NONE,
      STARTTLS,
      IMPLICIT
    }

    /// How fast a campaign goes.
    ///
    /// @param perSecond messages over all connections; 0 for no limit
    /// @param perDomain messages a second to one domain; 0 for no limit
    /// @param ramp how long `perSecond` takes to be reached, from a tenth of it; no effect without
    ///   a limit
    public record Pace(int perSecond, int perDomain, Duration ramp) {
      public Pace {
        if (perSecond < 0 || perDomain < 0 || ramp.isNegative()) {
          throw new IllegalArgumentException("a pace is not negative");
        }
      }
    }
  }
}
