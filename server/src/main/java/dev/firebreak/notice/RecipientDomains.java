package dev.firebreak.notice;

import dev.firebreak.notice.RecipientDomain.Finding;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Asks about the domains of those who are about to be written to, each once, before anything is
/// sent: who has an address where no mail goes is set aside for another channel now, and not after
/// a bounce. Where DNS does not answer nobody is set aside for that. The domains of most people are
/// asked about first, several at once and for a bounded time. Thread-safe.
///
/// @param records what is asked
/// @param timeLimit for all domains together; those not answered by then are unanswered
public record RecipientDomains(MailRecords records, Duration timeLimit) {
  private static final int ASKED_AT_ONCE = 32;

  /// So many without one answer, and DNS is taken not to answer at all.
  private static final int SILENT_MAX = 32;

  /// @param people with those set aside whose domain takes no mail
  /// @param domains what there is to know, the domains of most people first
  public record Checked(NoticePeople people, List<RecipientDomain> domains) {
    public Checked {
      domains = List.copyOf(domains);
    }
  }

  /// Looks for misspellings alone, and asks nobody.
  public static Checked unasked(NoticePeople people) {
    return new Checked(
        people, misspelled(people.members().stream().map(AudienceMember::email).toList()));
  }

  public Checked check(NoticePeople people) {
    Map<String, Integer> domains =
        counted(people.members().stream().map(AudienceMember::email).toList());
    List<RecipientDomain> found = new ArrayList<>();
    Set<String> takeNone = new HashSet<>();
    answers(byPeople(domains))
        .forEach((domain, takesMail) -> {
          int count = domains.getOrDefault(domain, 0);
          if (takesMail.isEmpty()) {
            found.add(new RecipientDomain(domain, count, Finding.UNANSWERED, ""));
          } else if (!takesMail.get()) {
            found.add(new RecipientDomain(domain, count, Finding.TAKES_NO_MAIL, ""));
            takeNone.add(domain);
          }
        });
    List<AudienceMember> members = new ArrayList<>();
    List<NoticePeople.Unreachable> unreachable = new ArrayList<>(people.unreachable());
    for (AudienceMember member : people.members()) {
      if (domain(member.email()).filter(takeNone::contains).isPresent()) {
        unreachable.add(NoticePeople.Unreachable.of(member, SetAsideReason.DOMAIN_TAKES_NO_MAIL));
      } else {
        members.add(member);
      }
    }
    found.addAll(misspelled(domains));
    found.sort(
        Comparator.comparingInt(RecipientDomain::people)
            .reversed()
            .thenComparing(RecipientDomain::domain));
    return new Checked(new NoticePeople(members, unreachable), found);
  }

  /// Domains of addresses that look misspelled, those of most people first.
  static List<RecipientDomain> misspelled(Collection<String> addresses) {
    return misspelled(counted(addresses));
  }

  private static List<RecipientDomain> misspelled(Map<String, Integer> domains) {
    return byPeople(domains).stream()
        .flatMap(domain ->
            MisspelledDomain.likely(domain).stream()
                .map(likely ->
                    new RecipientDomain(
                        domain, domains.getOrDefault(domain, 0), Finding.LOOKS_MISSPELLED, likely)))
        .toList();
  }

  /// Whether each domain takes mail; nothing where that was not answered.
  private Map<String, Optional<Boolean>> answers(List<String> domains) {
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger silent = new AtomicInteger();
    Function<String, Callable<Optional<Boolean>>> question =
        domain ->
            () -> {
              if (answered.get() == 0 && silent.get() >= SILENT_MAX) {
                return Optional.empty();
              }
              try {
                boolean takesMail = records.takesMail(domain);
                answered.incrementAndGet();
                return Optional.of(takesMail);
              } catch (IOException noAnswer) {
                silent.incrementAndGet();
                return Optional.empty();
              }
            };
    ExecutorService asking =
        Executors.newFixedThreadPool(
            ASKED_AT_ONCE, Thread.ofPlatform().daemon().name("recipient-domains-", 0).factory());
    Map<String, Optional<Boolean>> answers = new HashMap<>();
    try {
      List<Future<Optional<Boolean>>> futures =
          asking.invokeAll(
              domains.stream().map(question).toList(), timeLimit.toMillis(), TimeUnit.MILLISECONDS);
      for (int i = 0; i < domains.size(); i++) {
        answers.put(domains.get(i), answer(futures.get(i)));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      domains.forEach(domain -> answers.put(domain, Optional.empty()));
    } finally {
      asking.shutdownNow();
    }
    return answers;
  }

  private static Optional<Boolean> answer(Future<Optional<Boolean>> future)
      throws InterruptedException {
    if (future.isCancelled()) {
      return Optional.empty();
    }
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a domain could not be asked about", e.getCause());
    }
  }

  private static Map<String, Integer> counted(Collection<String> addresses) {
    return addresses.stream()
        .flatMap(address -> domain(address).stream())
        .collect(Collectors.toMap(domain -> domain, _ -> 1, Integer::sum));
  }

  private static List<String> byPeople(Map<String, Integer> domains) {
    return domains.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Optional<String> domain(String address) {
    return MailAddress.parse(address).map(MailAddress::domain);
  }
}
