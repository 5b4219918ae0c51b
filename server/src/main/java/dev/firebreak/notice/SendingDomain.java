package dev.firebreak.notice;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Checks what DNS says about the domain that notices come from, before the first is sent: who may
/// send for it (SPF, RFC 7208), with which keys it signs (DKIM, RFC 6376), and what receivers do
/// with mail that is neither (DMARC, RFC 7489). Without them real notices land in spam, and forged
/// ones beside them.
///
/// What SPF says about a certain relay is not evaluated: which address the relay sends from, only
/// its operator knows. Immutable.
///
/// @param domain the sender's domain
/// @param keys records that it must have; empty where the relay signs with keys of its own
public record SendingDomain(String domain, List<DkimRecord> keys) {
  /// RFC 7208 §4.6.4.
  private static final int SPF_LOOKUPS_MAX = 10;

  public SendingDomain {
    keys = List.copyOf(keys);
  }

  /// What is wrong and what could be better; empty where nothing is.
  ///
  /// @throws FirebreakException MAIL_UNREACHABLE where the records cannot be looked up
  public List<DomainFinding> check(TxtRecords records) {
    try {
      List<DomainFinding> findings = new ArrayList<>();
      spf(records, findings);
      for (DkimRecord key : keys) {
        dkim(records.of(key.name()), key, findings);
      }
      dmarc(records, findings);
      return List.copyOf(findings);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.MAIL_UNREACHABLE,
          "the records of "
              + domain
              + " cannot be looked up from here; name a server with --server, or paste the records"
              + " into a file and give it with --records",
          e);
    }
  }

  private void spf(TxtRecords records, List<DomainFinding> findings) throws IOException {
    List<String> policies =
        records.of(domain).stream()
            .filter(text -> text.equalsIgnoreCase("v=spf1") || startsWith(text, "v=spf1 "))
            .toList();
    if (policies.size() != 1) {
      String fix =
          "publish one: "
              + domain
              + " TXT \"v=spf1 include:YOUR-RELAY -all\", as its operator says";
      blocking(
          findings,
          domain,
          policies.isEmpty() ? "there is no SPF record" : "there are several SPF records",
          fix);
      return;
    }
    List<String> terms =
        Arrays.stream(policies.getFirst().toLowerCase(Locale.ROOT).split("\\s+", -1))
            .skip(1)
            .toList();
    if (terms.stream().anyMatch(term -> term.equals("all") || term.equals("+all"))) {
      blocking(findings, domain, "SPF lets anybody send", "end the record with -all");
    } else if (terms.stream().noneMatch(SendingDomain::endsPolicy)) {
      blocking(findings, domain, "SPF has no end", "end the record with -all");
    } else if (terms.contains("?all")) {
      advice(findings, domain, "SPF says nothing about others", "end the record with -all");
    }
    long lookups = terms.stream().filter(SendingDomain::looksUp).count();
    if (lookups > SPF_LOOKUPS_MAX) {
      blocking(
          findings,
          domain,
          "SPF asks for " + lookups + " look-ups; receivers stop at " + SPF_LOOKUPS_MAX,
          "leave out senders that are no longer used, or name addresses with ip4: and ip6:");
    }
    if (terms.stream().noneMatch(SendingDomain::authorises)) {
      blocking(
          findings,
          domain,
          "SPF lets nobody send",
          "add what your relay's operator says, as include:YOUR-RELAY");
    }
  }

  private static boolean endsPolicy(String term) {
    return List.of("-all", "~all", "?all").contains(term) || term.startsWith("redirect=");
  }

  private static boolean looksUp(String term) {
    return authorises(term) && !bare(term).startsWith("ip");
  }

  private static boolean authorises(String term) {
    return bare(term).matches("(?:include:|redirect=|exists:|ip4:|ip6:).+|(?:a|mx|ptr)(?:[:/].*)?");
  }

  private static String bare(String term) {
    return term.startsWith("+") ? term.substring(1) : term;
  }

  private static void dkim(List<String> texts, DkimRecord key, List<DomainFinding> findings) {
    String fix = "publish: " + key.name() + " TXT \"" + key.text() + "\"";
    if (texts.size() != 1) {
      String wrong = texts.isEmpty() ? "there is no DKIM key" : "there are several DKIM records";
      blocking(findings, key.name(), wrong, fix);
      return;
    }
    Map<String, String> tags = tags(texts.getFirst());
    String published = tags.getOrDefault("p", "").replaceAll("\\s", "");
    if (!tags.getOrDefault("v", "DKIM1").equals("DKIM1")
        || !tags.getOrDefault("k", "rsa").equals(key.algorithm().keyType())
        || !published.equals(key.publicKey())) {
      String wrong = published.isEmpty() ? "the DKIM key is revoked" : "the DKIM key is another";
      blocking(findings, key.name(), wrong, fix);
    } else if (tags.getOrDefault("t", "").contains("y")) {
      advice(findings, key.name(), "the DKIM key is marked as a test", "take out t=y");
    }
  }

  private void dmarc(TxtRecords records, List<DomainFinding> findings) throws IOException {
    String name = "_dmarc." + domain;
    List<String> policies = policies(records, name);
    String key = "p";
    String above = parent(domain);
    while (policies.isEmpty() && !above.isEmpty()) {
      name = "_dmarc." + above;
      policies = policies(records, name);
      key = "sp";
      above = parent(above);
    }
    if (policies.size() != 1) {
      blocking(
          findings,
          "_dmarc." + domain,
          policies.isEmpty() ? "there is no DMARC record" : "there are several DMARC records",
          "publish: _dmarc."
              + domain
              + " TXT \"v=DMARC1; p=quarantine; rua=mailto:dmarc@"
              + domain
              + "\"");
      return;
    }
    Map<String, String> tags = tags(policies.getFirst());
    String policy = tags.getOrDefault(key, tags.getOrDefault("p", "none")).toLowerCase(Locale.ROOT);
    if (policy.equals("none")) {
      blocking(
          findings,
          name,
          "DMARC has receivers deliver forged notices (p=none)",
          "set p=quarantine or p=reject once the reports show that your own mail passes");
    } else if (!List.of("quarantine", "reject").contains(policy)) {
      blocking(findings, name, "DMARC has no policy", "set p=quarantine or p=reject");
    } else if (!tags.getOrDefault("pct", "100").equals("100")) {
      advice(findings, name, "DMARC holds for a part of the mail", "take out pct");
    }
    if (!tags.containsKey("rua")) {
      advice(
          findings,
          name,
          "nobody gets DMARC's reports, which show who forges you",
          "add rua=mailto:ADDRESS");
    }
  }

  private static List<String> policies(TxtRecords records, String name) throws IOException {
    return records.of(name).stream().filter(text -> startsWith(text, "v=dmarc1")).toList();
  }

  /// The domain above, as long as it is not a top-level one.
  private static String parent(String domain) {
    String above = domain.substring(domain.indexOf('.') + 1);
    return above.contains(".") ? above : "";
  }

  private static Map<String, String> tags(String text) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String tag : text.split(";", -1)) {
      int equal = tag.indexOf('=');
      if (equal > 0) {
        String name = tag.substring(0, equal).strip().toLowerCase(Locale.ROOT);
        tags.putIfAbsent(name, tag.substring(equal + 1).strip());
      }
    }
    return tags;
  }

  private static boolean startsWith(String text, String beginning) {
    return text.toLowerCase(Locale.ROOT).startsWith(beginning);
  }

  private static void blocking(
      List<DomainFinding> findings, String name, String wrong, String fix) {
    findings.add(new DomainFinding(name, wrong, fix, true));
  }

  private static void advice(List<DomainFinding> findings, String name, String wrong, String fix) {
    findings.add(new DomainFinding(name, wrong, fix, false));
  }
}
