package dev.firebreak.testkit.golden;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

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

  /// What nobody meant to send, and where it stands.
  private record Secret(Kind kind, String page, String referrer, String text) {
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

  private final World world;
  private final Vendor vendor;
  private final Set<Kind> sent;
  private final boolean whole;
  private final TruthBook book;
  private final List<GoldenRow> rows = new ArrayList<>();
  private SplittableRandom random = new SplittableRandom(0);

  /// Without a ledger.
  Script(World world, Vendor vendor) {
    this(world, vendor, Set.of(), false);
  }

  /// @param sent what the company's ledger, which knows the links of devices too, says was ever
  ///   sent; empty without a ledger
  /// @param whole whether the vendor hands over those too whom it had left out
  Script(World world, Vendor vendor, Set<Kind> sent, boolean whole) {
    this.world = world;
    this.vendor = vendor;
    this.sent = Set.copyOf(sent);
    this.whole = whole;
    book = new TruthBook(world);
  }

  /// A data set with its truth.
  record Golden(Vendor.Haul haul, Map<String, Object> truth) {}

  /// Writes the export to a folder.
  Golden write(Path folder) throws IOException {
    world.citizens().forEach(this::act);
    Vendor.Haul haul = vendor.write(rows, folder);
    return new Golden(haul, book.truth(haul.damaged(), sent));
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
      case VISITOR -> onDevice(who, book.nobody());
      case LINKED -> linked(who, book.found(who.account()));
      case PUBLICLY_LINKED -> onDevice(who, book.nobody());
      case LINKED_TWICE -> linkedTwice(who);
      case MISSING -> {
        if (whole) {
          signedIn(who);
        }
      }
      case MENTIONED, MENTIONED_STRANGER, SILENT -> {
        // no row is theirs
      }
    }
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
      if (i == 0 && who.number() % 10 == 5) {
        GoldenRow again = vendor.again(visit);
        book.row(again, self);
        rows.add(again);
      }
    }
    extras(who, self);
  }

  /// The ground of the id; the ledger knows the link of the own device too.
  private String[] grounds() {
    return sent.isEmpty()
        ? new String[] {vendor.groundOfId()}
        : new String[] {vendor.groundOfId(), "device_link"};
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
    GoldenRow row = vendor.event(plain.with(words));
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
            List.of(secret.kind()),
            List.of()));
  }

  private void kiosk(Citizen who) {
    Citizen first = World.isFirst(who) ? who : world.partnerOf(who);
    String device = first.person().device().id();
    TruthBook.Somebody self = book.found(who.account());
    for (int i = 0; i < 2; i++) {
      GoldenRow row = vendor.event(visit(who, who.account(), device));
      row.without(new GoldenRow.Identifier("device_id", deviceId(row)));
      book.row(row, self, vendor.groundOfId());
      rows.add(row);
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

  private void onDevice(Citizen who, TruthBook.Somebody self, String... methods) {
    for (int i = 0; i < 2; i++) {
      add(visit(who, "", who.person().device().id()), self, methods);
    }
  }

  private void linked(Citizen who, TruthBook.Somebody found) {
    if (!sent.isEmpty()) {
      onDevice(who, found, "device_link");
    } else {
      onDevice(who, book.nobody());
    }
  }

  private void linkedTwice(Citizen who) {
    if (!World.isFirst(who)) {
      return;
    }
    if (!sent.isEmpty()) {
      String other = world.partnerOf(who).account();
      onDevice(who, book.ambiguous(who.account(), other), "device_link");
    } else {
      onDevice(who, book.nobody());
    }
  }

  private void add(Visit visit, TruthBook.Somebody self, String... methods) {
    GoldenRow row = vendor.event(visit);
    book.row(row, self, methods);
    rows.add(row);
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
