package dev.firebreak.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The double keeps the contract, so that lanes may be tested with it.
class ScriptedVendorTest implements VendorClientContract {
  private final List<String> stored = new ArrayList<>();

  @Override
  public VendorClient client(Way... ways) {
    ScriptedVendor vendor = new ScriptedVendor(new VendorClient.Limits(100, 10_000));
    for (Way way : ways) {
      vendor.then(batch -> answer(way, batch));
    }
    for (int i = 0; i < 10; i++) {
      vendor.then(batch -> answer(Way.TAKES, batch));
    }
    return vendor;
  }

  @Override
  public List<String> stored() {
    return List.copyOf(stored);
  }

  private VendorAnswer answer(Way way, VendorBatch batch) {
    List<String> ids =
        batch.payloads().stream()
            .map(payload -> new String(payload, StandardCharsets.UTF_8).split("\"", -1)[3])
            .toList();
    return switch (way) {
      case TAKES -> {
        stored.addAll(ids);
        yield new VendorAnswer.Taken();
      }
      case REFUSES_SECOND -> {
        stored.add(ids.getFirst());
        stored.addAll(ids.subList(2, ids.size()));
        yield new VendorAnswer.PartlyTaken(Set.of(1));
      }
      case REFUSES_ALL -> new VendorAnswer.Refused(400);
      case REFUSES_CREDENTIAL -> new VendorAnswer.CredentialRefused(401);
      case TOO_LARGE -> new VendorAnswer.TooLarge();
      case THROTTLES -> new VendorAnswer.Throttled(Optional.of(Duration.ofSeconds(7)));
      case BUSY -> new VendorAnswer.Failed(503, Optional.empty());
      case HANGS_UP -> {
        stored.addAll(ids);
        yield new VendorAnswer.NoAnswer();
      }
    };
  }
}
