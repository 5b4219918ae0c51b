package dev.firebreak.cli;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.delivery.BindingDelivery;
import dev.firebreak.delivery.Conservation;
import dev.firebreak.delivery.ConservationCheck;
import dev.firebreak.delivery.GatewayCounts;
import dev.firebreak.event.DropReason;
import dev.firebreak.installation.Installation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    boolean holds = true;
    for (BindingConfig binding : installation.deliveries().bindings()) {
      Conservation terms = terms(installation.deliveries().binding(binding.id()));
      holds &= terms.holds();
      documents.add(document(installation, binding, terms));
    }
    if (json) {
      JsonOutput.print(context.out(), documents);
    } else {
      documents.forEach(this::print);
    }
    return holds ? 0 : 1;
  }

  /// What the journal accepted is what was received less what was refused; refusals are counted by
  /// the running gateway's metrics alone.
  private static Conservation terms(BindingDelivery delivery) throws IOException {
    long accepted = delivery.journal().totals().accepted();
    long sinceOpen = accepted - delivery.journal().acceptedAtOpen();
    return new ConservationCheck(
            delivery.journal(), delivery.outcomes(), () -> new GatewayCounts(sinceOpen, 0))
        .measure();
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

  private void print(Map<String, Object> document) {
    context.out().printf("%s -> %s%n", document.get("binding"), document.get("vendor"));
    document.forEach((key, value) -> {
      if (!key.equals("binding") && !key.equals("vendor")) {
        context.out().printf("  %-13s %s%n", key, value);
      }
    });
  }
}
