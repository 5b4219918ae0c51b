package dev.firebreak.demo;

import dev.firebreak.access.Role;
import dev.firebreak.assessment.Conduct;
import dev.firebreak.assessment.DataSetAssessor;
import dev.firebreak.config.PolicyFiles;
import dev.firebreak.history.HistoryImport;
import dev.firebreak.incident.Drill;
import dev.firebreak.incident.DrillPages;
import dev.firebreak.incident.LocalDataSetReader;
import dev.firebreak.incident.Lure;
import dev.firebreak.incident.OutsideKnowledge;
import dev.firebreak.incident.VendorDrill;
import dev.firebreak.incident.WorkFolder;
import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.receipt.ReceiptPages;
import dev.firebreak.receipt.Receipts;
import dev.firebreak.template.Templates;
import dev.firebreak.testkit.company.AccountRole;
import dev.firebreak.testkit.company.Mfa;
import dev.firebreak.testkit.company.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Files that a replay leaves for people to look at: both reports, and what the thief can write to
/// one person.
final class Results {
  private static final long MEMORY_BYTES = 128L << 20;

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
    Files.writeString(world.folder.resolve("receipt.html"), receipt());
    Files.writeString(world.folder.resolve("drill.html"), drill());
  }

  /// What the vendor behind Firebreak was given about one person, as that person gets it.
  private String receipt() throws IOException {
    return new ReceiptPages()
        .html(
            new Receipts(world.firebreak)
                .of(
                    victim().accountId(),
                    List.of(DemoWorld.VENDOR),
                    new Receipts.Asker("demo-privacy-officer", "access request of the replay")));
  }

  /// The vendor that got everything, were it breached once more: its own export is the ledger's
  /// history, and the policy of the other side says what it would have had.
  private String drill() throws IOException {
    DataSetAssessor assessor = new DataSetAssessor();
    new HistoryImport(world.firebreak, assessor)
        .run(
            world.responder.confirm("LedgerImported", Role.RESPONDER),
            new HistoryImport.Task(
                DemoWorld.DIRECT,
                direct.firstFiles(),
                Optional.of(world.accounts()),
                Optional.empty(),
                "history from before Firebreak",
                false),
            Conduct.plain());
    try (WorkFolder work =
            new WorkFolder(
                Files.createTempDirectory(world.firebreak.directory().work(), "accounts-"));
        DuckDb database = DuckDb.open(work.path(), MEMORY_BYTES, 1, List.of(world.accounts()))) {
      Drill drill =
          new VendorDrill(world.firebreak, new LocalDataSetReader(assessor, OutsideKnowledge.NONE))
              .run(
                  new VendorDrill.Question(
                      DemoWorld.DIRECT,
                      direct.firstFiles(),
                      Optional.of(PolicyFiles.load(Path.of("shipped:mixpanel")))),
                  new VendorDrill.Accounts(
                      Optional.of(AccountsDirectory.load(database, world.accounts())),
                      Optional.of(world.accounts())));
      return new DrillPages(world.firebreak).html(drill);
    } catch (SQLException e) {
      throw new IOException("the accounts directory could not be read", e);
    }
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
