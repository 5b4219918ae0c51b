package dev.firebreak.installation;

import dev.firebreak.policy.ObservedEffects;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/// What the policies of bindings in observe mode would have done, as metrics. A counter begins anew
/// with another policy.
final class ObservedMetrics {
  private ObservedMetrics() {}

  static void register(PrometheusRegistry registry, List<BindingPolicy> policies) {
    CounterWithCallback.builder()
        .name("firebreak_observed_messages_total")
        .help("Messages whose category the policy would have treated so, by binding.")
        .labelNames("binding", "category", "effect")
        .callback(callback -> policies.forEach(policy -> counts(callback, policy)))
        .register(registry);
    CounterWithCallback.builder()
        .name("firebreak_observed_drops_total")
        .help("Messages that the policy would have dropped as a whole, by binding.")
        .labelNames("binding")
        .callback(callback ->
            policies.forEach(policy ->
                callback.call((double) policy.effects().dropped(), policy.binding().id().value())))
        .register(registry);
  }

  private static void counts(CounterWithCallback.Callback callback, BindingPolicy policy) {
    String binding = policy.binding().id().value();
    ObservedEffects effects = policy.effects();
    effects
        .byCategory()
        .forEach((category, counts) -> {
          callback.call((double) counts.generalized(), binding, category.key(), "generalized");
          callback.call((double) counts.tokenized(), binding, category.key(), "tokenized");
          callback.call((double) counts.withheld(), binding, category.key(), "withheld");
        });
  }
}
