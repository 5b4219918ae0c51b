package dev.firebreak.incident;

import dev.firebreak.assessment.Assessment;
import dev.firebreak.assessment.EmailRules;
import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.duty.HoldingTally;
import dev.firebreak.risk.DataKind;
import dev.firebreak.risk.EnisaSeverity;
import dev.firebreak.risk.PhishingRisk;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// Counts the people of a data set in one pass. Confined to one thread.
final class PeopleTally {
  private static final long RECENT_MILLIS = Duration.ofDays(30).toMillis();

  private final long lastEventMillis;
  private final HoldingTally holdings = new HoldingTally();
  private final Map<PhishingRisk.Band, Long> bands = new EnumMap<>(PhishingRisk.Band.class);
  private final Map<DataKind, Long> kinds = new EnumMap<>(DataKind.class);
  private final NavigableMap<Double, Ranked> ranks = new TreeMap<>();
  private final Set<String> organizations = new HashSet<>();
  private final Map<String, Long> methods = new TreeMap<>();
  private long joined;
  private long total;
  private long direct;
  private long withoutSecondFactor;

  /// @param lastEventMillis the latest event of the data set, from which "recent" is counted
  PeopleTally(long lastEventMillis) {
    this.lastEventMillis = lastEventMillis;
  }

  void add(PersonExposure person) {
    total++;
    direct += (person.clear() & EnisaSeverity.directIdentifiers()) == 0 ? 0 : 1;
    holdings.add(
        person.country(),
        person.region(),
        person.clear(),
        person.clear() | person.generalized() | person.tokenized());
    person.organizationId().ifPresent(organizations::add);
    if (person.accountId().isPresent()) {
      person.methods().forEach(method -> methods.merge(method, 1L, Long::sum));
      joined += person.hasJoinedAccounts() ? 1 : 0;
    }
    withoutSecondFactor += person.mfa().orElse("").equals("none") ? 1 : 0;
    for (DataKind kind : DataKind.values()) {
      if (((person.clear() | person.generalized()) & kind.mask()) != 0) {
        kinds.merge(kind, 1L, Long::sum);
      }
    }
    PhishingRisk risk = phishingRisk(person, lastEventMillis);
    bands.merge(risk.band(), 1L, Long::sum);
    ranks.computeIfAbsent(risk.score(), score -> new Ranked(person.clear())).people++;
  }

  /// The phishing risk of one person of a data set.
  static PhishingRisk phishingRisk(PersonExposure person, long lastEventMillis) {
    boolean recent =
        (person.clear() & DataCategory.BEHAVIOR.mask()) != 0
            && person.lastSeenMillis() > 0
            && person.lastSeenMillis() >= lastEventMillis - RECENT_MILLIS;
    return PhishingRisk.of(
        person.clear(),
        recent,
        PhishingRisk.Mfa.ofDirectory(person.mfa().orElse("")),
        PhishingRisk.AccountValue.ofDirectory(person.role().orElse("")));
  }

  /// @param read what was counted while reading
  /// @param rules for addresses that are written differently
  Findings.People people(Assessment read, EmailRules rules) {
    return new Findings.People(
        read.found(),
        read.ambiguous(),
        read.unresolved(),
        total == 0 ? 0 : (double) direct / total,
        organizations.size(),
        withoutSecondFactor,
        holdings.residences(),
        new Findings.Grounds(rules, methods, joined),
        read.organizations());
  }

  /// The share of people about whom the data holds each kind, in clear or in a coarser form.
  Map<DataKind, Double> shareByKind() {
    Map<DataKind, Double> shares = new EnumMap<>(DataKind.class);
    kinds.forEach((kind, people) -> shares.put(kind, (double) people / total));
    return shares;
  }

  Findings.Phishing phishing() {
    Findings.Rank worst = ranks.isEmpty() ? Findings.Rank.NONE : rank(ranks.lastEntry());
    return new Findings.Phishing(bands, worst.score(), median(), worst);
  }

  private Findings.Rank median() {
    long before = 0;
    for (Map.Entry<Double, Ranked> entry : ranks.entrySet()) {
      before += entry.getValue().people;
      if (before * 2 >= total) {
        return rank(entry);
      }
    }
    return Findings.Rank.NONE;
  }

  private static Findings.Rank rank(Map.Entry<Double, Ranked> entry) {
    return new Findings.Rank(entry.getKey(), entry.getValue().clear);
  }

  /// The people of one score; what the data shows of the first of them stands for all.
  private static final class Ranked {
    private final long clear;
    private long people;

    Ranked(long clear) {
      this.clear = clear;
    }
  }
}
