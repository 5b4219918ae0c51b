package dev.firebreak.demo;

import dev.firebreak.incident.Lure;
import dev.firebreak.template.Templates;
import dev.firebreak.testkit.company.AccountRole;
import dev.firebreak.testkit.company.Mfa;
import dev.firebreak.testkit.company.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Comparator;

/// Files that a replay leaves for people to look at: both reports, and what the thief can write to
/// one person.
final class Results {
  private final DemoWorld world;
  private final Theft direct;
  private final Theft guarded;

  Results(DemoWorld world, Theft direct, Theft guarded) {
    this.world = world;
    this.direct = direct;
    this.guarded = guarded;
  }

  void write(Side directSide, Side guardedSide) throws IOException {
    directSide.writeReports(world.folder, "direct");
    guardedSide.writeReports(world.folder, "firebreak");
    directSide.writeCard(world.folder, victim().organization().id());
    Files.writeString(world.folder.resolve("lures.html"), lures());
  }

  /// The same event of the same person in both stolen files, and the best lure from each.
  private String lures() throws IOException {
    String account = victim().accountId();
    StolenRow clear =
        StolenRow.find(
            direct.firstFiles(),
            row ->
                row.at("/properties/distinct_id").asString("").equals(account)
                    && row.at("/properties/$referrer").isString()
                    && row.path("event").asString("").contains("Project"));
    StolenRow tokens =
        StolenRow.find(
            guarded.firstFiles(),
            row -> row.at("/properties/$insert_id").asString("").equals(clear.insertId()));
    return Lure.html(
        new Templates(),
        new Lure.Side(
            "Sent straight to the vendor", clear.values(), Lure.of(Story.COMPANY, clear.values())),
        new Lure.Side(
            "Sent through Firebreak", tokens.values(), Lure.of(Story.COMPANY, tokens.values())));
  }

  /// An owner or administrator without a second factor: the person whom a thief would choose.
  private Person victim() {
    Comparator<Person> worth =
        Comparator.comparing((Person person) -> person.mfa() != Mfa.NONE)
            .thenComparing(
                person -> person.role() != AccountRole.OWNER && person.role() != AccountRole.ADMIN)
            .thenComparing(person -> person.referrer().isEmpty())
            .thenComparingInt(Person::number);
    return world.company.apiCustomers().stream().min(worth).orElseThrow();
  }
}
