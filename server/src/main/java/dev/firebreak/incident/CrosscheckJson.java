package dev.firebreak.incident;

import dev.firebreak.assessment.ReconciledOrganization;
import dev.firebreak.assessment.ReconciledPerson;
import dev.firebreak.assessment.ReconciliationFigures;
import dev.firebreak.taxonomy.DataCategory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Documents about what a data set was held against; docs/reference/incident.md has every key.
public final class CrosscheckJson {
  private CrosscheckJson() {}

  /// The comparison with the ledger in numbers.
  public static Map<String, Object> reconciliation(ReconciliationFigures figures) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("compared", figures.compared());
    map.put("both", figures.both());
    map.put("differing", figures.differing());
    map.put("ledgerOnly", figures.ledgerOnly());
    map.put("fileOnly", figures.fileOnly());
    Map<String, Object> causes = new LinkedHashMap<>();
    figures.onlyOneSide().forEach((cause, people) -> causes.put(key(cause), people));
    map.put("causes", causes);
    map.put("missing", IncidentJson.counts(figures.missing()));
    map.put("outside", IncidentJson.counts(figures.outside()));
    map.put("added", IncidentJson.counts(figures.added()));
    map.put("clearer", IncidentJson.counts(figures.clearer()));
    Map<String, Object> organizations = new LinkedHashMap<>();
    organizations.put("compared", figures.organizations().compared());
    organizations.put("differing", figures.organizations().differing());
    organizations.put("ledgerOnly", figures.organizations().ledgerOnly());
    organizations.put("fileOnly", figures.organizations().fileOnly());
    map.put("organizations", organizations);
    return map;
  }

  /// Something that nobody expected.
  public static Map<String, Object> surprise(Surprise surprise) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("kind", surprise.kind().key());
    map.put("place", surprise.place());
    surprise.category().ifPresent(category -> map.put("category", category.key()));
    map.put("count", surprise.count());
    map.put("words", surprise.words());
    map.put("action", surprise.action());
    return map;
  }

  /// How complete the file is.
  public static Map<String, Object> completeness(Completeness completeness) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("known", completeness.share().isPresent());
    map.put("planted", completeness.planted());
    map.put("counted", completeness.counted());
    map.put("found", completeness.found());
    completeness
        .share()
        .ifPresent(interval -> {
          map.put("low", interval.low());
          map.put("high", interval.high());
          map.put("confidence", Completeness.CONFIDENCE);
        });
    map.put("ledgerPeople", completeness.ledgerPeople());
    map.put("ledgerFound", completeness.ledgerFound());
    map.put("words", completeness.words());
    return map;
  }

  /// Somebody of whom the two sides differ; it names a person.
  public static Map<String, Object> person(ReconciledPerson person) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("person", person.person());
    map.put("accountId", person.accountId().orElse(""));
    map.put("organizationId", person.organizationId().orElse(""));
    map.put("side", person.side().name().toLowerCase(Locale.ROOT));
    map.put("cause", key(person.cause()));
    map.put("missing", DataCategory.keysOfMask(person.missing()));
    map.put("added", DataCategory.keysOfMask(person.added()));
    map.put("sent", DataCategory.keysOfMask(person.sent().disclosed()));
    map.put("sentOutside", DataCategory.keysOfMask(person.sentOutside()));
    map.put("inFile", DataCategory.keysOfMask(person.inFile().disclosed()));
    map.put("ledgerEvents", person.counts().ledgerEvents());
    map.put("ledgerFirst", time(person.counts().ledgerFirstMillis()));
    map.put("ledgerLast", time(person.counts().ledgerLastMillis()));
    map.put("rows", person.counts().rows());
    map.put("firstSeen", time(person.counts().firstSeenMillis()));
    map.put("lastSeen", time(person.counts().lastSeenMillis()));
    return map;
  }

  /// An organisation of whose members anything differs.
  public static Map<String, Object> organization(ReconciledOrganization organization) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("organization", organization.organization());
    map.put("both", organization.both());
    map.put("differing", organization.differing());
    map.put("ledgerOnly", organization.ledgerOnly());
    map.put("missing", organization.missing());
    map.put("fileOnly", organization.fileOnly());
    map.put("unknown", organization.unknown());
    map.put("missingCategories", DataCategory.keysOfMask(organization.missingCategories()));
    map.put("addedCategories", DataCategory.keysOfMask(organization.addedCategories()));
    return map;
  }

  private static String key(ReconciledPerson.Cause cause) {
    return switch (cause) {
      case NONE -> "none";
      case MISSING -> "missing";
      case BEFORE_FILE -> "beforeFile";
      case AFTER_FILE -> "afterFile";
      case AFTER_ACCESS -> "afterAccess";
      case MENTIONED -> "mentioned";
      case BEFORE_LEDGER -> "beforeLedger";
      case UNKNOWN -> "unknown";
    };
  }

  private static String time(long millis) {
    return millis == 0 ? "" : Instant.ofEpochMilli(millis).toString();
  }
}
