package dev.firebreak.event;

import static dev.firebreak.event.SdkRequests.post;
import static dev.firebreak.event.SdkRequests.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.firebreak.pseudonym.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DecodingProperties {
  private final Dialect dialect = new MixpanelDialect(SecretBytes.copyOf(new byte[32]));

  @Property
  void repairedBytesAreAlwaysValidUtf8(@ForAll @Size(max = 40) byte[] bytes) {
    byte[] repaired = Utf8Repair.repair(bytes);
    assertThatCode(() ->
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(repaired)))
        .doesNotThrowAnyException();
  }

  @Property
  void bothEncodingsOfATextAreRepairedToOne(@ForAll String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] cesu8 = new String(utf8, StandardCharsets.UTF_8).getBytes(Charset.forName("CESU-8"));
    assertThat(Utf8Repair.repair(utf8)).isEqualTo(utf8);
    assertThat(Utf8Repair.repair(cesu8)).isEqualTo(utf8);
  }

  @Property
  void everyBase64OfSomeBytesIsThoseBytes(@ForAll byte[] bytes) {
    String standard = Base64.getEncoder().encodeToString(bytes);
    for (String text :
        List.of(
            standard,
            standard.replace("=", ""),
            standard.replace('+', ' '),
            Base64.getUrlEncoder().encodeToString(bytes),
            Base64.getMimeEncoder().encodeToString(bytes))) {
      BodyText decoded = LenientBase64.decode(text.getBytes(StandardCharsets.US_ASCII));
      assertThat(decoded.bytes()).isEqualTo(bytes);
      assertThat(decoded.brokenOff()).isFalse();
    }
  }

  @Property
  void noBodyMakesTheDialectThrow(@ForAll @Size(max = 200) byte[] body) {
    assertThat(read(dialect.decode(post("/import", "", body)))).isNotNull();
  }

  @Property(tries = 2_000)
  void oneChangedByteHarmsNoMessageBeforeIt(
      @ForAll @IntRange(max = 119) int position, @ForAll byte value) {
    String message = "{\"event\":\"A\",\"properties\":{\"a\":[1,\"x\"]}}";
    byte[] batch = SdkRequests.utf8("[" + message + "," + message + "," + message + "]");
    batch[1 + position] = value;
    List<String> read = read(dialect.decode(post("/import", "", batch)));
    int before = position / (message.length() + 1);
    assertThat(read.size()).isGreaterThanOrEqualTo(before);
    assertThat(read.subList(0, before)).allMatch(message::equals);
  }
}
