package dev.firebreak.gateway;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.event.Dialect;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageTreatment;
import dev.firebreak.journal.Journal;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// One binding with the parts that serve it.
///
/// @param config its settings
/// @param dialect what its SDKs speak
/// @param policy the policy and the key in force, asked once for every request
/// @param journal where its messages become durable
/// @param cut true while the vendor is cut off; asked once for every request
/// @param full true while the vendor is held and its queue may not grow; asked once for every
///   request
/// @param suppressed true for a message about somebody whose data goes to no vendor
public record GatewayBinding(
    BindingConfig config,
    Dialect dialect,
    Supplier<PolicyInForce> policy,
    Journal journal,
    BooleanSupplier cut,
    BooleanSupplier full,
    Predicate<EventHeader> suppressed) {
  /// A binding whose policy and key stay the same, and that suppresses nobody.
  public GatewayBinding(
      BindingConfig config,
      Dialect dialect,
      Supplier<MessageTreatment> treatments,
      Journal journal,
      String policyVersion,
      int keyVersion,
      BooleanSupplier cut) {
    this(
        config,
        dialect,
        always(new PolicyInForce(policyVersion, keyVersion, treatments)),
        journal,
        cut,
        () -> false,
        _ -> false);
  }

  private static Supplier<PolicyInForce> always(PolicyInForce policy) {
    return () -> policy;
  }

  /// Who vouches for what comes in here.
  AssertedBy assertedBy() {
    return switch (config.sender()) {
      case PUBLIC -> AssertedBy.PUBLIC;
      case AUTHENTICATED -> AssertedBy.AUTHENTICATED;
    };
  }
}
