package dev.firebreak.testkit.company;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.ledger.DuckDb;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompanyTest {
  private static final Instant NOW = Instant.parse("2025-11-09T18:00:00Z");
  private static final Company COMPANY =
      Company.generate(7, new Company.Size(2600, 2500, 100), NOW);

  @Test
  void sameSeedGivesTheSameCompanyAndAnotherSeedAnother() {
    Company again = Company.generate(7, new Company.Size(2600, 2500, 100), NOW);
    assertThat(again.everyone()).isEqualTo(COMPANY.everyone());
    Company other = Company.generate(8, new Company.Size(2600, 2500, 100), NOW);
    assertThat(other.everyone()).isNotEqualTo(COMPANY.everyone());
  }

  @Test
  void numbersOfPeopleAreAsAsked() {
    assertThat(COMPANY.people()).hasSize(2600);
    assertThat(COMPANY.apiCustomers()).hasSize(2500);
    assertThat(COMPANY.others()).hasSize(100);
    assertThat(COMPANY.newcomers()).hasSize(100).allMatch(p -> p.createdAt().isAfter(NOW));
    assertThat(COMPANY.people()).allMatch(p -> p.createdAt().isBefore(NOW));
  }

  @Test
  void idsAndAddressesAreUniqueAndReservedForExamples() {
    List<Person> all = COMPANY.everyone();
    assertThat(new HashSet<>(all.stream().map(Person::accountId).toList())).hasSize(2700);
    assertThat(new HashSet<>(all.stream().map(Person::email).toList())).hasSize(2700);
    assertThat(all)
        .allMatch(p -> p.email().matches("[a-z0-9.]+@([a-z0-9.-]+\\.)?example(\\.(com|org|net))?"))
        .allMatch(p -> p.accountId().matches("user-[a-z2-7]{24}"))
        .allMatch(p -> p.device().id().matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}"));
  }

  @Test
  void peopleLiveInManyCountriesAndWriteInManyScripts() {
    List<Person> all = COMPANY.everyone();
    assertThat(all.stream().map(p -> p.place().country()).collect(Collectors.toSet()))
        .hasSizeGreaterThan(25)
        .contains("US", "DE", "IN");
    assertThat(all).anyMatch(p -> p.place().regionCode().equals("CA"));
    assertThat(all)
        .anyMatch(p -> p.name().codePoints().anyMatch(Character::isIdeographic))
        .anyMatch(p -> p.name().contains("ö"));
  }

  @Test
  void fewOrganizationsAreLargeAndManySmall() {
    var sizes =
        COMPANY.everyone().stream()
            .collect(Collectors.groupingBy(Person::organization, Collectors.counting()))
            .values()
            .stream()
            .sorted()
            .toList();
    assertThat(sizes.getLast()).isGreaterThan(40);
    assertThat(sizes.get(sizes.size() / 2)).isLessThan(6);
  }

  @Test
  void accountsFileHasARowForEveryone(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("accounts.csv");
    COMPANY.accountsCsv(file);
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    assertThat(lines).hasSize(2701);
    assertThat(lines.getFirst()).startsWith("account_id,email,name,country,region,city,");
    try (DuckDb database = DuckDb.open(folder.resolve("work"), 256L << 20, 1, List.of(folder))) {
      AccountsDirectory.Summary read = AccountsDirectory.load(database, file).summary();
      assertThat(read.accounts()).isEqualTo(2700);
      assertThat(read.unknownValues().values()).allMatch(n -> n == 0);
    }
  }

  @Test
  void fieldsWithSpecialSignsAreQuoted() {
    assertThat(Csv.row("a", "b,c", "d\"e", "f\ng")).isEqualTo("a,\"b,c\",\"d\"\"e\",\"f\ng\"\n");
  }
}
