package dev.firebreak.config;

import dev.firebreak.config.FirebreakConfig.Clients;
import dev.firebreak.config.FirebreakConfig.Company;
import dev.firebreak.duty.DutyCatalogue;
import dev.firebreak.duty.Question;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.policy.UserIdKind;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import dev.firebreak.yaml.YamlDocument;
import dev.firebreak.yaml.YamlProblems;
import dev.firebreak.yaml.YamlSection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads `firebreak.yaml`. Every problem is told at once with its line; unknown keys are problems.
/// Relative paths are relative to the file's folder. Secrets come from files or the environment,
/// never from the file itself, and are looked up when they are first used.
public final class ConfigLoader {
  private static final long FILE_BYTES_MAX = 1 << 20;
  private static final Set<String> WEB = Set.of("http", "https");
  private static final Pattern COUNTRY = Pattern.compile("[A-Z]{2}");
  private static final BindingId NO_BINDING = new BindingId("none");
  private static final VendorId NO_VENDOR = new VendorId("none");
  private static final URI NO_ADDRESS = URI.create("http://localhost");

  private final Path folder;
  private final Map<String, String> environment;

  private ConfigLoader(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = environment;
  }

  /// Reads the file.
  ///
  /// @param environment where `{env: NAME}` secrets are looked up
  /// @throws FirebreakException CONFIG_INVALID with every problem, or INPUT_UNREADABLE
  public static FirebreakConfig load(Path file, Map<String, String> environment) {
    YamlProblems problems = new YamlProblems(file.getFileName().toString());
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = Objects.requireNonNull(absolute.getParent(), "a file has a folder");
    Optional<YamlSection> root = YamlDocument.read(read(file), problems);
    Optional<FirebreakConfig> config =
        root.map(mapping -> new ConfigLoader(folder, environment).config(mapping));
    problems.throwIfAny(ErrorCode.CONFIG_INVALID);
    return config.orElseThrow();
  }

