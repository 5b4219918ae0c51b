package dev.firebreak.demo;

import dev.firebreak.testkit.smtp.ReceivedMail;
import dev.firebreak.testkit.smtp.SmtpFault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What arrives at the replay's mail server: who got how many mails, and the first few mails and
/// one in a hundred of the others to look at. Thread-safe.
final class DemoMailbox implements Consumer<ReceivedMail> {
  private static final int KEEP_FIRST = 10;
  private static final int KEEP_ONE_IN = 100;

  private final Map<String, Integer> mailsByAddress = new HashMap<>();
  private final List<ReceivedMail> kept = new ArrayList<>();
  private long received;
  private @Nullable ReceivedMail first;

  @Override
  public synchronized void accept(ReceivedMail mail) {
    mailsByAddress.merge(mail.recipient(), 1, Integer::sum);
    long before = received++;
    if (before < KEEP_FIRST || before % KEEP_ONE_IN == 0) {
      kept.add(mail);
    }
    if (first == null || mail.recipient().compareTo(first.recipient()) < 0) {
      first = mail;
    }
  }

  /// This server takes every mail.
  SmtpFault fault(String address) {
    return new SmtpFault.None();
  }

  synchronized long received() {
    return received;
  }

  /// Addresses that got any mail, with how many.
  synchronized Map<String, Integer> byAddress() {
    return Map.copyOf(mailsByAddress);
  }

  /// The mail to the first address in the order of the alphabet.
  synchronized ReceivedMail first() {
    return Objects.requireNonNull(first, "no mail has come");
  }

  /// The first mails and one in a hundred of the others, in the order of their arrival.
  synchronized List<ReceivedMail> kept() {
    return List.copyOf(kept);
  }

  /// Forgets what came so far.
  synchronized void clear() {
    mailsByAddress.clear();
    kept.clear();
    received = 0;
    first = null;
  }
}
