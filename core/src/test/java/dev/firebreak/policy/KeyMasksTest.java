package dev.firebreak.policy;

import static dev.firebreak.policy.Fixture.event;
import static dev.firebreak.policy.Fixture.header;
import static dev.firebreak.policy.Fixture.out;
import static dev.firebreak.policy.Fixture.passing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import org.junit.jupiter.api.Test;

/// What goes out with a field that has no category, and what the masks say of it.
class KeyMasksTest {
  @Test
  void keyOfAnEmptyContainerStaysWhereUnclassifiedFieldsDo() {
    assertThat(out(Fixture.shipped(), event("\"Invoice for Jane Doe\":[],\"Note of Jim\":{}")))
        .doesNotContain("Jane", "Jim");
  }

  @Test
  void keyWithoutAValueSetsBit62() {
    for (String value : new String[] {"null", "{}", "[]"}) {
      String json = event("\"Invoice for Jane\":" + value);
      assertThat(out(passing(), json)).contains("Invoice for Jane");
      assertThat(header(passing(), json).masks().clear() & DataCategory.UNCLASSIFIED.mask())
          .as(value)
          .isNotZero();
    }
  }

  @Test
  void valueFoundInAKeyThatGoesOutSetsItsBit() {
    String json = event("\"to jo@example.com\":null");
    assertThat(header(passing(), json).masks().clear() & DataCategory.EMAIL.mask()).isNotZero();
  }

  @Test
  void keyKnownByItsEndsOnlyIsScanned() {
    String json =
        event(
            "\"initial_utm_jane@acme.example\":\"x\",\"$name\":\"Иван Петров\","
                + "\"Иван Петров plan\":\"pro\",\"theme\":\"dark\"");
    assertThat(out(Fixture.shipped(), json))
        .contains("\"theme\":\"dark\"")
        .doesNotContain("acme", "Иван");
  }
}
