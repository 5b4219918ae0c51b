package dev.firebreak.notice;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.keys.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Whom a campaign's mail did not reach: those without a usable address, and those whose mail was
/// refused, came back or was given up. They are to be told in the product, by their organisation's
/// administrator or by post; who acknowledged the notice in the product has been. Immutable.
record SecondChannel(CampaignStore store, InboxStore inbox, KeyStore keys, AuditLog audit) {
  /// Stands in the place of the reason where the notice was acknowledged.
  private static final String ACKNOWLEDGED = "ACKNOWLEDGED_IN_PRODUCT";

  /// Somebody to be told in another way.
  ///
  /// @param reason a [SetAsideReason], an outcome, or that they acknowledged
  /// @param accounts account ids; the identifier of the stolen file where there is no account
  /// @param notice their own, which a letter can be made of; empty where there is none, or where no
  ///   other channel is needed or wanted
  record Person(String reason, List<String> accounts, Optional<CampaignStore.Row> notice) {
    Person {
      accounts = List.copyOf(accounts);
    }

    @Override
    public String toString() {
      return "Person[" + reason + "]";
    }
  }

  /// Account ids, and identifiers of the stolen file where there is no account, by reason. Reading
  /// them is audited.
  Map<String, List<String>> people(String campaign, String reader) {
    Map<String, List<String>> people = new TreeMap<>();
    for (Person person : persons(campaign, reader)) {
      people.computeIfAbsent(person.reason(), _ -> new ArrayList<>()).addAll(person.accounts());
    }
    return people;
  }

  /// The same one by one: first those without a usable address. Reading them is audited.
  List<Person> persons(String campaign, String reader) {
    List<CampaignStore.SetAsideRow> setAside = store.setAside(campaign);
    List<CampaignStore.Unreached> unreached = store.unreached(campaign);
    audit.append(
        reader,
        "NoticeSetAsideRead",
        "campaign:" + campaign,
        Map.of("people", Integer.toString(setAside.size() + unreached.size())));
    PersonSeal seal = new PersonSeal(keys, campaign);
    Set<String> acknowledged = inbox.acknowledged(campaign).keySet();
    Map<String, CampaignStore.Row> inProduct = new HashMap<>();
    for (CampaignStore.Row row : inbox.inProduct(campaign)) {
      seal.open(row.number(), row.sealed())
          .accounts()
          .forEach(account -> inProduct.put(account, row));
    }
    List<Person> persons = new ArrayList<>(setAside.size() + unreached.size());
    for (CampaignStore.SetAsideRow row : setAside) {
      String account = seal.openAccount(row.sealedAccount());
      Optional<CampaignStore.Row> notice = Optional.ofNullable(inProduct.get(account));
      persons.add(person(row.reason(), List.of(account), notice, acknowledged));
    }
    for (CampaignStore.Unreached each : unreached) {
      persons.add(
          person(
              each.status().toUpperCase(Locale.ROOT),
              seal.open(each.row().number(), each.row().sealed()).accounts(),
              Optional.of(each.row()),
              acknowledged));
    }
    return persons;
  }

  private static Person person(
      String reason,
      List<String> accounts,
      Optional<CampaignStore.Row> notice,
      Set<String> acknowledged) {
    if (notice.map(CampaignStore.Row::number).filter(acknowledged::contains).isPresent()) {
      return new Person(ACKNOWLEDGED, accounts, Optional.empty());
    }
    boolean declined = reason.equals(SetAsideReason.OPTED_OUT.name());
    return new Person(reason, accounts, declined ? Optional.empty() : notice);
  }
}
