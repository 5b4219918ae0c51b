package dev.firebreak.notice;

import dev.firebreak.audit.AuditLog;
import dev.firebreak.keys.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Whom a campaign's mail did not reach: those without a usable address, and those whose mail was
/// refused, came back or was given up. They are to be told in the product, by their organisation's
/// administrator or by post. Immutable.
record SecondChannel(CampaignStore store, KeyStore keys, AuditLog audit) {
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
    Map<String, List<String>> people = new TreeMap<>();
    for (CampaignStore.SetAsideRow row : setAside) {
      people
          .computeIfAbsent(row.reason(), _ -> new ArrayList<>())
          .add(seal.openAccount(row.sealedAccount()));
    }
    for (CampaignStore.Unreached each : unreached) {
      people
          .computeIfAbsent(each.status().toUpperCase(Locale.ROOT), _ -> new ArrayList<>())
          .addAll(seal.open(each.row().number(), each.row().sealed()).accounts());
    }
    return people;
  }
}
