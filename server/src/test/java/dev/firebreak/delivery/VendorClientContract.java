package dev.firebreak.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.event.MessageKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What every [VendorClient] does, whatever its vendor does. The lane builds on each of these.
interface VendorClientContract {
  /// What a vendor does with one request.
  enum Way {
    TAKES,
    /// Refuses the second message and takes the others.
    REFUSES_SECOND,
    REFUSES_ALL,
    REFUSES_CREDENTIAL,
    TOO_LARGE,
    /// Wants a pause of seven seconds.
    THROTTLES,
    BUSY,
    /// Keeps what came and breaks the connection.
    HANGS_UP
  }

  /// A client whose vendor does this with its next requests, one each, and takes all after that.
  VendorClient client(Way... ways) throws Exception;

  /// Ids of the messages that the vendor has, in the order in which they came.
  List<String> stored();

  /// Events, or whatever kind, with the ids `NAME-0`, `NAME-1`, and so on.
  static VendorBatch batch(MessageKind kind, String name, int messages) {
    List<byte[]> payloads = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      payloads.add("{\"id\":\"%s-%d\"}".formatted(name, i).getBytes(StandardCharsets.UTF_8));
    }
    return new VendorBatch(kind, payloads);
  }

  /// Sends with a passage of its own.
  static VendorAnswer send(VendorClient client, VendorBatch batch) {
    try (VendorGate.Passage passage = VendorGate.alwaysOpen().enter().orElseThrow()) {
      return client.send(batch, passage);
    }
  }

  @Test
  default void takenMeansThatAllIsThereInOrder() throws Exception {
    try (VendorClient client = client()) {
      for (MessageKind kind : MessageKind.values()) {
        assertThat(send(client, batch(kind, kind.name(), 3))).isEqualTo(new VendorAnswer.Taken());
      }
    }
    assertThat(stored())
        .containsExactly(
            "EVENT-0",
            "EVENT-1",
            "EVENT-2",
            "PROFILE-0",
            "PROFILE-1",
            "PROFILE-2",
            "GROUP-0",
            "GROUP-1",
            "GROUP-2");
  }

  @Test
  default void partlyTakenNamesThePlacesOfTheRefused() throws Exception {
    try (VendorClient client = client(Way.REFUSES_SECOND)) {
      assertThat(send(client, batch(MessageKind.EVENT, "e", 3)))
          .isEqualTo(new VendorAnswer.PartlyTaken(Set.of(1)));
    }
    assertThat(stored()).containsExactly("e-0", "e-2");
  }

  @Test
  default void everyAnswerThatRefusesLeavesNothingThere() throws Exception {
    try (VendorClient client =
        client(Way.REFUSES_ALL, Way.REFUSES_CREDENTIAL, Way.TOO_LARGE, Way.THROTTLES, Way.BUSY)) {
      VendorBatch batch = batch(MessageKind.EVENT, "e", 2);
      assertThat(send(client, batch)).isInstanceOf(VendorAnswer.Refused.class);
      assertThat(send(client, batch)).isInstanceOf(VendorAnswer.CredentialRefused.class);
      assertThat(send(client, batch)).isEqualTo(new VendorAnswer.TooLarge());
      assertThat(send(client, batch))
          .isEqualTo(new VendorAnswer.Throttled(Optional.of(Duration.ofSeconds(7))));
      assertThat(send(client, batch)).isEqualTo(new VendorAnswer.Failed(503, Optional.empty()));
      assertThat(stored()).isEmpty();
      assertThat(send(client, batch)).isEqualTo(new VendorAnswer.Taken());
    }
    assertThat(stored()).containsExactly("e-0", "e-1");
  }

  @Test
  default void withoutAnAnswerNothingIsSentAgainByItself() throws Exception {
    try (VendorClient client = client(Way.HANGS_UP)) {
      VendorBatch batch = batch(MessageKind.EVENT, "e", 2);
      assertThat(send(client, batch)).isEqualTo(new VendorAnswer.NoAnswer());
      assertThat(stored()).containsExactly("e-0", "e-1");
      assertThat(send(client, batch)).isEqualTo(new VendorAnswer.Taken());
    }
    assertThat(stored()).containsExactly("e-0", "e-1", "e-0", "e-1");
  }

  @Test
  default void limitsLetAtLeastOneMessageThrough() throws Exception {
    try (VendorClient client = client()) {
      assertThat(client.limits().messages()).isPositive();
      assertThat(client.limits().bytes()).isPositive();
      assertThat(client.limits()).isEqualTo(client.limits());
    }
  }
}
