package dev.firebreak.incident;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// What tests of one open incident share: the incident, its report and a folder of the test's own.
abstract class OpenIncident {
  static final String ID = IncidentFixture.ID;

  @TempDir Path folder;
  IncidentFixture incident;
  IncidentReport report;

  @BeforeEach
  final void beginIncident() {
    incident = new IncidentFixture(folder);
    incident.open();
    report = incident.report();
  }

  @AfterEach
  final void endIncident() throws IOException {
    incident.close();
  }
}
