package dev.firebreak.testkit.golden;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/// Lets everybody of a world act and writes down, beside each row of the export, what is true of
/// it. Confined to one thread.
final class Script {
  private static final String APP = "https://app.example.com";
  private static final List<String> PAGES =
      List.of(APP + "/reports", APP + "/reports/7?tab=2", APP + "/settings/team", APP + "/keys/31");
  private static final List<String> REFERRERS =
      List.of(
          "",
          "https://www.search.example/",
          "https://news.example.net/item?id=45871203",
          "https://blog.example.com/2025/10/getting-started");

  /// What nobody meant to send, and where it stands: one of them is not empty.
  private record Secret(Kind kind, String page, String referrer, String text) {
    Visit.Secret planted() {
      return new Visit.Secret(kind, page + referrer + text);
    }

    static Secret inPage(Kind kind, String page) {
      return new Secret(kind, APP + page, "", "");
    }

    static Secret inText(Kind kind, String text) {
      return new Secret(kind, "", "", text);
    }
  }

  private static final List<Secret> SECRETS =
      List.of(
          Secret.inPage(Kind.CREDENTIAL, "/reset?token=q8Zr2kLw9PxT4vBn"),
          Secret.inText(Kind.API_KEY, "the job fails with AKIAIOSFODNN7EXAMPLE since noon"),
          Secret.inText(Kind.CARD, "charged twice on 4111 1111 1111 1111, please refund"),
          new Secret(
              Kind.CREDENTIAL,
              "",
              "https://intranet.example.org/go?jwt="
                  + "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2lnbmF0dXJl",
              ""),
          Secret.inText(Kind.PHONE, "call me at +1 999 555 0123 after six"),
          Secret.inText(Kind.IP, "seen from 203.0.113.77 last night"),
          Secret.inPage(Kind.API_KEY, "/hook?url=x&k=sk_live_4eC39HqLyjWDarjtT1zdp7dc"));

  /// Clocks of devices that are wrong, and rows that are later than the theft.
  private static final List<Instant> STRANGE_TIMES =
      List.of(
          Instant.parse("2025-11-11T09:30:00Z"),
          Instant.parse("2031-02-03T04:05:06Z"),
          Instant.parse("1999-12-30T23:00:00Z"));

  /// Seconds before the theft: older than every file but the whole one, and older than the gateway.
  private static final long LONG_AGO = 60 * 86_400L;

  private static final long BEFORE_ALL = 100 * 86_400L;

  private final World world;
  private final Vendor vendor;
  private final Gateway gateway;
  private final boolean whole;
  private final TruthBook book;
  private final LedgerBook ledger = new LedgerBook();
  private final CanaryBook canaries = new CanaryBook();
  private final List<GoldenRow> rows = new ArrayList<>();
  private SplittableRandom random = new SplittableRandom(0);

  /// Without a ledger.
  Script(World world, Vendor vendor) {
    this(world, vendor, Gateway.NONE, false);
  }

  /// A gateway that everything went through, and a ledger that has known it ever since.
  ///
  /// @param sent what the policy lets through in any form; empty without a gateway
  /// @param nameOf how the ledger names somebody without an account
  record Gateway(Set<Kind> sent, Function<LedgerBook.Subject, String> nameOf) {
    static final Gateway NONE = new Gateway(Set.of(), LedgerBook.Subject::id);

    Gateway {
      sent = Set.copyOf(sent);
    }

    boolean isThere() {
      return !sent.isEmpty();
    }
  }

  /// @param whole whether the vendor hands over those too whom it had left out, and what went past
  ///   the gateway
  Script(World world, Vendor vendor, Gateway gateway, boolean whole) {
    this.world = world;
    this.vendor = vendor;
    this.gateway = gateway;
    this.whole = whole;
    book = new TruthBook(world);
  }

  /// A data set with its truth.
  ///
  /// @param canaries the list of planted records, CSV
  record Golden(Vendor.Haul haul, String canaries, Map<String, Object> truth) {}

  /// Writes the export to a folder.
  Golden write(Path folder) throws IOException {
    world.citizens().forEach(this::act);
    Vendor.Haul haul = vendor.write(rows, folder);
    // signs of traffic past the gateway end what the ledger vouches for
    Set<Kind> vouched = whole ? Set.of() : gateway.sent();
    Map<String, Object> truth = book.truth(haul.damaged(), vouched);
    truth.putAll(
        book.places(
            new PlaceBook.Expected(vendor.filledByVendor(), gateway.sent(), ledger.firstSent())));
    if (gateway.isThere()) {
      LedgerBook.Comparison compared = book.reconciliation(ledger, gateway.nameOf());
      truth.put("reconciliation", compared.tree());
      long inTime = compared.both() + compared.missing();
      truth.put("completeness", canaries.truth(inTime, compared.both()));
    } else {
      truth.put("reconciliation", Map.of("compared", false));
      truth.put("completeness", canaries.truth(0, 0));
    }
    return new Golden(haul, canaries.csv(), truth);
  }

