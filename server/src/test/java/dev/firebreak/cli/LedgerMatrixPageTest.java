package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.installation.Installation;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerMatrixPageTest {
  private static final VendorId MIXPANEL = new VendorId("mixpanel");

  @TempDir Path folder;

  @Test
  void thePageDrawsEveryFieldAndNeedsNothingFromElsewhere() throws IOException {
    CommandRun commands = new CommandRun(folder);
    assertThat(commands.run("init")).isZero();
    try (Installation installation = commands.open()) {
      installation
          .ledger()
          .append(
              new LedgerBatch(
                  new BindingId("web"),
                  3,
                  List.of(
                      fact(1, "2025-10-03T08:00:00Z"),
                      fact(1, "2025-11-03T08:00:00Z"),
                      fact(2, "2025-11-04T08:00:00Z")),
                  List.of(),
                  List.of()));
    }
    assertThat(commands.run("ledger", "matrix", "--to", "2025-12-01", "--html", "matrix.html"))
        .isZero();
    String page = Files.readString(folder.resolve("matrix.html"));
    assertThat(page)
        .contains("<svg role=\"img\"", "mixpanel: 3 categories in 2 months, up to 2 people")
        .contains(
            "user.location.imprecise.country, 2025-11: 2 in clear, 0 coarser, 0 as tokens,"
                + " of 2 people")
        .contains("user.unique_id, 2025-10: 0 in clear, 0 coarser, 1 as tokens, of 1 people")
        .contains("fill: var(--red)", "fill: var(--amber)", "fill: var(--blue)")
        .contains("prefers-color-scheme: dark", "@media print")
        .doesNotContain("<script", "http://", "https://", "<img");
  }

  private static Disclosure fact(int subject, String time) {
    Instant at = Instant.parse(time);
    return new Disclosure(
        MIXPANEL,
        new SubjectKey(subject, 1),
        LocalDate.ofInstant(at, ZoneOffset.UTC),
        new Masks(
            DataCategory.COUNTRY.mask(),
            DataCategory.USER_AGENT.mask(),
            DataCategory.ACCOUNT_ID.mask(),
            0),
        "0123456789ab",
        AssertedBy.AUTHENTICATED,
        1,
        at,
        at);
  }
}
