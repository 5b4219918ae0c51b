package dev.firebreak.cli;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.webhook.Webhook;
import dev.firebreak.webhook.WebhookDelivery;
import dev.firebreak.webhook.WebhookEvent;
import dev.firebreak.webhook.Webhooks;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak webhook add|list|remove|enable|test|deliveries`.
@Command(
    name = "webhook",
    description = "Telling the company's own programs of events, by signed requests.")
final class WebhookCommand {
  private final CommandContext context;

  WebhookCommand(CommandContext context) {
    this.context = context;
  }

  @Command(
      name = "add",
      description = {
        "Adds an address that is told of events from now on, and prints its secret once.",
        "`serve` tells it."
      })
  int add(
      @Parameters(paramLabel = "URL") URI url,
      @Option(
              names = "--event",
              split = ",",
              paramLabel = "EVENTS",
              description = "only these (default: all)")
          @Nullable List<String> events,
      @Mixin OperatorMixin operator,
      @Option(names = "--json") boolean json) {
    Set<WebhookEvent> wanted = wanted(events);
    ConfirmedOperator admin = operator.confirm(context, "WebhookAdded", Role.ADMIN);
    Webhooks.Added added = webhooks().add(url, wanted, admin);
    if (json) {
      Map<String, Object> document = document(added.webhook());
      document.put("secret", added.secret());
      JsonOutput.print(context.out(), document);
      return 0;
    }
    context.out().println("Added " + added.webhook().id() + ".");
    context.out().println("Secret, shown this once: " + added.secret());
    context.out().println("Next: webhook test " + added.webhook().id());
    return 0;
  }

  @Command(name = "list", description = "Lists webhooks, and which are disabled.")
  int list(@Option(names = "--json") boolean json) {
    List<Webhook> all = webhooks().list();
    if (json) {
      JsonOutput.print(context.out(), all.stream().map(WebhookCommand::document).toList());
      return 0;
    }
    for (Webhook each : all) {
      context.out().println(each.id() + "  " + each.url());
      context.out().println("  events: " + events(each));
      each.disabled()
          .ifPresent(disabled ->
              context
                  .out()
                  .println(
                      "  DISABLED at "
                          + disabled.at()
                          + ": "
                          + disabled.reason()
                          + ". Put it right, then: webhook enable "
                          + each.id()));
    }
    context.out().println(all.size() + " in all.");
    return 0;
  }

  @Command(name = "remove", description = "Tells an address nothing any more, and forgets it.")
  int remove(@Parameters(paramLabel = "ID") String id, @Mixin OperatorMixin operator) {
    webhooks().remove(id, operator.confirm(context, "WebhookRemoved", Role.ADMIN));
    context.out().println("Removed " + id + ".");
    return 0;
  }

  @Command(
      name = "enable",
      description = "Tells a disabled webhook again; what waited for it goes at once.")
  int enable(@Parameters(paramLabel = "ID") String id, @Mixin OperatorMixin operator) {
    webhooks().enable(id, operator.confirm(context, "WebhookEnabled", Role.ADMIN));
    context.out().println("Enabled " + id + ".");
    return 0;
  }

  @Command(
      name = "test",
      description = {
        "Sends the event `webhook.test` now, once, and says what came of it.",
        "Exit code 1 where the address did not take it."
      })
  int test(
      @Parameters(paramLabel = "ID") String id,
      @Mixin OperatorMixin operator,
      @Option(names = "--json") boolean json) {
    ConfirmedOperator admin = operator.confirm(context, "WebhookTested", Role.ADMIN);
    WebhookDelivery delivery = webhooks().test(id, admin);
    show(delivery, json);
    if (!delivery.status().equals("delivered")) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED,
          "the address did not take it ("
              + delivery.outcome()
              + "); it must answer 2xx within 15 seconds");
    }
    return 0;
  }

  @Command(
      name = "deliveries",
      description = "Lists what was told, the newest first, and what came of it.")
  int deliveries(
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "--limit", defaultValue = "50") int limit,
      @Option(names = "--json") boolean json) {
    List<WebhookDelivery> deliveries = webhooks().deliveries(id, limit);
    if (json) {
      JsonOutput.print(context.out(), deliveries.stream().map(WebhookCommand::document).toList());
    } else {
      deliveries.forEach(each -> show(each, false));
      context.out().println(deliveries.size() + " shown.");
    }
    return 0;
  }

  private static Set<WebhookEvent> wanted(@Nullable List<String> keys) {
    if (keys == null || keys.isEmpty()) {
      return WebhookEvent.all();
    }
    Set<WebhookEvent> wanted = EnumSet.noneOf(WebhookEvent.class);
    for (String key : keys) {
      wanted.add(
          WebhookEvent.ofKey(key)
              .filter(WebhookEvent.all()::contains)
              .orElseThrow(() ->
                  new FirebreakException(
                      ErrorCode.WRONG_USE,
                      "--event takes "
                          + WebhookEvent.all().stream()
                              .map(WebhookEvent::key)
                              .collect(Collectors.joining(", ")))));
    }
    return wanted;
  }

  private static String events(Webhook webhook) {
    return webhook.events().equals(WebhookEvent.all())
        ? "all"
        : webhook.events().stream()
            .sorted()
            .map(WebhookEvent::key)
            .collect(Collectors.joining(", "));
  }

  private void show(WebhookDelivery delivery, boolean json) {
    if (json) {
      JsonOutput.print(context.out(), document(delivery));
      return;
    }
    List<String> words = new ArrayList<>();
    words.add(delivery.at().toString());
    words.add(delivery.message());
    words.add(delivery.event().key());
    words.add(delivery.status());
    words.add("tries: " + delivery.tries());
    if (!delivery.outcome().isEmpty()) {
      words.add(delivery.outcome() + (delivery.answer() == 0 ? "" : " " + delivery.answer()));
    }
    delivery.nextTryAt().ifPresent(at -> words.add("next at " + at));
    context.out().println(String.join("  ", words));
  }

  private static Map<String, Object> document(Webhook webhook) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", webhook.id());
    document.put("url", webhook.url().toString());
    document.put("events", webhook.events().stream().sorted().map(WebhookEvent::key).toList());
    document.put("addedBy", webhook.addedBy());
    document.put("addedAt", webhook.addedAt().toString());
    webhook
        .disabled()
        .ifPresent(disabled ->
            document.put(
                "disabled", Map.of("at", disabled.at().toString(), "reason", disabled.reason())));
    return document;
  }

  private static Map<String, Object> document(WebhookDelivery delivery) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("message", delivery.message());
    document.put("event", delivery.event().key());
    document.put("at", delivery.at().toString());
    document.put("status", delivery.status());
    document.put("tries", delivery.tries());
    document.put("outcome", delivery.outcome());
    document.put("answer", delivery.answer());
    document.put("updatedAt", delivery.updatedAt().toString());
    delivery.nextTryAt().ifPresent(at -> document.put("nextTryAt", at.toString()));
    return document;
  }

  private Webhooks webhooks() {
    return Webhooks.of(context.installation());
  }
}