  /// What went to the vendor, once everything is written.
  LedgerBook ledger() {
    return ledger;
  }

  private void act(Citizen who) {
    random = world.drawsOf(who);
    switch (who.part()) {
      case SIGNED_IN -> signedIn(who);
      case KIOSK -> kiosk(who);
      case TWO_ACCOUNTS -> twoAccounts(who);
      case BY_EMAIL -> byContact(who, Visit.Contact.EMAIL, "email");
      case BY_HASHED_EMAIL -> byContact(who, Visit.Contact.HASHED_EMAIL, "email_hash");
      case BY_PHONE -> byContact(who, Visit.Contact.PHONE, "phone");
      case SHARES_PHONE -> shared(who, Visit.Contact.PHONE, "phone");
      case SHARES_MAILBOX -> shared(who, Visit.Contact.EMAIL, "email");
      case DELETED -> deleted(who);
      case VISITOR -> visitor(who);
      case LINKED -> linked(who, book.found(who.account()));
      case PUBLICLY_LINKED -> onDevice(who, book.nobody());
      case LINKED_TWICE -> linkedTwice(who);
      case MISSING -> missing(who);
      case EARLY, LATEST, AFTERWARDS, LOST_VISITOR -> lost(who);
      case STRIPPED, ENRICHED, OUTSIDE, CLEARER -> changed(who);
      case PAST, BEFORE -> past(who);
      case MENTIONED, MENTIONED_STRANGER, SILENT -> {
        // no row is theirs
      }
    }
  }

  /// Sent, and not in the file; without a gateway nobody knows of them.
  private void lost(Citizen who) {
    long theft = World.STOLEN.getEpochSecond();
    Visit visit = visit(who, who.account(), who.person().device().id());
    switch (who.part()) {
      case EARLY -> send(visit.at(theft - LONG_AGO));
      case LATEST -> send(visit.at(theft));
      case AFTERWARDS -> {
        send(visit.at(theft + 7_200));
        send(visit.at(theft + 3 * 86_400L));
      }
      default -> send(visit(who, "", who.person().device().id()));
    }
  }

  private void send(Visit visit) {
    ledger.sent(visit, vendor.event(visit));
  }

  /// Where there is a gateway, their rows are not what went through it.
  private void changed(Citizen who) {
    if (!gateway.isThere()) {
      signedIn(who);
      return;
    }
    TruthBook.Somebody self = book.found(who.account());
    String device = who.person().device().id();
    boolean outside = who.part() == Part.OUTSIDE;
    for (int i = 0; i < 2; i++) {
      String referrer = outside ? "" : REFERRERS.get(2);
      Visit visit = visit(who, who.account(), device).from(referrer);
      GoldenRow row = event(visit);
      if (who.part() == Part.STRIPPED) {
        row.without(Kind.REFERRER);
      } else if (who.part() == Part.ENRICHED) {
        row.put("properties/$city", who.person().place().city(), Kind.CITY);
      }
      add(row, visit, self, grounds());
    }
    Visit more = visit(who, who.account(), device).from(REFERRERS.get(2));
    if (outside) {
      send(more.at(World.STOLEN.getEpochSecond() - LONG_AGO));
    } else if (who.part() == Part.CLEARER && whole) {
      add(vendor.past(more), more, self, "account_id", "email");
    }
  }

  /// In the whole file only, and never sent through the gateway.
  private void past(Citizen who) {
    if (!gateway.isThere() || !whole) {
      return;
    }
    TruthBook.Somebody self = book.found(who.account());
    Visit visit = visit(who, who.account(), who.person().device().id());
    if (who.part() == Part.BEFORE) {
      visit = visit.at(World.STOLEN.getEpochSecond() - BEFORE_ALL);
    }
    GoldenRow row = vendor.past(visit);
    book.row(row, self, "account_id", "email");
    rows.add(row);
  }

  private void signedIn(Citizen who) {
    TruthBook.Somebody self = book.found(who.account());
    if (who.number() % 3 == 0) {
      add(visit(who, "", who.person().device().id()), self);
    }
    int visits = 1 + random.nextInt(4);
    for (int i = 0; i < visits; i++) {
      Visit visit = visit(who, who.account(), who.person().device().id());
      add(visit, self, grounds());
      if (i == 0 && who.number() % 20 == 10) {
        plant(who, self, visit.second());
      }
      if (i == 0 && who.number() % 10 == 5) {
        GoldenRow again = vendor.again(visit);
        ledger.sent(visit, again);
        add(again, visit, self);
      }
    }
    extras(who, self);
  }

