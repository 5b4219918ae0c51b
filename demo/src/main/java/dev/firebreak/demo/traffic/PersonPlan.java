package dev.firebreak.demo.traffic;

import dev.firebreak.demo.traffic.Planned.Identity;
import dev.firebreak.testkit.company.Person;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Plans what one person does between two moments. Confined to one thread.
final class PersonPlan {
  /// Anonymous pages come up to this long before somebody signs up.
  private static final Duration ANONYMOUS = Duration.ofMinutes(10);

  /// The first session ends within this, so that everyone has been there before `settled`.
  private static final Duration FIRST_SESSION = Duration.ofHours(5);

  /// So many people have a session that begins so long before the end, whoever else is there.
  private static final int AT_WORK_AT_THE_END = 2;

  private static final Duration LAST_SESSION = Duration.ofHours(6);

  private static final Action[] API_ACTIONS = {
    Action.PLAYGROUND_RUN, Action.PLAYGROUND_RUN, Action.DOCS_VIEWED, Action.DOCS_VIEWED,
    Action.DOCS_SEARCHED, Action.USAGE_VIEWED, Action.USAGE_VIEWED, Action.BILLING_VIEWED,
    Action.API_KEY_CREATED, Action.PROJECT_CREATED, Action.MEMBER_INVITED, Action.HELP_OPENED
  };

  private static final Action[] HELP_ACTIONS = {
    Action.HELP_OPENED, Action.HELP_SEARCHED, Action.HELP_SEARCHED, Action.TICKET_OPENED
  };

  private final Person person;
  private final boolean groupToo;
  private final SplittableRandom random;
  private final List<Planned> planned = new ArrayList<>();
  private long clock;

  /// @param groupToo whether this person also brings the organization's own properties
  PersonPlan(Person person, long seed, boolean groupToo) {
    this.person = person;
    this.groupToo = groupToo;
    this.random = new SplittableRandom(seed * 0x9E37_79B9_7F4A_7C15L + person.number());
  }

  /// @param settled before it, everyone who existed then has had a first session
  List<Planned> plan(Instant from, Instant settled, Instant to) {
    Instant created = person.createdAt();
    boolean comesNow = created.isAfter(from.plus(ANONYMOUS));
    if (comesNow) {
      clock = created.toEpochMilli();
    } else {
      long span = Duration.between(from, settled.minus(FIRST_SESSION)).toMillis();
      clock = from.toEpochMilli() + random.nextLong(Math.max(1, span));
    }
    firstSession(comesNow);
    Duration gap = gap();
    while (true) {
      clock += (long) (-Math.log(1 - random.nextDouble()) * gap.toMillis());
      if (clock >= to.toEpochMilli()) {
        break;
      }
      laterSession();
    }
    if (person.number() < AT_WORK_AT_THE_END) {
      clock = to.minus(LAST_SESSION).toEpochMilli();
      act();
      laterSession();
      act();
      act();
      act();
    }
    planned.removeIf(message -> message.sentMillis() >= to.toEpochMilli());
    return planned;
  }

  /// A few come every other day, half come now and then, the others seldom.
  private Duration gap() {
    int drawn = random.nextInt(100);
    if (drawn < 8) {
      return Duration.ofDays(3);
    }
    return drawn < 50 ? Duration.ofDays(9) : Duration.ofDays(25);
  }

  private void firstSession(boolean comesNow) {
    int linking = random.nextInt(6);
    if (linking < 2) {
      anonymousPages(linking == 0 ? Identity.DEVICE : Identity.VISITOR);
      add(linking == 0 ? Action.IDENTIFY : Action.ALIAS);
      clock += 1;
    }
    add(comesNow ? Action.SIGNED_UP : Action.SIGNED_IN);
    add(Action.PROFILE);
    if (groupToo) {
      add(Action.GROUP);
    }
    pause();
    if (comesNow && person.apiCustomer()) {
      funnel();
    }
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      act();
    }
  }

  private void anonymousPages(Identity as) {
    clock -= ANONYMOUS.toMillis();
    long end = clock + ANONYMOUS.toMillis();
    Action[] pages = {Action.SITE_VIEWED, Action.DOCS_VIEWED, Action.PRICING_VIEWED};
    for (int i = 0; i < 2 + random.nextInt(2); i++) {
      add(pages[random.nextInt(pages.length)], as);
      pause();
    }
    clock = Math.max(clock, end);
  }

  private void funnel() {
    if (random.nextInt(100) < 82) {
      add(Action.PROJECT_CREATED);
      pause();
      if (random.nextInt(100) < 80) {
        add(Action.API_KEY_CREATED);
        pause();
        if (random.nextInt(100) < 85) {
          long call = clock;
          clock += random.nextLong(Duration.ofHours(2).toMillis());
          add(Action.FIRST_API_CALL);
          clock = call;
        }
      }
    }
  }

  private void laterSession() {
    if (random.nextInt(3) == 0) {
      add(Action.SIGNED_IN);
      pause();
    }
    int actions = 1 + random.nextInt(5);
    for (int i = 0; i < actions; i++) {
      act();
    }
  }

  private void act() {
    Action[] actions = person.apiCustomer() ? API_ACTIONS : HELP_ACTIONS;
    add(actions[random.nextInt(actions.length)]);
    pause();
  }

  private void pause() {
    clock += 8_000 + random.nextLong(110_000);
  }

  private void add(Action action) {
    add(action, Identity.ACCOUNT);
  }

  private void add(Action action, Identity as) {
    var message = new Planned(clock, clock, person.number(), planned.size(), action, as);
    planned.add(message);
    boolean event = action != Action.PROFILE && action != Action.GROUP;
    if (event && random.nextInt(100) == 0) {
      long again = clock + 5_000 + random.nextLong(600_000);
      planned.add(new Planned(again, clock, person.number(), message.sequence(), action, as));
    }
  }
}
