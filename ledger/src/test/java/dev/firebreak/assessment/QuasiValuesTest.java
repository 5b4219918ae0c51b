package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuasiValuesTest {
  @Test
  void datesOfBirthHaveOneForm() {
    for (String date :
        new String[] {
          "1970-01-31",
          "1970-1-31",
          "1970/01/31",
          "1970-01-31T00:00:00Z",
          "19700131",
          "31.1.1970",
          "31/01/1970",
          "1/31/1970",
          " 31-01-1970 "
        }) {
      assertThat(QuasiValues.normal(Slot.BIRTH_DATE, date)).as(date).isEqualTo("1970-01-31");
    }
    assertThat(QuasiValues.normal(Slot.BIRTH_DATE, "4.3.1970")).isEqualTo("1970-03-04");
  }

  @Test
  void whatMayBeTwoDatesStaysAndSoDoesAYear() {
    assertThat(QuasiValues.normal(Slot.BIRTH_DATE, "3/4/1970")).isEqualTo("3/4/1970");
    assertThat(QuasiValues.normal(Slot.BIRTH_DATE, "1970")).isEqualTo("1970");
    assertThat(QuasiValues.normal(Slot.BIRTH_DATE, "spring")).isEqualTo("spring");
  }

  @Test
  void addressesAreWhole() {
    assertThat(QuasiValues.normal(Slot.IP_ADDRESS, "192.0.2.0/24")).isEqualTo("192.0.2.0");
    assertThat(QuasiValues.normal(Slot.IP_ADDRESS, "2001:DB8::1"))
        .isEqualTo("2001:0db8:0000:0000:0000:0000:0000:0001");
    assertThat(QuasiValues.normal(Slot.IP_ADDRESS, "::"))
        .isEqualTo("0000:0000:0000:0000:0000:0000:0000:0000");
    assertThat(QuasiValues.normal(Slot.IP_ADDRESS, "2001:db8::/32"))
        .isEqualTo("2001:0db8:0000:0000:0000:0000:0000:0000");
    assertThat(QuasiValues.normal(Slot.IP_ADDRESS, "1:2:3")).isEqualTo("1:2:3");
    assertThat(QuasiValues.normal(Slot.IP_ADDRESS, "::ffff:192.0.2.1"))
        .isEqualTo("::ffff:192.0.2.1");
  }

  @Test
  void gendersAndPostcodesHaveOneSpelling() {
    assertThat(QuasiValues.normal(Slot.GENDER, "F")).isEqualTo("female");
    assertThat(QuasiValues.normal(Slot.GENDER, "Male")).isEqualTo("male");
    assertThat(QuasiValues.normal(Slot.GENDER, "Nonbinary")).isEqualTo("nonbinary");
    assertThat(QuasiValues.normal(Slot.POSTCODE, "sw1a 1aa")).isEqualTo("SW1A1AA");
    assertThat(QuasiValues.normal(Slot.CITY, " Oslo")).isEqualTo(" Oslo");
  }
}
