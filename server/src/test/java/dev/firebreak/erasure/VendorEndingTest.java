package dev.firebreak.erasure;

import static dev.firebreak.erasure.ErasureFixture.DESK;
import static dev.firebreak.erasure.ErasureFixture.MIXPANEL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.Role;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.vendor.VendorId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Vendors without a binding; with one it is the end-to-end test's.
class VendorEndingTest {
  @TempDir Path folder;
  private ErasureFixture fixture;
  private VendorEnding endings;

  @BeforeEach
  void open() throws Exception {
    fixture = new ErasureFixture(folder);
    endings = VendorEnding.of(fixture.installation);
    fixture.disclose(MIXPANEL, fixture.account("maya"), "fb1saaaa1");
    fixture.disclose(DESK, fixture.account("maya"), "maya-at-desk");
  }

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void anEndingGoesOnWithTheSameCommandAndErasesOnce() throws Exception {
    Ending first = endings.end(fixture.deciders(), MIXPANEL, "contract over");
    assertThat(endings.end(fixture.deciders(), MIXPANEL, "contract over")).isEqualTo(first);
    assertThat(fixture.erasures().list()).hasSize(1);
    assertThat(endings.keysNeeded(MIXPANEL))
        .containsExactly("the erasure E1 is open at the vendor");
    fixture.anHour();
    fixture.anHour();
    assertThat(endings.keysNeeded(MIXPANEL)).isEmpty();
    EndCertificate certificate = EndCertificate.of(fixture.installation, MIXPANEL);
    assertThat(certificate.steps())
        .filteredOn(step -> step.name().equals("erasure"))
        .allMatch(EndStep::done);
    assertThat(certificate.html())
        .contains("SUCCESS, answer SHA-256 00", "contract over")
        .doesNotContain("fb1saaaa1", "maya");
    assertThat(certificate.document().toString()).doesNotContain("fb1saaaa1", "maya");
    assertThat(new String(certificate.pdf(), StandardCharsets.ISO_8859_1)).startsWith("%PDF");
  }

  /// As if the process had ended between the decision and its first step.
  @Test
  void anEndingThatACrashCutShortGoesOnByItself() throws Exception {
    new EndingStore(fixture.installation.control())
        .insert(
            new Ending(
                MIXPANEL,
                "contract over",
                "nadia",
                "omar",
                fixture.now,
                Optional.empty(),
                Optional.empty(),
                List.of()),
            () -> {});
    fixture.anHour();
    fixture.anHour();
    assertThat(endings.find(MIXPANEL).purgedAt()).isPresent();
    assertThat(fixture.erasures().list())
        .singleElement()
        .satisfies(erasure -> {
          assertThat(erasure.vendor()).contains(MIXPANEL);
          assertThat(erasure.decidedBy()).isEqualTo("nadia");
          assertThat(erasure.confirmedBy()).isEqualTo("omar");
        });
    assertThat(endings.keysNeeded(MIXPANEL)).isEmpty();
    assertThat(fixture.api.asked).containsExactly(List.of("fb1saaaa1"));
  }

  @Test
  void aKeyIsNeededUntilEverybodyIsErased() throws Exception {
    var _ = endings.end(fixture.deciders(), MIXPANEL, "contract over");
    fixture.api.asks.add(new ErasureAnswer.Refused("status 400"));
    fixture.anHour();
    assertThat(fixture.erasures().open()).isEmpty();
    assertThat(endings.keysNeeded(MIXPANEL))
        .containsExactly("not everybody is erased at the vendor, which is ended");
    assertThat(EndCertificate.of(fixture.installation, MIXPANEL).complete()).isFalse();
    fixture
        .erasures()
        .sign(
            fixture.operator("omar", Role.PRIVACY_OFFICER),
            "E1",
            MIXPANEL,
            "deleted by their support",
            Optional.empty());
    fixture.anHour();
    assertThat(endings.keysNeeded(MIXPANEL)).isEmpty();
  }

  @Test
  void anUnknownVendorIsNotEnded() {
    VendorId unknown = new VendorId("nobody");
    assertThatThrownBy(() -> endings.end(fixture.deciders(), unknown, "over"))
        .isInstanceOf(FirebreakException.class);
    assertThatThrownBy(() -> endings.find(unknown)).isInstanceOf(FirebreakException.class);
    assertThat(fixture.erasures().list()).isEmpty();
  }
}
