package dev.firebreak.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsDirectoryTest {
  private static final String FULL =
      """
      account_id,email,name,country,region,city,organization_id,organization_name,role,mfa,phone,\
      language,created_at
      007,ana@example.com,"Sample, Ana",us,US-CA,Oakland,org-1,Example Inc,OWNER,totp,+15550100,\
      en,2024-02-03T04:05:06Z
      a-2,,,,,,,,,,,,
      """;

  @TempDir Path folder;

  @Test
  void fullRowIsReadAsItStands() throws Exception {
    List<Account> accounts = new ArrayList<>();
    AccountsDirectory.Summary summary = load(csv(FULL), accounts::add);
    assertThat(accounts).hasSize(2);
    Account ana = accounts.getFirst();
    assertThat(ana.accountId()).isEqualTo("007");
    assertThat(ana.email()).hasValue("ana@example.com");
    assertThat(ana.name()).hasValue("Sample, Ana");
    assertThat(ana.country()).hasValue("US");
    assertThat(ana.region()).hasValue("CA");
    assertThat(ana.city()).hasValue("Oakland");
    assertThat(ana.organizationId()).hasValue("org-1");
    assertThat(ana.organizationName()).hasValue("Example Inc");
    assertThat(ana.role()).hasValue("owner");
    assertThat(ana.mfa()).hasValue("totp");
    assertThat(ana.phone()).hasValue("+15550100");
    assertThat(ana.language()).hasValue("en");
    assertThat(ana.createdAtMillis()).hasValue(1_706_933_106_000L);
    assertThat(summary.accounts()).isEqualTo(2);
    assertThat(summary.unknownValues()).isEmpty();
  }

  @Test
  void emptyFieldsAreUnknown() throws Exception {
    List<Account> accounts = new ArrayList<>();
    load(csv(FULL), accounts::add);
    Account bare = accounts.getLast();
    assertThat(bare.accountId()).isEqualTo("a-2");
    assertThat(bare.email()).isEmpty();
    assertThat(bare.country()).isEmpty();
    assertThat(bare.createdAtMillis()).isEmpty();
  }

  @Test
  void otherNamesOfColumnsAreUnderstood() throws Exception {
    List<Account> accounts = new ArrayList<>();
    AccountsDirectory.Summary summary =
        load(csv("id;User ID;E-Mail;org_id\n1;u-1;a@example.com;o\n"), accounts::add);
    assertThat(accounts).extracting(Account::accountId).containsExactly("u-1");
    assertThat(accounts.getFirst().email()).hasValue("a@example.com");
    assertThat(summary.columns())
        .isEqualTo(Map.of("account_id", "User ID", "email", "E-Mail", "organization_id", "org_id"));
  }

  @Test
  void statesAndProvincesMayStandByName() throws Exception {
    List<Account> accounts = new ArrayList<>();
    AccountsDirectory.Summary summary =
        load(
            csv(
                """
                id,country,state
                a,US,California
                b,US,new york
                c,CA,Québec
                d,,District of Columbia
                e,US,us-tx
                f,US,PR
                g,FR,75
                """),
            accounts::add);
    assertThat(accounts)
        .extracting(account -> account.region().orElse("?"))
        .containsExactly("CA", "NY", "QC", "DC", "TX", "PR", "75");
    assertThat(summary.unknownValues()).isEmpty();
  }

  @Test
  void regionThatIsNoCodeIsUnknownAndCounted() throws Exception {
    List<Account> accounts = new ArrayList<>();
    AccountsDirectory.Summary summary =
        load(
            csv(
                """
                id,country,region
                a,US,Kalifornien
                b,GE,Georgia
                c,DE,US-CA
                d,US,California (CA)
                e,US,
                """),
            accounts::add);
    assertThat(accounts).allSatisfy(account -> assertThat(account.region()).isEmpty());
    assertThat(summary.unknownValues()).isEqualTo(Map.of("region", 4L));
  }

  @Test
  void fileWithoutIdColumnNamesTheColumnsFound() {
    assertThatThrownBy(() -> load(csv("email,name\na@example.com,Ana\n"), _ -> {}))
        .isInstanceOfSatisfying(
            FirebreakException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INPUT_WITHOUT_ID))
        .hasMessageContaining("`email`, `name`")
        .hasMessageContaining("account_id");
  }

  @Test
  void fileWithoutHeaderLineRepeatsNoValue() {
    assertThatThrownBy(() -> load(csv("17,ana@example.com\n18,bo@example.com\n"), _ -> {}))
        .isInstanceOf(FirebreakException.class)
        .hasMessageNotContaining("ana@example.com")
        .hasMessageNotContaining("17");
  }

  @Test
  void twoColumnsOfOneMeaningAreRefused() {
    assertThatThrownBy(() -> load(csv("account_id,Account ID\n1,2\n"), _ -> {}))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("2 columns that read as `account_id`");
  }

  @Test
  void repeatedIdKeepsTheFirstRowAndIsReported() throws Exception {
    List<Account> accounts = new ArrayList<>();
    AccountsDirectory.Summary summary =
        load(csv("account_id,name\n1,first\n2,other\n1,second\n1,third\n ,none\n"), accounts::add);
    assertThat(accounts).extracting(a -> a.name().orElse("")).containsExactly("first", "other");
    assertThat(summary.duplicates()).isEqualTo(2);
    assertThat(summary.withoutId()).isEqualTo(1);
    assertThat(summary.rows()).isEqualTo(5);
  }

  @Test
  void firstOfManyRowsIsKeptAcrossThreads() throws Exception {
    StringBuilder text = new StringBuilder("account_id,name\n");
    for (int i = 0; i < 300_000; i++) {
      text.append(i % 150_000).append(',').append(i < 150_000 ? "first" : "second").append('\n');
    }
    long[] counts = new long[2];
    AccountsDirectory.Summary summary =
        load(csv(text.toString()), a -> counts[a.name().orElse("").equals("first") ? 0 : 1]++);
    assertThat(counts).containsExactly(150_000, 0);
    assertThat(summary.duplicates()).isEqualTo(150_000);
  }

  @Test
  void brokenLinesAreCountedAndTheOthersSurvive() throws Exception {
    List<Account> accounts = new ArrayList<>();
    AccountsDirectory.Summary summary =
        load(csv("account_id,name,city\n1,a,b\n2,a,b,c,d\n3,a,b\n"), accounts::add);
    assertThat(accounts).extracting(Account::accountId).containsExactly("1", "3");
    assertThat(summary.unreadable()).isEqualTo(1);
    assertThat(summary.rows()).isEqualTo(3);
  }

  @Test
  void unknownCountryRoleAndMfaReadAsUnknownAndAreCounted() throws Exception {
    List<Account> accounts = new ArrayList<>();
    AccountsDirectory.Summary summary =
        load(
            csv("account_id,country,role,mfa\n1,Germany,boss,yes\n2,DE,admin,sms\n"),
            accounts::add);
    assertThat(accounts.getFirst().country()).isEmpty();
    assertThat(accounts.getLast().country()).hasValue("DE");
    assertThat(summary.unknownValues()).isEqualTo(Map.of("country", 1L, "role", 1L, "mfa", 1L));
  }

  @Test
  void byteOrderMarkAndGzipAreRead() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("\uFEFFaccount_id,name\n1,Ana\n".getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(folder.resolve("accounts.csv.gz"), bytes.toByteArray());
    assertThat(load(file, _ -> {}).accounts()).isEqualTo(1);
  }

  @Test
  void truncatedGzipIsAClearError() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("account_id,name\n1,Ana\n".repeat(5_000).getBytes(StandardCharsets.UTF_8));
    }
    byte[] half = Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2);
    Path file = Files.write(folder.resolve("accounts.csv.gz"), half);
    assertThatThrownBy(() -> load(file, _ -> {})).isInstanceOf(FirebreakException.class);
  }

  @Test
  void parquetIsReadLikeCsv() throws Exception {
    Path file = folder.resolve("accounts.parquet");
    try (DuckDb database = DuckDb.open(folder, DuckDb.MEMORY_BYTES_MIN, 1, List.of())) {
      database.execute(
          "COPY (SELECT 42::BIGINT AS user_id, 'FR' AS country, TIMESTAMP '2024-02-03 04:05:06'"
              + " AS created_at) TO "
              + DuckDb.literal(file)
              + " (FORMAT parquet)");
    }
    List<Account> accounts = new ArrayList<>();
    load(file, accounts::add);
    assertThat(accounts.getFirst().accountId()).isEqualTo("42");
    assertThat(accounts.getFirst().createdAtMillis()).hasValue(1_706_933_106_000L);
  }

  @Test
  void idsOfALossyTypeAreRefused() throws Exception {
    Path file = folder.resolve("accounts.parquet");
    try (DuckDb database = DuckDb.open(folder, DuckDb.MEMORY_BYTES_MIN, 1, List.of())) {
      database.execute(
          "COPY (SELECT 42.0::DOUBLE AS user_id) TO " + DuckDb.literal(file) + " (FORMAT parquet)");
    }
    assertThatThrownBy(() -> load(file, _ -> {}))
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("DOUBLE");
  }

  @Test
  void otherFilesAreRefusedInWords() throws Exception {
    assertThatThrownBy(() -> load(folder.resolve("missing.csv"), _ -> {}))
        .hasMessageContaining("missing.csv");
    assertThatThrownBy(() -> load(csv(""), _ -> {})).hasMessageContaining("is empty");
    assertThatThrownBy(() -> load(csv("PK\u0003\u0004zip"), _ -> {}))
        .hasMessageContaining("save it as CSV");
    assertThatThrownBy(() -> load(csv("PAR1 but nothing else"), _ -> {}))
        .hasMessageContaining("damaged");
  }

  @Test
  void accountIsFoundByItsId() throws Exception {
    try (DuckDb database = open(csv(FULL))) {
      AccountsDirectory directory =
          AccountsDirectory.load(database, folder.resolve("accounts.csv"));
      assertThat(directory.find("007")).isPresent();
      assertThat(directory.find("7")).isEmpty();
      assertThat(directory.find("' OR 1=1 --")).isEmpty();
    }
  }

  @Test
  void printingAnAccountShowsNothing() throws Exception {
    List<Account> accounts = new ArrayList<>();
    load(csv(FULL), accounts::add);
    assertThat(accounts.toString()).doesNotContain("ana").doesNotContain("007");
  }

  private Path csv(String text) throws IOException {
    return Files.writeString(folder.resolve("accounts.csv"), text);
  }

  private DuckDb open(Path file) throws Exception {
    return DuckDb.open(folder.resolve("work"), DuckDb.MEMORY_BYTES_MIN, 2, List.of(file));
  }

  private AccountsDirectory.Summary load(Path file, java.util.function.Consumer<Account> consumer)
      throws Exception {
    try (DuckDb database = open(file)) {
      AccountsDirectory directory = AccountsDirectory.load(database, file);
      directory.forEach(consumer);
      return directory.summary();
    }
  }
}
