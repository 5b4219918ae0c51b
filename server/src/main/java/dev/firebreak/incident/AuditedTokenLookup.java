package dev.firebreak.incident;

import dev.firebreak.assessment.TokenLookup;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.PseudonymKey;
import dev.firebreak.pseudonym.PseudonymResolver;
import dev.firebreak.pseudonym.Pseudonymizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Resolves the tokens of a data set for one incident, after it wrote who did it, why, for which
/// files and for how many tokens into the audit log. One assessment uses one of these: one entry.
/// Confined to one thread.
final class AuditedTokenLookup implements TokenLookup {
  private final List<PseudonymKey> keys;
  private final AuditLog audit;
  private final String actor;
  private final String incident;
  private final String reason;
  private boolean audited;

  AuditedTokenLookup(
      List<PseudonymKey> keys, AuditLog audit, String actor, String incident, String reason) {
    this.keys = List.copyOf(keys);
    this.audit = audit;
    this.actor = actor;
    this.incident = incident;
    this.reason = reason;
  }

  @Override
  public Map<String, Identity> resolve(Collection<String> tokens, String filesSha256) {
    record("TokensResolved", tokens.size(), filesSha256);
    PseudonymResolver resolver = new PseudonymResolver(keys);
    Map<String, Identity> identities = HashMap.newHashMap(tokens.size());
    for (String token : tokens) {
      resolver
          .resolve(token)
          .ifPresent(
              found -> identities.put(token, new Identity(found.domain().label(), found.id())));
    }
    return identities;
  }

  /// Says which keyed hashes known account ids have: no token is reversed, so an assessment that
  /// already has its entry needs no further one.
  @Override
  public Map<String, Identity> recompute(Collection<String> accountIds) {
    if (!audited) {
      record("TokensRecomputed", accountIds.size(), "none");
    }
    Map<String, Identity> identities = HashMap.newHashMap(accountIds.size() * keys.size());
    for (PseudonymKey key : keys) {
      Pseudonymizer pseudonymizer = new Pseudonymizer(key);
      for (String id : accountIds) {
        identities.put(
            pseudonymizer.hashToken(Domain.PERSON, id), new Identity(Domain.PERSON.label(), id));
      }
    }
    return identities;
  }

  private void record(String action, int tokens, String filesSha256) {
    audit.append(
        actor,
        action,
        Incidents.subject(incident),
        Map.of("files", filesSha256, "tokens", Integer.toString(tokens), "reason", reason));
    audited = true;
  }
}
