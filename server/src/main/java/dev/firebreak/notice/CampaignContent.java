package dev.firebreak.notice;

import dev.firebreak.notice.CampaignStore.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// What makes a campaign the one that was approved: its hash, and what shapes a single text.
final class CampaignContent {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CampaignContent() {}

  /// SHA-256 over wordings, facts, issuer, audience and every text. Campaigns in English alone, and
  /// those whose people all have addresses, have the hash that they had before there was more.
  static String hash(
      NoticeFacts facts,
      NoticeIssuer issuer,
      NoticeTemplateSet templates,
      String audienceHash,
      List<Row> rows,
      List<Row> inProduct) {
    Digest digest =
        new Digest("firebreak campaign 1")
            .text(templates.template(templates.base()).source())
            .text(JSON.writeValueAsString(facts(facts)))
            .text(JSON.writeValueAsString(issuer))
            .text(audienceHash)
            .number(rows.size());
    rows.forEach(row -> digest.text(row.number()).text(row.textDigest()));
    new TreeMap<>(templates.templates())
        .forEach((language, template) -> {
          if (language != templates.base()) {
            digest.text(language.tag()).text(template.source());
          }
        });
    if (!inProduct.isEmpty()) {
      digest.number(inProduct.size());
      inProduct.forEach(row -> digest.text(row.number()).text(row.textDigest()));
    }
    return digest.hex();
  }

  /// Facts in one order, whatever order the maps have.
  private static Map<String, Object> facts(NoticeFacts facts) {
    Map<String, Object> ordered = new LinkedHashMap<>();
    ordered.put("state", facts.state());
    ordered.put("vendor", facts.vendor());
    ordered.put("happenedOn", facts.happenedOn());
    ordered.put("knownOn", facts.knownOn());
    ordered.put("findings", facts.findings());
    ordered.put("absences", new TreeMap<>(facts.absences()));
    ordered.put("measures", facts.measures());
    ordered.put("nextUpdate", facts.nextUpdate());
    if (facts.language() != NoticeLanguage.EN || !facts.translations().isEmpty()) {
      ordered.put("language", facts.language());
      ordered.put("translations", new TreeMap<>(facts.translations()));
    }
    return ordered;
  }

  /// Everything of an addressee that shapes the text, but number and word.
  static String variant(Addressee addressee) {
    return addressee.clear()
        + ":"
        + addressee.generalized()
        + ":"
        + addressee.tokenized()
        + ":"
        + addressee.secondFactor()
        + ":"
        + addressee.told()
        + ":"
        + addressee.language()
        + ":"
        + (addressee.accounts().size() > 1 ? addressee.address() : "");
  }
}
