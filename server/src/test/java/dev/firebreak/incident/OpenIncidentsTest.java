package dev.firebreak.incident;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.keys.KeyVersion;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenIncidentsTest {
  @TempDir Path folder;

  @Test
  void openIncidentsAndLegalHoldsNeedTheVendorsKeys() throws IOException {
    try (IncidentFixture incident = new IncidentFixture(folder)) {
      incident.installation.keys().pseudonymKey(IncidentFixture.VENDOR);
      incident.installation.keys().pseudonymKey(new VendorId("amplitude"));
      KeyVersion key = key(incident, IncidentFixture.VENDOR);
      assertThat(needs(incident, key)).isEmpty();
      incident.incidents.open(
          incident.officer, "2025-11-export", IncidentFixture.VENDOR, "Export stolen");
      assertThat(needs(incident, key)).containsExactly("the incident 2025-11-export is open");
      assertThat(needs(incident, key(incident, new VendorId("amplitude")))).isEmpty();
      incident.incidents.close(incident.officer, "2025-11-export", "over", Duration.ofDays(400));
      assertThat(needs(incident, key)).isEmpty();
      incident.statements.raise(
          incident.officer,
          "2025-11-export",
          IncidentStatements.LEGAL_HOLD,
          Optional.empty(),
          new IncidentStatement.Grounds(
              "the court says so", Optional.of("order.pdf"), Optional.of("a".repeat(64))));
      assertThat(needs(incident, key))
          .containsExactly("the incident 2025-11-export is under a legal hold");
    }
  }

  private static List<String> needs(IncidentFixture incident, KeyVersion key) {
    return new OpenIncidents(
            incident.installation.control(), incident.audit, incident.installation.clock())
        .needs(key);
  }

  private static KeyVersion key(IncidentFixture incident, VendorId vendor) {
    return incident.installation.vendorKeys().get(vendor, 1);
  }
}
