package dev.firebreak.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.pseudonym.SecretBytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TotpTest {
  /// RFC 6238 appendix B, SHA-1 rows; six digits are the last six of its eight.
  @ParameterizedTest
  @CsvSource({
    "59,287082",
    "1111111109,081804",
    "1111111111,050471",
    "1234567890,005924",
    "2000000000,279037",
    "20000000000,353130"
  })
  void codesAreThoseOfTheStandard(long second, String code) {
    SecretBytes secret =
        SecretBytes.copyOf("12345678901234567890".getBytes(StandardCharsets.US_ASCII));
    assertThat(Totp.code(secret, Instant.ofEpochSecond(second))).isEqualTo(code);
  }

  /// RFC 4648 section 10, without its padding.
  @ParameterizedTest
  @CsvSource({
    "f,MY",
    "fo,MZXQ",
    "foo,MZXW6",
    "foob,MZXW6YQ",
    "fooba,MZXW6YTB",
    "foobar,MZXW6YTBOI"
  })
  void secretsAreWrittenInBase32(String plain, String encoded) {
    assertThat(Base32.encode(plain.getBytes(StandardCharsets.US_ASCII))).isEqualTo(encoded);
  }

  @Test
  void enrolmentNamesIssuerAndOperator() {
    SecretBytes secret =
        SecretBytes.copyOf("foobarfoobarfoobar12".getBytes(StandardCharsets.US_ASCII));
    assertThat(new NewOperator("ines", Role.ADMIN, secret).enrolment("Example Works"))
        .hasToString(
            "otpauth://totp/Example%20Works:ines?secret=MZXW6YTBOJTG633CMFZGM33PMJQXEMJS"
                + "&issuer=Example%20Works&algorithm=SHA1&digits=6&period=30");
  }
}
