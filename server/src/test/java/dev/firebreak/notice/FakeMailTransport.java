package dev.firebreak.notice;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// A relay in memory. Faults are chosen per mail. Thread-safe.
final class FakeMailTransport implements MailTransport {
  /// What a killed process looks like from inside: nothing after it runs.
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;
  }

  private final List<OutgoingMail> accepted = new ArrayList<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private Function<Integer, MailResult> results = _ -> new MailResult.Accepted("250 ok");
  private final Set<String> refused = new HashSet<>();
  private int killAfter = Integer.MAX_VALUE;
  private boolean killed;
  private boolean unreachable;

  /// Chooses the result by the attempt's number for that recipient, 1 for the first; an
  /// [MailResult.Unknown] mail counts as arrived.
  synchronized void answer(Function<Integer, MailResult> byAttempt) {
    results = byAttempt;
  }

  /// Refuses every mail to an address for good.
  synchronized void refuse(String address) {
    refused.add(address);
  }

  synchronized void unreachable(boolean value) {
    unreachable = value;
  }

  /// Kills the process when so many mails have arrived: the answer of the last one is lost, no
  /// connection sends any more, and what a connection did since its last claim is not recorded.
  synchronized void killAfter(int mails) {
    killAfter = mails;
  }

  synchronized List<OutgoingMail> accepted() {
    return List.copyOf(accepted);
  }

  @Override
  public Connection open() throws IOException {
    if (unreachable) {
      throw new IOException("refused");
    }
    return new Connection() {
      @Override
      public MailResult send(OutgoingMail mail) {
        return FakeMailTransport.this.send(mail);
      }

      @Override
      public void close() {}
    };
  }

  private synchronized MailResult send(OutgoingMail mail) {
    if (killed) {
      throw new Killed();
    }
    if (refused.contains(mail.to())) {
      return new MailResult.Refused("550 5.1.1 unknown");
    }
    MailResult result = results.apply(attempts.merge(mail.to(), 1, Integer::sum));
    if (result instanceof MailResult.Accepted || result instanceof MailResult.Unknown) {
      accepted.add(mail);
    }
    if (accepted.size() == killAfter) {
      killed = true;
      throw new Killed();
    }
    return result;
  }
}
