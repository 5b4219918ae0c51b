package dev.firebreak.delivery;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.policy.Policy;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Opens vendors whose queue was looked at first: [Deliveries#release].
final class HeldReleasing {
  private final Deliveries deliveries;
  private final Deliveries.Parts parts;

  HeldReleasing(Deliveries deliveries, Deliveries.Parts parts) {
    this.deliveries = deliveries;
    this.parts = parts;
  }

  Released release(
      VendorId vendor,
      ConfirmedOperator operator,
      String reason,
      Function<BindingConfig, Optional<Policy>> today)
      throws IOException, InterruptedException {
    VendorSwitch.check(operator, reason);
    List<Released.Queue> queues = new ArrayList<>();
    boolean held = parts.vendors().isHeld(vendor);
    if (held && !parts.vendors().status(vendor).heldByRegister()) {
      queues.addAll(prepare(vendor, operator.name(), reason, today));
    }
    return new Released(parts.vendors().release(vendor, operator, reason), queues);
  }

  Released resume(
      VendorId vendor,
      ConfirmedOperator operator,
      String reason,
      Function<BindingConfig, Optional<Policy>> today)
      throws IOException, InterruptedException {
    VendorSwitch.check(operator, reason);
    List<Released.Queue> queues = new ArrayList<>();
    if (parts.vendors().isCut(vendor)) {
      queues.addAll(prepare(vendor, operator.name(), reason, today));
    }
    return new Released(parts.vendors().resume(vendor, operator, reason), queues);
  }

  void releaseByRegister(
      VendorId vendor, String because, Function<BindingConfig, Optional<Policy>> today)
      throws IOException, InterruptedException {
    if (parts.vendors().isHeldByRegister(vendor)) {
      prepare(vendor, VendorSwitch.REGISTER, because, today);
    }
    parts.vendors().releaseByRegister(vendor, because);
  }

  private List<Released.Queue> prepare(
      VendorId vendor, String actor, String reason, Function<BindingConfig, Optional<Policy>> today)
      throws IOException, InterruptedException {
    List<Released.Queue> queues = new ArrayList<>();
    deliveries.requireAtRest(vendor);
    parts
        .vendors()
        .whileShut(
            vendor,
            () -> {
              for (HeldReleasePlan plan : plans(vendor, today)) {
                prepare(vendor, plan, actor, reason);
                queues.add(
                    new Released.Queue(
                        plan.binding(), plan.today(), plan.asTreated(), plan.again()));
              }
            });
    return queues;
  }

  private List<HeldReleasePlan> plans(
      VendorId vendor, Function<BindingConfig, Optional<Policy>> today) throws IOException {
    List<BindingDelivery> meant = deliveries.ofVendor(vendor);
    Deliveries.requireNoIntents(vendor, meant);
    List<HeldReleasePlan> plans = new ArrayList<>();
    for (BindingDelivery delivery : meant) {
      Optional<Policy> policy = today.apply(delivery.config());
      policy.ifPresent(parts.policies()::keep);
      HeldReleasePlan plan = HeldReleasePlan.of(delivery, parts.policies(), policy);
      if (!plan.obstacles().isEmpty()) {
        throw new FirebreakException(
            ErrorCode.NOT_ALLOWED,
            "the queue of "
                + plan.binding()
                + " cannot be released: "
                + String.join("; ", plan.obstacles())
                + ". Change the policy, or `vendor destroy-held`");
      }
      plans.add(plan);
    }
    return plans;
  }

  private void prepare(VendorId vendor, HeldReleasePlan plan, String actor, String reason)
      throws IOException {
    if (plan.again() == 0) {
      return;
    }
    BindingDelivery delivery = deliveries.binding(plan.binding());
    parts
        .audit()
        .append(
            actor,
            "HeldTreatedAgain",
            "binding:" + plan.binding(),
            Map.of(
                "policy", plan.today(),
                "messages", Long.toString(plan.again()),
                "reason", reason));
    delivery
        .releases()
        .add(
            new HeldRelease(
                delivery.outcomes().sequence(),
                plan.today(),
                plan.observed(),
                parts.keys().pseudonymKey(vendor).keyVersion(),
                plan.ranges()),
            delivery.journal().first());
  }
}
