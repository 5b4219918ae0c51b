package dev.firebreak.incident;

import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.duty.HoldingTally;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.Account;
import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.Disclosure;
import dev.firebreak.ledger.DuckDb;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Finds the people of a vendor's disclosures: facts by subject, devices joined to accounts by
/// links that more than the public asserted, accounts by recomputing their keys. Confined to one
/// thread; holds one small entry per subject.
final class ProvisionalSearch {
  private static final long DIRECTORY_MEMORY_BYTES = 512L << 20;

  private final Map<SubjectKey, Sum> subjects = new HashMap<>();
  private final Map<DataCategory, long[]> categories = new EnumMap<>(DataCategory.class);
  private final HoldingTally holdings = new HoldingTally();
  private long accounts;

  /// Everything disclosed to the vendor up to a time.
  ///
  /// @param until last instant of events and day of sending that count
  void readLedger(LedgerStore ledger, VendorId vendor, Instant until) throws IOException {
    ledger.forEach(
        vendor, Optional.empty(), Optional.of(until.plusMillis(1)), fact -> add(fact, until));
    Map<SubjectKey, Set<SubjectKey>> users = new HashMap<>();
    for (DeviceLink link : ledger.links(vendor)) {
      if (link.assertedBy() != AssertedBy.PUBLIC) {
        users.computeIfAbsent(link.device(), device -> new HashSet<>()).add(link.account());
      }
    }
    users.forEach((device, owners) -> {
      if (owners.size() == 1) {
        join(device, owners.iterator().next());
      }
    });
  }

  private void add(Disclosure fact, Instant until) {
    if (!fact.day().isAfter(until.atZone(ZoneOffset.UTC).toLocalDate())) {
      subjects.computeIfAbsent(fact.subject(), key -> new Sum()).add(fact);
    }
  }

  /// A device with exactly one user is that user.
  private void join(SubjectKey device, SubjectKey account) {
    Sum sum = subjects.remove(device);
    if (sum != null) {
      subjects.computeIfAbsent(account, key -> new Sum()).add(sum);
    }
  }

  /// Names the accounts among the subjects and gives each to the consumer; what is left over has no
  /// account.
  void nameAccounts(
      Path directory, SubjectKeyring keyring, Path workFolder, Consumer<PersonExposure> consumer)
      throws IOException {
    try (DuckDb database = DuckDb.open(workFolder, DIRECTORY_MEMORY_BYTES, 1, List.of(directory))) {
      AccountsDirectory.load(database, directory)
          .forEach(account -> {
            Sum sum = subjects.remove(keyring.account(account.accountId()));
            if (sum != null) {
              consumer.accept(person(account, sum));
            }
          });
    } catch (SQLException e) {
      throw new IOException("the accounts directory could not be read", e);
    }
  }

  private PersonExposure person(Account account, Sum sum) {
    accounts++;
    count(sum);
    hold(account.country(), account.region(), sum);
    return new PersonExposure(
        account.accountId(),
        Optional.of(account.accountId()),
        false,
        List.of("ledger"),
        List.of(),
        List.of(account.accountId()),
        sum.masks.clear(),
        sum.masks.generalized(),
        sum.masks.tokenized(),
        sum.events,
        sum.first,
        sum.last,
        account.email(),
        account.name(),
        account.country(),
        account.region(),
        account.organizationId(),
        account.role(),
        account.mfa(),
        account.language());
  }

  /// The list; call it after the accounts were named.
  ProvisionalList list(Instant madeAt, Instant until, ProvisionalList.Sources sources) {
    for (Sum sum : subjects.values()) {
      count(sum);
      hold(Optional.empty(), Optional.empty(), sum);
    }
    Map<DataCategory, ProvisionalList.FormCounts> counts = new EnumMap<>(DataCategory.class);
    categories.forEach((category, forms) ->
        counts.put(category, new ProvisionalList.FormCounts(forms[0], forms[1], forms[2])));
    return new ProvisionalList(
        madeAt, accounts, subjects.size(), until, counts, holdings.residences(), sources);
  }

  private void hold(Optional<String> country, Optional<String> region, Sum sum) {
    holdings.add(country, region, sum.masks.clear(), sum.masks.disclosed());
  }

  private void count(Sum sum) {
    count(sum.masks.clear(), 0);
    count(sum.masks.generalized(), 1);
    count(sum.masks.tokenized(), 2);
  }

  private void count(long mask, int form) {
    for (DataCategory category : DataCategory.ofMask(mask)) {
      categories.computeIfAbsent(category, key -> new long[3])[form]++;
    }
  }

  private static final class Sum {
    private Masks masks = Masks.NONE;
    private long events;
    private long first = Long.MAX_VALUE;
    private long last;

    void add(Disclosure fact) {
      masks = masks.union(fact.masks());
      events += fact.events();
      first = Math.min(first, fact.firstEvent().toEpochMilli());
      last = Math.max(last, fact.lastEvent().toEpochMilli());
    }

    void add(Sum other) {
      masks = masks.union(other.masks);
      events += other.events;
      first = Math.min(first, other.first);
      last = Math.max(last, other.last);
    }
  }
}
