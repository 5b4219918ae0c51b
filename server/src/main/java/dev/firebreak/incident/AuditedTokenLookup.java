package dev.firebreak.incident;

import dev.firebreak.assessment.TokenLookup;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.Domain;
import dev.firebreak.pseudonym.PseudonymKey;
import dev.firebreak.pseudonym.PseudonymResolver;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.pseudonym.SubjectKeyring;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Resolves the tokens of a data set, after it wrote who did it, why, for which files and for how
/// many tokens into the audit log. One reading of a data set uses one of these: one entry. Confined
/// to one thread.
public final class AuditedTokenLookup implements TokenLookup {
  private final List<PseudonymKey> keys;
  private final SubjectKeyring keyring;
  private final AuditLog audit;
  private final String actor;
  private final String subject;
  private final String reason;
  private boolean audited;

  /// @param actor the operator in whose name it is
  /// @param subject what it is about, as the audit log has it
  public AuditedTokenLookup(
      KeyStore keys, AuditLog audit, String actor, String subject, String reason) {
    this.keys = keys.pseudonymKeys();
    keyring = keys.subjectKeyring();
    this.audit = audit;
    this.actor = actor;
    this.subject = subject;
    this.reason = reason;
  }

  @Override
  public void announce(long tokens, String filesSha256) {
    audit.append(
        actor,
        "TokensResolved",
        subject,
        Map.of("files", filesSha256, "tokens", Long.toString(tokens), "reason", reason));
    audited = true;
  }

  @Override
  public Map<String, Identity> resolve(Collection<String> tokens) {
    requireAudited();
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

  /// Says which keyed hashes known account ids have.
  @Override
  public Map<String, Identity> recompute(Collection<String> accountIds) {
    requireAudited();
    return hashed(Domain.PERSON, accountIds);
  }

  /// Says which keyed hashes known organisation ids have.
  @Override
  public Map<String, Identity> recomputeOrganizations(Collection<String> organizationIds) {
    requireAudited();
    return hashed(Domain.ORG, organizationIds);
  }

  private Map<String, Identity> hashed(Domain domain, Collection<String> ids) {
    Map<String, Identity> identities = HashMap.newHashMap(ids.size() * keys.size());
    for (PseudonymKey key : keys) {
      Pseudonymizer pseudonymizer = new Pseudonymizer(key);
      for (String id : ids) {
        identities.put(pseudonymizer.hashToken(domain, id), new Identity(domain.label(), id));
      }
    }
    return identities;
  }

  @Override
  public Map<String, String> deviceKeys(Collection<String> deviceIds) {
    Map<String, String> byId = HashMap.newHashMap(deviceIds.size());
    deviceIds.forEach(id -> byId.put(id, keyring.device(id).toString()));
    return byId;
  }

  @Override
  public Map<String, String> accountKeys(Collection<String> accountIds) {
    Map<String, String> byId = HashMap.newHashMap(accountIds.size());
    accountIds.forEach(id -> byId.put(id, keyring.account(id).toString()));
    return byId;
  }

  private void requireAudited() {
    if (!audited) {
      throw new IllegalStateException("tokens are announced before they are resolved");
    }
  }
}
