package dev.firebreak.webhook;

import dev.firebreak.incident.DutyWatch;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Makes messages of duties that came nearer. A watch that begins anew tells of the same duties
/// again; the same duty, due time and nearness is the same message.
final class DutyMessages {
  private DutyMessages() {}

  static List<WebhookMessage> of(List<DutyWatch.Nearer> duties, Instant now) {
    return duties.stream().map(duty -> of(duty, now)).toList();
  }

  private static WebhookMessage of(DutyWatch.Nearer nearer, Instant now) {
    String duty = nearer.standing().finding().duty().id();
    String status = nearer.standing().effective().name().toLowerCase(Locale.ROOT);
    String due = nearer.standing().nextDueAt().map(Instant::toString).orElse("");
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("incident", nearer.incident());
    data.put("duty", duty);
    data.put("status", status);
    data.put("within", nearer.within());
    data.put("dueAt", due);
    data.put("command", "incident duties " + nearer.incident());
    String identity = String.join("\n", nearer.incident(), duty, status, nearer.within(), due);
    return WebhookMessage.of(WebhookEvent.DUTY_DUE_SOON, identity, now, data);
  }
}