  /// Of six planted records one has the row's time, one a time near it, one was lost long ago, one
  /// has no time, one was sent after the theft, and one has a time that is not near enough.
  private void plant(Citizen who, TruthBook.Somebody self, long second) {
    long theft = World.STOLEN.getEpochSecond();
    long[] times = {second, second + 45, theft - 40 * 86_400L, 0, theft + 3_600, second - 75};
    canaries.plant(who.account(), times[who.number() / 20 % times.length], self.seconds());
  }

  /// Sent to the vendor with a planted record among it, and left out of every file but the whole
  /// one.
  private void missing(Citizen who) {
    TruthBook.Somebody self = book.found(who.account());
    int visits = 1 + random.nextInt(4);
    for (int i = 0; i < visits; i++) {
      Visit visit = visit(who, who.account(), who.person().device().id());
      if (whole) {
        add(visit, self, grounds());
      } else {
        send(visit);
      }
      if (i == 0) {
        canaries.plant(who.account(), visit.second(), self.seconds());
      }
    }
  }

  /// The ground of the id; the ledger knows the link of the own device too.
  private String[] grounds() {
    return gateway.isThere()
        ? new String[] {vendor.groundOfId(), "device_link"}
        : new String[] {vendor.groundOfId()};
  }

  private void extras(Citizen who, TruthBook.Somebody self) {
    Visit plain = visit(who, who.account(), who.person().device().id());
    if (who.number() % 4 == 0) {
      vendor
          .profile(plain)
          .ifPresent(row -> {
            book.row(row, self, vendor.groundOfId(), "email", "phone");
            rows.add(row);
          });
    }
    if (!vendor.showsContacts()) {
      return;
    }
    if (who.number() % 20 == 2) {
      Instant at = STRANGE_TIMES.get(who.number() / 20 % STRANGE_TIMES.size());
      add(plain.at(at.getEpochSecond()), self, vendor.groundOfId());
    }
    if (who.number() % 20 == 6) {
      add(planted(plain, SECRETS.get(who.number() / 20 % SECRETS.size())), self, "account_id");
    }
    int next = who.number() + 1;
    if (next < world.citizens().size() && isMentioned(world.citizens().get(next))) {
      mention(plain, self, world.citizens().get(next));
    }
  }

  private static boolean isMentioned(Citizen citizen) {
    return citizen.part() == Part.MENTIONED || citizen.part() == Part.MENTIONED_STRANGER;
  }

  private void mention(Visit plain, TruthBook.Somebody self, Citizen other) {
    boolean inPage = other.number() / 100 % 2 == 1;
    String page =
        inPage ? APP + "/invite?email=" + other.email().replace("@", "%40") : plain.page();
    String text = inPage ? "" : "please add " + other.email() + " to the project";
    Visit.Words words =
        new Visit.Words(page, plain.referrer(), text, List.of(), List.of(other.email()));
    GoldenRow row = event(plain.with(words));
    book.row(row, self, vendor.groundOfId());
    book.mention(
        row, other.email(), other.hasAccount() ? book.found(other.account()) : book.nobody());
    rows.add(row);
  }

  private static Visit planted(Visit plain, Secret secret) {
    return plain.with(
        new Visit.Words(
            secret.page().isEmpty() ? plain.page() : secret.page(),
            secret.referrer().isEmpty() ? plain.referrer() : secret.referrer(),
            secret.text(),
            List.of(secret.planted()),
            List.of()));
  }

  private void kiosk(Citizen who) {
    Citizen first = World.isFirst(who) ? who : world.partnerOf(who);
    String device = first.person().device().id();
    TruthBook.Somebody self = book.found(who.account());
    for (int i = 0; i < 2; i++) {
      Visit visit = visit(who, who.account(), device);
      GoldenRow row = event(visit);
      row.without(new GoldenRow.Identifier("device_id", deviceId(row)));
      add(row, visit, self, vendor.groundOfId());
    }
    if (!World.isFirst(who)) {
      TruthBook.Somebody anybody = book.ambiguous(first.account(), who.account());
      add(visit(world.passerBy(who), "", device), anybody, "device_link");
    }
  }

  private static String deviceId(GoldenRow row) {
    return row.identifiers().stream()
        .filter(each -> each.kind().equals("device_id"))
        .map(GoldenRow.Identifier::value)
        .findFirst()
        .orElseThrow();
  }

