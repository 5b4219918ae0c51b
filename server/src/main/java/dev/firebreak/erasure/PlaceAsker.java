package dev.firebreak.erasure;

import dev.firebreak.config.ErasurePlace;
import dev.firebreak.delivery.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks one place to erase people, step by step, and asks how far it is.
///
/// What was to be sent and has no answer is seen to first: where the interface lists requests it is
/// looked for, and sent again only where it is not there; elsewhere it is sent again, since nobody
/// can say whether it arrived. Then come new requests, then the state of those that were taken. A
/// place that wants us to be slower, or fails, is left alone for a while, also after a restart.
/// Confined to one thread.
final class PlaceAsker {
  private static final Logger LOG = LoggerFactory.getLogger(PlaceAsker.class);
  private static final Duration PLACE_WAIT = Duration.ofMinutes(5);

  /// No wait is longer; what seems to be was noted by a clock that was ahead.
  private static final Duration WAIT_MAX = Duration.ofMinutes(15);

  /// So often a request is sent that never gets a whole answer.
  static final int SENDS_MAX = 50;

  private final ErasurePlace place;
  private final ErasureApi api;
  private final ErasureAsks asks;
  private final Backoff backoff;
  private final Clock clock;
  private final Consumer<String> counter;

  /// @param counter told the outcome of every request, by a word of a closed set
  PlaceAsker(
      ErasurePlace place,
      ErasureApi api,
      ErasureAsks asks,
      Backoff backoff,
      Clock clock,
      Consumer<String> counter) {
    this.place = place;
    this.api = api;
    this.asks = asks;
    this.backoff = backoff;
    this.clock = clock;
    this.counter = counter;
  }

  /// Does the next thing, if it is time for one.
  ///
  /// @return whether it did
  boolean step() {
    ErasureAsks.Pace pace = asks.pace();
    Instant now = clock.instant();
    if (now.isBefore(pace.notBefore()) && !pace.notBefore().isAfter(now.plus(WAIT_MAX))) {
      return false;
    }
    Optional<ErasureAsks.Ask> unresolved = asks.intended();
    if (unresolved.isPresent()) {
      resolve(unresolved.get(), pace);
      return true;
    }
    Optional<ErasureAsks.Ask> next = asks.intend(api.idsMax());
    if (next.isPresent()) {
      send(next.get(), asks.ids(next.get()), pace);
      return true;
    }
    Optional<ErasureAsks.Ask> due = asks.due(place.checkEvery());
    due.ifPresent(ask -> look(ask, pace));
    return due.isPresent();
  }

  private void resolve(ErasureAsks.Ask ask, ErasureAsks.Pace pace) {
    List<String> ids = asks.ids(ask);
    if (ids.isEmpty()) {
      asks.lost(ask);
      return;
    }
    if (ask.sends() == 0) {
      send(ask, ids, pace);
      return;
    }
    String day = LocalDate.ofInstant(ask.intendedAt(), ZoneOffset.UTC).toString();
    ErasureAnswer answer = api.find(new ErasureApi.Intended(name(ask), day, Set.copyOf(ids)));
    count(answer);
    switch (answer) {
      case ErasureAnswer.Accepted(String tracking) -> accepted(ask, tracking, pace);
      case ErasureAnswer.Done done -> done(ask, ids, done, pace, false);
      case ErasureAnswer.Lost _, ErasureAnswer.NotListed _ -> send(ask, ids, pace);
      case ErasureAnswer.Later(ErasureAnswer.Why why, Optional<Duration> after) ->
          pause(pace, why, after);
      case ErasureAnswer.Refused _,
          ErasureAnswer.Pending _,
          ErasureAnswer.Held _,
          ErasureAnswer.Unknown _ ->
          pause(pace, ErasureAnswer.Why.FAILED, Optional.empty());
    }
  }

  private void send(ErasureAsks.Ask ask, List<String> ids, ErasureAsks.Pace pace) {
    asks.sending(ask);
    ErasureAnswer answer = api.ask(name(ask), ids);
    count(answer);
    switch (answer) {
      case ErasureAnswer.Accepted(String tracking) -> accepted(ask, tracking, pace);
      case ErasureAnswer.Done done -> done(ask, ids, done, pace, false);
      case ErasureAnswer.Refused(String word) -> {
        asks.refused(ask, word);
        healed(pace);
      }
      case ErasureAnswer.Later(ErasureAnswer.Why why, Optional<Duration> after) -> {
        asks.nothingTaken(ask);
        pause(pace, why, after);
      }
      case ErasureAnswer.Lost _ -> {
        // that the address is wrong does not say that the ids are
        asks.nothingTaken(ask);
        pause(pace, ErasureAnswer.Why.NOT_THERE, Optional.empty());
      }
      case ErasureAnswer.Unknown _,
          ErasureAnswer.Pending _,
          ErasureAnswer.NotListed _,
          ErasureAnswer.Held _ -> {
        // it stays intended and is seen to first; but one must not keep all others for ever
        if (ask.sends() + 1 >= SENDS_MAX) {
          asks.unanswered(ask);
        }
        pause(pace, ErasureAnswer.Why.FAILED, Optional.empty());
      }
    }
  }

