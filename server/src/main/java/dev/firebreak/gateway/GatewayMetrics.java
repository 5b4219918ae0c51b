package dev.firebreak.gateway;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/// The gateway's metrics: labels are binding names and words of closed sets, nothing from requests.
///
/// @param messages by binding and outcome
/// @param auxiliaryCalls calls beside the events, by binding
/// @param unknownCalls requests that no binding takes
record GatewayMetrics(Counter messages, Counter auxiliaryCalls, Counter unknownCalls) {
  static GatewayMetrics in(PrometheusRegistry registry) {
    return new GatewayMetrics(
        Counter.builder()
            .name("firebreak_gateway_messages_total")
            .help("Messages by binding and what became of them at the gateway.")
            .labelNames("binding", "outcome")
            .withoutExemplars()
            .register(registry),
        Counter.builder()
            .name("firebreak_gateway_auxiliary_calls_total")
            .help("Calls beside the events, answered here.")
            .labelNames("binding")
            .withoutExemplars()
            .register(registry),
        Counter.builder()
            .name("firebreak_gateway_unknown_calls_total")
            .help("Requests that no binding takes.")
            .withoutExemplars()
            .register(registry));
  }
}
