package dev.firebreak.lookup;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.event.AssertedBy;
import dev.firebreak.installation.Installation;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.keys.KeyVersion;
import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.ledger.DeviceLink;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.ledger.VendorSubject;
import dev.firebreak.lookup.IdAtVendor.Owner;
import dev.firebreak.pseudonym.DevicePrefix;
import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.KeyId;
import dev.firebreak.pseudonym.PseudonymResolver;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks people up both ways between our accounts and a vendor's ids. A named operator asks, with a
/// reason, and the audit log has it before the answer. The ledger is as far as it was fed.
/// Thread-safe.
public final class PersonLookup {
  /// Ids of one look-up.
  public static final int IDS_MAX = LookupAudit.IDS_MAX;

  private final KeyStore keys;
  private final LedgerStore ledger;
  private final SubjectKeyring subjects;
  private final LookupAudit audit;

  PersonLookup(KeyStore keys, LedgerStore ledger, SubjectKeyring subjects, LookupAudit audit) {
    this.keys = keys;
    this.ledger = ledger;
    this.subjects = subjects;
    this.audit = audit;
  }

  public static PersonLookup of(Installation installation) {
    SubjectKeyring subjects = installation.keys().subjectKeyring();
    return new PersonLookup(
        installation.keys(),
        installation.ledger(),
        subjects,
        new LookupAudit(
            new HashChainAuditLog(installation.control(), installation.clock()),
            subjects,
            installation.clock()));
  }

  /// The ids under which a vendor has accounts, in the order of asking. An account that nobody
  /// knows is answered too, with what the vendor would get: an id cannot be checked here.
  ///
  /// @throws dev.firebreak.error.FirebreakException NOT_ALLOWED without the role or above an
  ///   operator's limit of a day, WRONG_USE without a reason, INPUT_TOO_LARGE for too many ids
  public List<PersonAtVendor> atVendor(
      ConfirmedOperator operator, VendorId vendor, List<String> accounts, String reason)
      throws IOException {
    Set<String> distinct = new LinkedHashSet<>(accounts);
    audit.announce(operator, "vendor:" + vendor, "accounts", distinct, reason);
    List<Pseudonymizer> tokens =
        keys.pseudonymKeys().stream()
            .filter(key -> key.vendor().equals(vendor))
            .map(Pseudonymizer::new)
            .toList();
    Map<KeyId, KeyVersion> versions = versions();
    List<PersonAtVendor> people = new ArrayList<>();
    for (String account : distinct) {
      people.add(person(vendor, account, tokens, versions));
    }
    return people;
  }

  private PersonAtVendor person(
      VendorId vendor, String account, List<Pseudonymizer> tokens, Map<KeyId, KeyVersion> versions)
      throws IOException {
    SubjectKey subject = subjects.account(account);
    Map<String, IdAtVendor> ids = new LinkedHashMap<>();
    addDisclosed(ids, vendor, subject, Owner.ACCOUNT, versions);
    for (Map.Entry<SubjectKey, Owner> device : devices(vendor, subject).entrySet()) {
      addDisclosed(ids, vendor, device.getKey(), device.getValue(), versions);
    }
    for (Pseudonymizer pseudonymizer : tokens) {
      String token = pseudonymizer.token(Domain.PERSON, account);
      ids.putIfAbsent(
          token,
          new IdAtVendor(token, Optional.of(pseudonymizer.keyVersion()), Owner.ACCOUNT, false));
    }
    return new PersonAtVendor(account, List.copyOf(ids.values()));
  }

  private void addDisclosed(
      Map<String, IdAtVendor> ids,
      VendorId vendor,
      SubjectKey subject,
      Owner owner,
      Map<KeyId, KeyVersion> versions)
      throws IOException {
    for (VendorSubject known : ledger.idsOf(subject)) {
      if (known.vendor().equals(vendor)) {
        Optional<Integer> keyVersion =
            PseudonymResolver.keyIdOf(DevicePrefix.strip(known.idAtVendor()))
                .map(versions::get)
                .map(KeyVersion::keyVersion);
        ids.putIfAbsent(
            known.idAtVendor(), new IdAtVendor(known.idAtVendor(), keyVersion, owner, true));
      }
    }
  }

  private Map<SubjectKey, Owner> devices(VendorId vendor, SubjectKey account) throws IOException {
    Map<SubjectKey, Set<SubjectKey>> accounts = new LinkedHashMap<>();
    Map<SubjectKey, Boolean> vouched = new HashMap<>();
    for (DeviceLink link : ledger.linksOf(account)) {
      if (link.vendor().equals(vendor)) {
        accounts.computeIfAbsent(link.device(), _ -> new LinkedHashSet<>()).add(link.account());
        boolean ours =
            link.account().equals(account) && link.assertedBy() == AssertedBy.AUTHENTICATED;
        vouched.merge(link.device(), ours, Boolean::logicalOr);
      }
    }
    Map<SubjectKey, Owner> devices = new LinkedHashMap<>();
    accounts.forEach((device, linked) -> {
      Owner alone = vouched.getOrDefault(device, false) ? Owner.DEVICE : Owner.CLAIMED_DEVICE;
      devices.put(device, linked.size() > 1 ? Owner.SHARED_DEVICE : alone);
    });
    return devices;
  }

  /// Who is behind ids that a vendor shows, in the order of asking.
  ///
  /// @param vendor whose ids they are; empty where they may be of any
  /// @param directory what keyed hashes and damaged tokens are looked for in, and the accounts of
  ///   devices
  /// @throws dev.firebreak.error.FirebreakException as [#atVendor]
  public List<TokenAnswer> accounts(
      ConfirmedOperator operator,
      Optional<VendorId> vendor,
      List<String> tokens,
      Optional<AccountsDirectory> directory,
      String reason)
      throws IOException, SQLException {
    Set<String> distinct = new LinkedHashSet<>(tokens);
    audit.announce(
        operator,
        vendor.map(each -> "vendor:" + each).orElse("vendors:all"),
        "tokens",
        distinct,
        reason);
    TokenReading reading = new TokenReading(vendor, versions(), keys.pseudonymKeys());
    List<TokenAnswer> first = distinct.stream().map(reading::read).toList();
    TokenPeople people = new TokenPeople(ledger, subjects, reading);
    return people.complete(first, directory);
  }

  private Map<KeyId, KeyVersion> versions() {
    return keys.keyVersions().stream()
        .collect(Collectors.toMap(KeyVersion::id, version -> version));
  }
}
