package dev.firebreak.notice;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.keys.KeyStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Whom a campaign's mail did not reach: those without a usable address, and those whose mail was
/// refused, came back or was given up. They are to be told in the product, by their organisation's
/// administrator or by post; who acknowledged the notice in the product has been. Immutable.
record SecondChannel(CampaignStore store, InboxStore inbox, KeyStore keys, AuditLog audit) {
  /// Stands in the place of the reason where the notice was acknowledged.
  private static final String ACKNOWLEDGED = "ACKNOWLEDGED_IN_PRODUCT";

  /// Account ids, and identifiers of the stolen file where there is no account, by reason. Reading
  /// them is audited.
  Map<String, List<String>> people(String campaign, String reader) {
    List<CampaignStore.SetAsideRow> setAside = store.setAside(campaign);
    List<CampaignStore.Unreached> unreached = store.unreached(campaign);
    audit.append(
        reader,
        "NoticeSetAsideRead",
        "campaign:" + campaign,
        Map.of("people", Integer.toString(setAside.size() + unreached.size())));
    PersonSeal seal = new PersonSeal(keys, campaign);
    Set<String> acknowledged = inbox.acknowledged(campaign).keySet();
    Set<String> told = new HashSet<>();
    for (CampaignStore.Row row : inbox.inProduct(campaign)) {
      if (acknowledged.contains(row.number())) {
        told.addAll(seal.open(row.number(), row.sealed()).accounts());
      }
    }
    Map<String, List<String>> people = new TreeMap<>();
    for (CampaignStore.SetAsideRow row : setAside) {
      String account = seal.openAccount(row.sealedAccount());
      people
          .computeIfAbsent(
              told.contains(account) ? ACKNOWLEDGED : row.reason(), _ -> new ArrayList<>())
          .add(account);
    }
    for (CampaignStore.Unreached each : unreached) {
      people
          .computeIfAbsent(
              acknowledged.contains(each.row().number())
                  ? ACKNOWLEDGED
                  : each.status().toUpperCase(Locale.ROOT),
              _ -> new ArrayList<>())
          .addAll(seal.open(each.row().number(), each.row().sealed()).accounts());
    }
    return people;
  }
}
