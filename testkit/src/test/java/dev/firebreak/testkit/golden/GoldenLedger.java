package dev.firebreak.testkit.golden;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.LedgerBatch;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes what was sent into a ledger, as the gateway's outcomes would.
final class GoldenLedger {
  private static final long CLEAR =
      mask(Kind.BEHAVIOR, Kind.COUNTRY, Kind.SETTINGS, Kind.OPERATIONS);
  private static final long GENERALIZED = mask(Kind.USER_AGENT, Kind.PAGES, Kind.REFERRER);
  private static final long TOKENIZED = mask(Kind.ACCOUNT, Kind.DEVICE, Kind.ORGANIZATION);
  private static final long WITHHELD = mask(Kind.NAME, Kind.EMAIL, Kind.CITY, Kind.TEXT);

  private record Key(SubjectKey subject, LocalDate day) {}

  private record Span(long events, long first, long last) {
    Span and(long second) {
      return new Span(events + 1, Math.min(first, second), Math.max(last, second));
    }
  }

  private final VendorId vendor;
  private final SubjectKeyring keys;
  private final Map<Key, Span> spans = new LinkedHashMap<>();
  private final Set<DeviceLink> links = new LinkedHashSet<>();
  private final Set<VendorSubject> ids = new LinkedHashSet<>();
  private final Pseudonymizer tokens;

  /// @param tokens those of the vendor
  GoldenLedger(VendorId vendor, SubjectKeyring keys, Pseudonymizer tokens) {
    this.vendor = vendor;
    this.keys = keys;
    this.tokens = tokens;
  }

  private static long mask(Kind... kinds) {
    long mask = 0;
    for (Kind kind : kinds) {
      mask |= DataCategory.ofKey(kind.key()).orElseThrow().mask();
    }
    return mask;
  }

  /// Events that were delivered; an event with an id and a device links them.
  GoldenLedger sent(List<Visit> visits) {
    for (Visit visit : visits) {
      boolean signedIn = !visit.user().isEmpty();
      SubjectKey subject = signedIn ? keys.account(visit.user()) : keys.device(visit.device());
      String id = signedIn ? visit.user() : visit.device();
      String token = tokens.token(Domain.PERSON, id);
      ids.add(new VendorSubject(vendor, subject, signedIn ? token : "$device:" + token));
      LocalDate day = Instant.ofEpochSecond(visit.second()).atZone(ZoneOffset.UTC).toLocalDate();
      Span one = new Span(1, visit.second(), visit.second());
      spans.merge(new Key(subject, day), one, (span, _) -> span.and(visit.second()));
      if (signedIn) {
        link(visit.device(), visit.user(), AssertedBy.AUTHENTICATED);
      }
    }
    return this;
  }

  /// Who said whose device it is.
  GoldenLedger link(String device, String account, AssertedBy by) {
    links.add(new DeviceLink(vendor, keys.device(device), keys.account(account), by));
    return this;
  }

  void write(LedgerStore ledger) throws IOException {
    Masks masks = new Masks(CLEAR, GENERALIZED, TOKENIZED, WITHHELD);
    List<Disclosure> facts =
        spans.entrySet().stream()
            .map(entry ->
                new Disclosure(
                    vendor,
                    entry.getKey().subject(),
                    entry.getKey().day(),
                    masks,
                    "0123456789ab",
                    AssertedBy.AUTHENTICATED,
                    entry.getValue().events(),
                    Instant.ofEpochSecond(entry.getValue().first()),
                    Instant.ofEpochSecond(entry.getValue().last())))
            .toList();
    ledger.append(
        new LedgerBatch(new BindingId("web"), 1, facts, List.copyOf(links), List.copyOf(ids)));
  }
}
