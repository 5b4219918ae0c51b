package dev.firebreak.cli;

import dev.firebreak.notice.NoticeDecision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Prints decisions about writing to people.
final class NoticeDecisionPrinter {
  private NoticeDecisionPrinter() {}

  static void print(CommandContext context, List<NoticeDecision> decisions, boolean json) {
    if (json) {
      JsonOutput.print(
          context.out(), decisions.stream().map(NoticeDecisionPrinter::document).toList());
      return;
    }
    if (decisions.isEmpty()) {
      context.out().println("Nothing was decided yet: `notice decide` records it.");
    }
    for (NoticeDecision decision : decisions) {
      context
          .out()
          .println(
              (decision.write() ? "Write to " : "Do not write to ")
                  + decision.group().words()
                  + ". Signed by "
                  + decision.decidedBy()
                  + ", "
                  + decision.decidedAt()
                  + ".");
      if (!decision.reason().isEmpty()) {
        context.out().println("  Because: " + decision.reason());
      }
      decision.basis().forEach(line -> context.out().println("  " + line));
    }
  }

  private static Map<String, Object> document(NoticeDecision decision) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("incident", decision.incident());
    document.put("group", decision.group().key());
    document.put("write", decision.write());
    document.put("reason", decision.reason());
    document.put("basis", decision.basis());
    document.put("decidedBy", decision.decidedBy());
    document.put("decidedAt", decision.decidedAt().toString());
    return document;
  }
}
