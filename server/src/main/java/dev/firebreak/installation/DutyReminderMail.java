package dev.firebreak.installation;

import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.incident.DutyWatch;
import dev.firebreak.notice.MailTransport;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// Mails the company's own mailbox, the one that reads answers to notices, when duties come near:
/// the owed ones first, then in one digest the unclear ones, which ask for a decision while their
/// clocks run. The mail has ids, laws and times, no person's data and no link.
public final class DutyReminderMail implements DutyWatch.Listener {
  private final CompanyMailbox mailbox;

  /// @param domain the company's, for message ids
  public DutyReminderMail(
      FirebreakConfig.Mail mail, String domain, MailTransport transport, Clock clock) {
    mailbox = new CompanyMailbox(mail, domain, transport, clock);
  }

  @Override
  public void tell(List<DutyWatch.Nearer> duties) throws IOException {
    List<DutyWatch.Nearer> owed = in(duties, DutyFinding.Status.OWED);
    List<DutyWatch.Nearer> unclear = in(duties, DutyFinding.Status.UNCLEAR);
    mailbox.send(subject(owed.size(), unclear.size()), text(owed, unclear));
  }

  /// Those of a status, the earliest due first.
  private static List<DutyWatch.Nearer> in(
      List<DutyWatch.Nearer> duties, DutyFinding.Status status) {
    return duties.stream()
        .filter(nearer -> nearer.standing().effective() == status)
        .sorted(
            Comparator.comparing(
                nearer -> nearer.standing().nextDueAt().orElse(Instant.MAX),
                Comparator.naturalOrder()))
        .toList();
  }

  private static String subject(int owed, int unclear) {
    if (owed == 0) {
      return unclear + " duties about an incident need a decision while their clocks run";
    }
    String due = owed + " of our duties about an incident come due";
    return unclear == 0 ? due : due + ", " + unclear + " need a decision";
  }

  private static String text(List<DutyWatch.Nearer> owed, List<DutyWatch.Nearer> unclear) {
    StringBuilder text = new StringBuilder();
    owed.forEach(nearer -> line(text, nearer, "due"));
    if (!unclear.isEmpty()) {
      text.append(owed.isEmpty() ? "" : "\n")
          .append("Not decided yet. Nobody knows whether these are owed, and their clocks run:")
          .append(" answer the open\nquestions or sign a decision (firebreak incident answer,")
          .append(" firebreak incident decide).\n\n");
      unclear.forEach(nearer -> line(text, nearer, "at the earliest"));
    }
    return text.append("\nfirebreak incident duties shows all of them. This is not legal advice.\n")
        .toString();
  }

  private static void line(StringBuilder text, DutyWatch.Nearer nearer, String due) {
    text.append(nearer.within().equals("overdue") ? "OVERDUE" : "within " + nearer.within())
        .append(": ")
        .append(nearer.standing().finding().duty().law().name())
        .append(" to ")
        .append(nearer.standing().finding().duty().towards())
        .append(", ")
        .append(due)
        .append(' ')
        .append(nearer.standing().nextDueAt().map(Instant::toString).orElse(""))
        .append(" (incident ")
        .append(nearer.incident())
        .append(", duty ")
        .append(nearer.standing().finding().duty().id())
        .append(")\n");
  }
}
