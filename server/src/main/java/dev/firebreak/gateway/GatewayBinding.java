package dev.firebreak.gateway;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.Dialect;
import dev.firebreak.event.MessageTreatment;
import dev.firebreak.journal.Journal;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// One binding with the parts that serve it.
///
/// @param config its settings
/// @param dialect what its SDKs speak
/// @param treatments makes a treatment under the binding's policy; each is used by one request at a
///   time
/// @param journal where its messages become durable
/// @param policyVersion names the policy of these treatments
/// @param keyVersion version of the vendor's pseudonym key
/// @param cut true while the vendor is cut off; asked once for every request
public record GatewayBinding(
    BindingConfig config,
    Dialect dialect,
    Supplier<MessageTreatment> treatments,
    Journal journal,
    String policyVersion,
    int keyVersion,
    BooleanSupplier cut) {
  /// Who vouches for what comes in here.
  AssertedBy assertedBy() {
    return switch (config.sender()) {
      case PUBLIC -> AssertedBy.PUBLIC;
      case AUTHENTICATED -> AssertedBy.AUTHENTICATED;
    };
  }
}