  private void twoAccounts(Citizen who) {
    if (!World.isFirst(who)) {
      return;
    }
    Citizen other = world.partnerOf(who);
    GoldenRow merge = vendor.merged(who, other, World.second(random)).orElse(null);
    TruthBook.Somebody self =
        merge == null ? book.found(who.account()) : book.found(who.account(), other.account());
    TruthBook.Somebody second = merge == null ? book.found(other.account()) : self;
    add(visit(who, who.account(), who.person().device().id()), self, grounds());
    add(visit(other, other.account(), other.person().device().id()), second, grounds());
    if (merge != null) {
      book.row(merge, self, grounds());
      rows.add(merge);
    }
  }

  private void byContact(Citizen who, Visit.Contact contact, String method) {
    boolean shown = vendor.showsContacts();
    TruthBook.Somebody self = shown ? book.found(who.account()) : book.nobody();
    String[] methods = shown ? new String[] {method} : new String[0];
    for (int i = 0; i < 2; i++) {
      add(withContact(who, contact), self, methods);
    }
    if (contact == Visit.Contact.EMAIL && shown) {
      canaries.plant(who.email().toUpperCase(Locale.ROOT), 0, self.seconds());
    }
  }

  private void shared(Citizen who, Visit.Contact contact, String method) {
    if (!World.isFirst(who)) {
      return;
    }
    boolean shown = vendor.showsContacts();
    TruthBook.Somebody self =
        shown ? book.ambiguous(who.account(), world.partnerOf(who).account()) : book.nobody();
    add(withContact(who, contact), self, shown ? new String[] {method} : new String[0]);
  }

  private Visit withContact(Citizen who, Visit.Contact contact) {
    Visit plain = visit(who, who.strangeId(), who.person().device().id());
    return plain.with(vendor.showsContacts() ? contact : Visit.Contact.NONE);
  }

  private void deleted(Citizen who) {
    add(visit(who, who.account(), who.person().device().id()), book.nobody());
  }

  /// A planted record may be known by a device alone.
  private void visitor(Citizen who) {
    TruthBook.Somebody self = book.nobody();
    Visit visit = visit(who, "", who.person().device().id());
    GoldenRow row = event(visit);
    add(row, visit, self);
    if (vendor.showsContacts()) {
      canaries.plant(deviceId(row), visit.second(), self.seconds());
    }
  }

  private void onDevice(Citizen who, TruthBook.Somebody self, String... methods) {
    for (int i = 0; i < 2; i++) {
      add(visit(who, "", who.person().device().id()), self, methods);
    }
  }

  private void linked(Citizen who, TruthBook.Somebody found) {
    if (gateway.isThere()) {
      ledger.link(who.person().device().id(), who.account());
      onDevice(who, found, "device_link");
    } else {
      onDevice(who, book.nobody());
    }
  }

  private void linkedTwice(Citizen who) {
    if (!World.isFirst(who)) {
      return;
    }
    if (gateway.isThere()) {
      String other = world.partnerOf(who).account();
      ledger.link(who.person().device().id(), who.account());
      ledger.link(who.person().device().id(), other);
      onDevice(who, book.ambiguous(who.account(), other), "device_link");
    } else {
      onDevice(who, book.nobody());
    }
  }

  private void add(Visit visit, TruthBook.Somebody self, String... methods) {
    add(event(visit), visit, self, methods);
  }

  private void add(GoldenRow row, Visit visit, TruthBook.Somebody self, String... methods) {
    book.row(row, self, methods);
    self.isKnownAs(LedgerBook.Subject.of(visit));
    rows.add(row);
  }

  /// In the rows of some a field has been standing of late that nobody ordered.
  private GoldenRow event(Visit visit) {
    GoldenRow row = vendor.event(visit);
    ledger.sent(visit, row);
    int number = visit.who().number();
    return vendor.showsContacts() && number % 9 == 4
        ? row.beside("report_kind", "qzxv_batch", "b" + number)
        : row;
  }

  /// An ordinary visit. The organisation is sent with the id of whoever has signed in.
  private Visit visit(Citizen who, String user, String device) {
    String organization =
        user.isEmpty() ? "" : who.part() == Part.DELETED ? "org-gone" : who.organization();
    return new Visit(
        who,
        user,
        device,
        Visit.Contact.NONE,
        World.second(random),
        organization,
        new Visit.Words(
            PAGES.get(random.nextInt(PAGES.size())),
            REFERRERS.get(random.nextInt(REFERRERS.size())),
            "",
            List.of(),
            List.of()));
  }
}
