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
  private static final long WITHHELD =
      mask(Kind.NAME) | mask(Kind.EMAIL) | mask(Kind.CITY) | mask(Kind.TEXT);

  private record Key(SubjectKey subject, LocalDate day, Masks masks) {}

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

  private static long mask(Kind kind) {
    return DataCategory.ofKey(kind.key()).orElseThrow().mask();
  }

  private static Masks masks(List<GoldenRow.Telling> tellings) {
    long[] masks = new long[Shown.values().length];
    tellings.forEach(each -> masks[each.shown().ordinal()] |= mask(each.kind()));
    return new Masks(
        masks[Shown.CLEAR.ordinal()],
        masks[Shown.GENERALIZED.ordinal()],
        masks[Shown.TOKEN.ordinal()],
        WITHHELD);
  }

  /// Events that were delivered, and whose devices the company's servers say they are.
  GoldenLedger with(LedgerBook book) {
    for (LedgerBook.Sent sent : book.sent()) {
      LedgerBook.Subject who = LedgerBook.Subject.of(sent.visit());
      SubjectKey subject = who.device() ? keys.device(who.id()) : keys.account(who.id());
      String token = tokens.token(Domain.PERSON, who.id());
      ids.add(new VendorSubject(vendor, subject, who.device() ? "$device:" + token : token));
      long second = sent.visit().second();
      LocalDate day = Instant.ofEpochSecond(second).atZone(ZoneOffset.UTC).toLocalDate();
      Span one = new Span(1, second, second);
      Key key = new Key(subject, day, masks(sent.tellings()));
      spans.merge(key, one, (span, _) -> span.and(second));
    }
    book.links().forEach(link -> link(link.device(), link.account(), AssertedBy.AUTHENTICATED));
    return this;
  }

  /// Who said whose device it is.
  void link(String device, String account, AssertedBy by) {
    links.add(new DeviceLink(vendor, keys.device(device), keys.account(account), by));
  }

  void write(LedgerStore ledger) throws IOException {
    List<Disclosure> facts =
        spans.entrySet().stream()
            .map(entry ->
                new Disclosure(
                    vendor,
                    entry.getKey().subject(),
                    entry.getKey().day(),
                    entry.getKey().masks(),
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