  private static String read(Path file) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new FirebreakException(
            ErrorCode.INPUT_TOO_LARGE, file + " is larger than 1 MiB: is it the settings file?");
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE,
          "the settings file "
              + file
              + " cannot be read; `firebreak init` writes one, `--config FILE` names another",
          e);
    }
  }

  private FirebreakConfig config(YamlSection root) {
    Path data = folder.resolve(root.optionalText("data-directory").orElse("data")).normalize();
    Path master =
        folder
            .resolve(root.optionalText("master-key-file").orElse("firebreak-master.key"))
            .normalize();
    if (real(master).startsWith(real(data))) {
      root.problem(
          "master-key-file", "lies inside the data directory; whoever copies one gets both");
    }
    Optional<YamlSection> gateway = root.section("gateway");
    Clients clients = clients(gateway);
    FirebreakConfig config =
        new FirebreakConfig(
            folder,
            data,
            master,
            company(root),
            listener(gateway),
            clients,
            bindings(root),
            root.optionalText("accounts").map(folder::resolve),
            root.section("mail").map(new MailSettings(folder, this::secret)::read),
            root.optional("journal-retention", Durations.EXPECTED, Durations::parse)
                .orElse(Duration.ofDays(7)),
            root.optional("incident-retention", "at least 1d, as 1095d", ConfigLoader::days)
                .orElse(FirebreakConfig.INCIDENT_RETENTION_DEFAULT),
            root.section("held").map(ConfigLoader::held).orElse(FirebreakConfig.Held.DEFAULT),
            ledgerRetention(root),
            root.section("metrics").map(ConfigLoader::metrics),
            new ConsoleSettings(folder, this::secret, ConfigLoader::socketAddress)
                .read(root, clients),
            new ErasurePlaces(this::secret, ConfigLoader::webAddress).read(root),
            root.section("webhooks").map(this::webhooks).orElse(FirebreakConfig.Webhooks.DEFAULT),
            root.section("audit").map(ConfigLoader::audit).orElse(AuditConfig.DEFAULT));
    gateway.ifPresent(YamlSection::finish);
    root.finish();
    return config;
  }

  /// Where a path leads, as far as it is there.
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException missing) {
      Path parent = path.getParent();
      Path name = path.getFileName();
      return parent == null || name == null ? path : real(parent).resolve(name);
    }
  }

  private Company company(YamlSection root) {
    Optional<YamlSection> found = root.section("company");
    if (found.isEmpty()) {
      root.problem("company", "is required: name, domain, contact, establishment");
      return new Company("", "", "", "", "", NO_ADDRESS);
    }
    YamlSection section = found.get();
    String contact = section.text("contact");
    String domain = section.text("domain");
    Optional<URI> page = section.optional("notice-page", "a web address", ConfigLoader::webAddress);
    if (page.isEmpty() && root.section("mail").isPresent()) {
      section.problem(
          "notice-page",
          "is required with `mail`: the page that tells people how to check a notice, and must be"
              + " there before the first one is sent");
    }
    Company company =
        new Company(
            section.text("name"),
            domain,
            contact,
            section.optionalText("data-protection-contact").orElse(contact),
            section.required(
                "establishment", "a country code such as IE", ConfigLoader::country, ""),
            page.orElseGet(() -> URI.create("https://" + domain + "/security/notices")),
            section.section("statements").map(ConfigLoader::statements).orElseGet(Map::of));
    section.finish();
    return company;
  }

  /// What the company states about itself: yes or no to questions of the duty catalogue.
  private static Map<String, Boolean> statements(YamlSection section) {
    Map<String, Boolean> statements = new TreeMap<>();
    for (Question question : DutyCatalogue.shipped().questions(Question.Of.COMPANY)) {
      section
          .optional(question.key(), "yes or no: " + question.asks(), ConfigLoader::yesOrNo)
          .ifPresent(answer -> statements.put(question.key(), answer));
    }
    section.finish();
    return statements;
  }

  private static boolean yesOrNo(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw new IllegalArgumentException("neither yes nor no");
    };
  }

  private static InetSocketAddress listener(Optional<YamlSection> gateway) {
    return gateway
        .flatMap(section -> section.optional("listen", "HOST:PORT", ConfigLoader::socketAddress))
        .orElseGet(() -> InetSocketAddress.createUnresolved("127.0.0.1", 8080));
  }

  private static AuditConfig audit(YamlSection section) {
    AuditConfig audit =
        new AuditConfig(
            section
                .optional("head-every", "at least 1s, as 1h", ConfigLoader::seconds)
                .orElse(AuditConfig.DEFAULT.headEvery()),
            section
                .optional("head-entries", "1 or more", ConfigLoader::atLeastOne)
                .orElse(AuditConfig.DEFAULT.headEntries()));
    section.finish();
    return audit;
  }

  private static Duration seconds(String text) {
    Duration duration = Durations.parse(text);
    check(text, duration.compareTo(Duration.ofSeconds(1)) >= 0);
    return duration;
  }

  private static FirebreakConfig.Held held(YamlSection section) {
    FirebreakConfig.Held held =
        new FirebreakConfig.Held(
            section
                .optional("retention", "at least 1d, as 90d", ConfigLoader::days)
                .orElse(FirebreakConfig.Held.DEFAULT.retention()),
            section
                .optional("messages", "1 or more", ConfigLoader::atLeastOne)
                .orElse(FirebreakConfig.Held.DEFAULT.messagesMax()),
            section
                .optional("bytes", "1 or more", ConfigLoader::atLeastOne)
                .orElse(FirebreakConfig.Held.DEFAULT.bytesMax()));
    section.finish();
    return held;
  }

  private static long atLeastOne(String text) {
    long number = Long.parseLong(text);
    if (number < 1) {
      throw new IllegalArgumentException("below 1");
    }
    return number;
  }

  private static InetSocketAddress metrics(YamlSection section) {
    InetSocketAddress address =
        section.required(
            "listen",
            "HOST:PORT",
            ConfigLoader::socketAddress,
            InetSocketAddress.createUnresolved("127.0.0.1", 0));
    section.finish();
    return address;
  }

  private static Clients clients(Optional<YamlSection> gateway) {
    if (gateway.isEmpty()) {
      return Clients.DEFAULT;
    }
    YamlSection section = gateway.get();
    List<AddressRange> proxies = ranges(section, "trusted-proxies");
    return new Clients(
        section
            .optional("new-subjects-per-client", "0 or more", ConfigLoader::count)
            .orElse(Clients.DEFAULT.newSubjectsPerHour()),
        proxies);
  }

  private static List<AddressRange> ranges(YamlSection section, String key) {
    List<AddressRange> ranges = new ArrayList<>();
    for (String range : section.texts(key)) {
      try {
        ranges.add(AddressRange.parse(range));
      } catch (IllegalArgumentException e) {
        section.problem(key, "expected addresses such as 10.0.0.0/8");
      }
    }
    return ranges;
  }

  private FirebreakConfig.Webhooks webhooks(YamlSection section) {
    FirebreakConfig.Webhooks webhooks =
        new FirebreakConfig.Webhooks(
            ranges(section, "private-networks"),
            section.optionalText("trusted-certificates").map(folder::resolve));
    section.finish();
    return webhooks;
  }

  /// `default`, and vendors by name, also those without a binding any more: the ledger may know
  /// them.
  private static FirebreakConfig.LedgerRetention ledgerRetention(YamlSection root) {
    Optional<YamlSection> found = root.section("ledger-retention");
    if (found.isEmpty()) {
      return FirebreakConfig.LedgerRetention.DEFAULT;
    }
    YamlSection section = found.get();
    Map<VendorId, Duration> byVendor = new TreeMap<>();
    for (String key : section.keys()) {
      if (key.equals("default")) {
        continue;
      }
      try {
        VendorId vendor = new VendorId(key);
        section
            .optional(key, "at least 1d, as 2555d", ConfigLoader::days)
            .ifPresent(duration -> byVendor.put(vendor, duration));
      } catch (IllegalArgumentException e) {
        // no vendor's name, so a key that nobody asks for
      }
    }
    FirebreakConfig.LedgerRetention retention =
        new FirebreakConfig.LedgerRetention(
            section
                .optional("default", "at least 1d, as 2555d", ConfigLoader::days)
                .orElse(FirebreakConfig.LedgerRetention.DEFAULT.standard()),
            byVendor);
    section.finish();
    return retention;
  }

  private List<BindingConfig> bindings(YamlSection root) {
    List<BindingConfig> bindings = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (YamlSection section : root.sections("bindings")) {
      BindingConfig binding = binding(section);
      if (!taken.add("id " + binding.id())) {
        section.problem("id", "another binding has this id");
      }
      if (!taken.add("at " + binding.host() + binding.pathPrefix())) {
        section.problem("path-prefix", "another binding has this host or path");
      }
      bindings.add(binding);
    }
    return bindings;
  }

  private BindingConfig binding(YamlSection section) {
    Optional<String> host = section.optionalText("host");
    String prefix =
        section.optional("path-prefix", "a path such as /mp", ConfigLoader::pathPrefix).orElse("");
    if (host.isEmpty() == prefix.isEmpty()) {
      section.problem("host", "a binding has either a host or a path-prefix");
    }
    Secret credential = secret(section, "credential", bindingName(section));
    BindingConfig.Sender sender =
        section.choice("sender", BindingConfig.Sender.class).orElse(BindingConfig.Sender.PUBLIC);
    BindingConfig binding =
        new BindingConfig(
            section.required("id", "1 to 32 of a-z, 0-9 and -", BindingId::new, NO_BINDING),
            section.required("vendor", "1 to 32 of a-z, 0-9 and -", VendorId::new, NO_VENDOR),
            section.required("dialect", "mixpanel", ConfigLoader::dialect, ""),
            section.choice("mode", BindingConfig.Mode.class).orElse(BindingConfig.Mode.ENFORCE),
            host,
            prefix,
            section.required("upstream", "a web address", ConfigLoader::webAddress, NO_ADDRESS),
            credential,
            inboundCredential(section, sender, credential),
            sender,
            section.choice("user-id", UserIdKind.class).orElse(UserIdKind.ACCOUNT_ID),
            section.optional("ids", "random or guessable", ConfigLoader::guessable).orElse(false),
            section
                .optional("accept-guessable-tokens", "true or false", ConfigLoader::yesNo)
                .orElse(false),
            section.texts("groups"),
            section.texts("allowed-origins"),
            Path.of(section.optionalText("policy").orElse("shipped:mixpanel")),
            section
                .optional("maximum-event-age", Durations.EXPECTED, Durations::parse)
                .orElse(Duration.ofDays(1825)));
    section.finish();
    return resolvePolicy(binding);
  }

  private BindingConfig resolvePolicy(BindingConfig binding) {
    if (binding.policy().toString().startsWith("shipped:")) {
      return binding;
    }
    return binding.withPolicy(folder.resolve(binding.policy()));
  }

  private Secret inboundCredential(
      YamlSection section, BindingConfig.Sender sender, Secret credential) {
    if (section.section("inbound-credential").isPresent()) {
      return secret(section, "inbound-credential", bindingName(section));
    }
    if (sender == BindingConfig.Sender.AUTHENTICATED) {
      section.problem(
          "inbound-credential",
          "an authenticated sender needs a secret of its own, as {env: NAME} or {file: PATH}");
    }
    return credential;
  }

  private static String bindingName(YamlSection section) {
    return "binding " + section.optionalText("id").orElse("without id");
  }

  /// `{env: NAME}` or `{file: PATH}`, not looked up yet.
  private Secret secret(YamlSection parent, String key, String owner) {
    Optional<YamlSection> found = parent.section(key);
    if (found.isEmpty()) {
      parent.problem(key, "is required, as {env: NAME} or {file: PATH}");
      return Secret.of("");
    }
    YamlSection section = found.get();
    Optional<String> variable = section.optionalText("env");
    Optional<String> file = section.optionalText("file");
    section.finish();
    if (variable.isPresent() == file.isPresent()) {
      parent.problem(key, "expected {env: NAME} or {file: PATH}");
      return Secret.of("");
    }
    String setting = owner + ": " + key;
    if (variable.isPresent()) {
      String name = variable.get();
      return Secret.from(() -> secretFromEnvironment(setting, name));
    }
    Path path = folder.resolve(file.orElseThrow());
    return Secret.from(() -> secretFromFile(setting, path));
  }

  private String secretFromEnvironment(String setting, String variable) {
    String value = environment.getOrDefault(variable, "");
    if (value.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.CONFIG_INVALID,
          setting + ": the environment variable " + variable + " is empty or missing");
    }
    return value;
  }

  private static String secretFromFile(String setting, Path file) {
    String found = setting + ": the file " + file.getFileName();
    try {
      String value = Files.readString(file).strip();
      if (value.isEmpty()) {
        throw new FirebreakException(ErrorCode.CONFIG_INVALID, found + " is empty");
      }
      return value;
    } catch (IOException e) {
      throw new FirebreakException(ErrorCode.CONFIG_INVALID, found + " cannot be read", e);
    }
  }

  private static Duration days(String text) {
    Duration duration = Durations.parse(text);
    check(text, duration.compareTo(Duration.ofDays(1)) >= 0);
    return duration;
  }

  private static String country(String text) {
    return check(text, COUNTRY.matcher(text).matches());
  }

  private static String dialect(String text) {
    return check(text, text.equals("mixpanel"));
  }

  private static String pathPrefix(String text) {
    return check(text, text.matches("(/[A-Za-z0-9._-]+)+"));
  }

  private static boolean guessable(String text) {
    return check(text, text.equals("random") || text.equals("guessable")).equals("guessable");
  }

  private static boolean yesNo(String text) {
    return check(text, text.equals("true") || text.equals("false")).equals("true");
  }

  private static URI webAddress(String text) {
    URI uri = URI.create(text);
    check(text, uri.getHost() != null && WEB.contains(String.valueOf(uri.getScheme())));
    return uri;
  }

  static InetSocketAddress socketAddress(String text) {
    int colon = text.lastIndexOf(':');
    check(text, colon > 0);
    return InetSocketAddress.createUnresolved(
        text.substring(0, colon), portOrAny(text.substring(colon + 1)));
  }

  static int port(String text) {
    int port = portOrAny(text);
    check(text, port > 0);
    return port;
  }

  private static int portOrAny(String text) {
    int port = Integer.parseInt(text);
    check(text, port >= 0 && port <= 65_535);
    return port;
  }

  static int count(String text) {
    int count = Integer.parseInt(text);
    check(text, count >= 0);
    return count;
  }

  static String check(String text, boolean fits) {
    if (!fits) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