  private void look(ErasureAsks.Ask ask, ErasureAsks.Pace pace) {
    ErasureAnswer answer = api.look(ask.tracking().orElseThrow());
    count(answer);
    switch (answer) {
      case ErasureAnswer.Pending _ -> {
        asks.lookAgain(ask, lookAt());
        healed(pace);
      }
      case ErasureAnswer.Done done -> done(ask, asks.ids(ask), done, pace, true);
      case ErasureAnswer.Refused(String word) -> {
        asks.refused(ask, word);
        healed(pace);
      }
      case ErasureAnswer.Lost _ -> {
        asks.lost(ask);
        healed(pace);
      }
      case ErasureAnswer.Later(ErasureAnswer.Why why, Optional<Duration> after) ->
          pause(pace, why, after);
      case ErasureAnswer.Accepted _,
          ErasureAnswer.NotListed _,
          ErasureAnswer.Held _,
          ErasureAnswer.Unknown _ -> {
        // behind the others
        asks.lookAgain(ask, lookAt());
        pause(pace, ErasureAnswer.Why.FAILED, Optional.empty());
      }
    }
  }

  /// The vendor says that it is done; where its interface can be asked, whether that is so.
  ///
  /// @param repeatable whether the vendor will say so again, so that asking can wait
  private void done(
      ErasureAsks.Ask ask,
      List<String> ids,
      ErasureAnswer.Done done,
      ErasureAsks.Pace pace,
      boolean repeatable) {
    String receipt = done.word() + ", answer SHA-256 " + done.sha256();
    switch (api.held(ids)) {
      case ErasureAnswer.NotListed _ -> done(ask, receipt, Set.of(), pace);
      case ErasureAnswer.Held(Set<String> held, int asked) ->
          done(
              ask,
              receipt + ", asked again: %d of %d still there".formatted(held.size(), asked),
              held,
              pace);
      case ErasureAnswer.Later(ErasureAnswer.Why why, Optional<Duration> after) when repeatable ->
          pause(pace, why, after);
      case ErasureAnswer.Accepted _,
          ErasureAnswer.Done _,
          ErasureAnswer.Pending _,
          ErasureAnswer.Refused _,
          ErasureAnswer.Lost _,
          ErasureAnswer.Later _,
          ErasureAnswer.Unknown _ ->
          done(ask, receipt + ", could not be asked again", Set.of(), pace);
    }
  }

  private void done(ErasureAsks.Ask ask, String receipt, Set<String> held, ErasureAsks.Pace pace) {
    asks.done(ask, receipt, held);
    healed(pace);
  }

  private void accepted(ErasureAsks.Ask ask, String tracking, ErasureAsks.Pace pace) {
    asks.accepted(ask, tracking, lookAt());
    healed(pace);
  }

  private void healed(ErasureAsks.Pace pace) {
    if (pace.failures() > 0) {
      asks.healed();
    }
  }

  private void pause(ErasureAsks.Pace pace, ErasureAnswer.Why why, Optional<Duration> retryAfter) {
    int failures = pace.failures() + 1;
    Duration wait = isOfSettings(why) ? PLACE_WAIT : backoff.next(failures, retryAfter);
    String problem = why.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    asks.pause(new ErasureAsks.Pace(clock.instant().plus(wait), failures), problem);
    // the 1st, 2nd, 4th, 8th ... in a row
    if (Integer.bitCount(failures) == 1) {
      log(why, problem, failures, wait);
    }
  }

  /// Whether only people can mend it.
  private static boolean isOfSettings(ErasureAnswer.Why why) {
    return why == ErasureAnswer.Why.CREDENTIAL_REFUSED || why == ErasureAnswer.Why.NOT_THERE;
  }

  private void log(ErasureAnswer.Why why, String problem, int failures, Duration wait) {
    LOG.atLevel(isOfSettings(why) ? org.slf4j.event.Level.ERROR : org.slf4j.event.Level.WARN)
        .addKeyValue("place", place.id())
        .addKeyValue("problem", problem)
        .addKeyValue("failures", failures)
        .addKeyValue("wait", wait)
        .log("ErasurePlacePaused");
  }

  private void count(ErasureAnswer answer) {
    counter.accept(answer.getClass().getSimpleName().toLowerCase(Locale.ROOT));
  }

  private Instant lookAt() {
    return clock.instant().plus(place.checkEvery());
  }

  private String name(ErasureAsks.Ask ask) {
    return "firebreak-" + place.id() + "-" + ask.number();
  }
}
