package dev.firebreak.cli;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.ConservationCheck;
import dev.firebreak.delivery.HeldQueue;
import dev.firebreak.event.DropReason;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.ObservedCounts;
import dev.firebreak.policy.ObservedEffects;
import dev.firebreak.register.VendorRegister;
import dev.firebreak.standard.Standing;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Where every message went, by binding, and the vendors' states.
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Where every message went, and the vendors' states.")
final class StatusCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(names = "--json")
  boolean json;

  StatusCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Installation installation = context.installation();
    List<Map<String, Object>> documents = new ArrayList<>();
    VendorRegister register = VendorRegister.of(installation);
    boolean holds = true;
    for (BindingConfig binding : installation.deliveries().bindings()) {
      Conservation terms =
          ConservationCheck.withoutGateway(installation.deliveries().binding(binding.id()));
      holds &= terms.holds();
      Map<String, Object> document = document(installation, binding, terms);
      Standing standing = register.allowance(binding.vendor()).at(installation.clock().instant());
      if (!standing.deadlines().isEmpty()
          || register.files().vendor(binding.vendor()).isPresent()) {
        document.put("register", standing.stage().label());
        RegisterWords.ahead(standing).ifPresent(words -> document.put("registerAhead", words));
      }
      if (installation.deliveries().vendors().isHeld(binding.vendor())) {
        document.put("held", held(installation, binding));
      }
      policy(binding, document);
      observed(installation, binding, document);
      documents.add(document);
    }
    if (json) {
      JsonOutput.print(context.out(), documents);
    } else {
      documents.forEach(this::print);
    }
    return holds ? 0 : 1;
  }

  /// What waits for a held vendor, and how long it still can.
  private static Map<String, Object> held(Installation installation, BindingConfig binding)
      throws IOException {
    HeldQueue queue = installation.deliveries().binding(binding.id()).held();
    HeldQueue.Measure measure = queue.measure();
    Map<String, Object> held = new LinkedHashMap<>();
    held.put("messages", measure.messages());
    held.put("bytes", queue.bytesAtMost());
    held.put("bytesMax", installation.config().held().bytesMax());
    measure
        .firstTooOldAt()
        .ifPresent(at -> {
          held.put("firstTooOldAt", at.toString());
          held.put("daysLeft", Duration.between(installation.clock().instant(), at).toDays());
        });
    return held;
  }

  private static Map<String, Object> document(
      Installation installation, BindingConfig binding, Conservation terms) {
    Map<String, Object> dropped = new LinkedHashMap<>();
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason.label(), terms.dropped().getOrDefault(reason, 0L));
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("binding", binding.id().value());
    document.put("vendor", binding.vendor().value());
    document.put(
        "state",
        installation
            .deliveries()
            .vendors()
            .status(binding.vendor())
            .state()
            .name()
            .toLowerCase(Locale.ROOT));
    document.put("accepted", terms.accepted());
    document.put("delivered", terms.delivered());
    document.put("inDoubt", terms.inDoubt());
    document.put("dropped", dropped);
    document.put("quarantined", terms.quarantined());
    document.put("deadLettered", terms.deadLettered());
    document.put("expired", terms.expired());
    document.put("queued", terms.queued());
    document.put("holds", terms.holds());
    return document;
  }

  /// The policy in force, and why its file is not, where a gateway runs.
  private void policy(BindingConfig binding, Map<String, Object> document) {
    context
        .eventPath()
        .map(path -> path.bindingPolicy(binding.id()))
        .ifPresent(policy -> {
          document.put("policy", policy.policy().version());
          document.put("policySince", policy.since().toString());
          policy.problem().ifPresent(problem -> document.put("policyProblem", problem));
        });
  }

  /// In observe mode, in how many messages the policy would have done what to which category: of
  /// the running gateway, else as it was when the last one ended.
  private void observed(
      Installation installation, BindingConfig binding, Map<String, Object> document) {
    if (binding.mode() != BindingConfig.Mode.OBSERVE) {
      return;
    }
    Optional<ObservedEffects.Snapshot> counts =
        context
            .eventPath()
            .map(path -> path.observedEffects(binding.id()).snapshot())
            .or(() ->
                new ObservedCounts(installation.directory().observed())
                    .kept(binding.id())
                    .map(ObservedCounts.Kept::counts));
    if (counts.isEmpty()) {
      return;
    }
    Map<String, Object> categories = new LinkedHashMap<>();
    new TreeMap<>(counts.get().byCategory())
        .forEach((category, each) -> {
          Map<String, Object> effects = new LinkedHashMap<>();
          effects.put("generalized", each.generalized());
          effects.put("tokenized", each.tokenized());
          effects.put("withheld", each.withheld());
          categories.put(category.key(), effects);
        });
    Map<String, Object> observed = new LinkedHashMap<>();
    observed.put("messages", counts.get().messages());
    observed.put("dropped", counts.get().dropped());
    observed.put("categories", categories);
    document.put("observed", observed);
  }

  private void print(Map<String, Object> document) {
    context.out().printf("%s -> %s%n", document.get("binding"), document.get("vendor"));
    document.forEach((key, value) -> {
      if (!key.equals("binding") && !key.equals("vendor")) {
        context.out().printf("  %-13s %s%n", key, value);
      }
    });
  }
}
