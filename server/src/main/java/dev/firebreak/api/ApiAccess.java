package dev.firebreak.api;

import dev.firebreak.access.ApiToken;
import dev.firebreak.access.ApiTokens;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.gateway.ClientAddress;
import dev.firebreak.gateway.Clients;
import dev.firebreak.gateway.MinuteLimit;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// Who asks, how often, and what they may. Refusals say what RFC 6750 has a client expect.
/// Thread-safe.
final class ApiAccess {
  static final int REQUESTS_PER_MINUTE = 600;
  static final int REFUSALS_PER_MINUTE = 60;
  static final String CHALLENGE = "Bearer realm=\"firebreak\"";

  private static final String SCHEME = "bearer ";

  private final ApiTokens tokens;
  private final AuditLog audit;
  private final Clients clients;
  private final Clock clock;
  private final boolean onThisMachine;
  private final MinuteLimit refusals;
  private final MinuteLimit requests;

  /// @param clients tells who asks, and which proxies speak TLS
  /// @param onThisMachine true where only this machine reaches it, so that it may do without TLS
  ApiAccess(ApiTokens tokens, AuditLog audit, Clients clients, Clock clock, boolean onThisMachine) {
    this.tokens = tokens;
    this.audit = audit;
    this.clients = clients;
    this.clock = clock;
    this.onThisMachine = onThisMachine;
    refusals = new MinuteLimit(REFUSALS_PER_MINUTE, clock);
    requests = new MinuteLimit(REQUESTS_PER_MINUTE, clock);
  }

  /// Refuses a request that others can read.
  void requireTls(Request request) {
    if (!onThisMachine && !clients.isSecure(request)) {
      throw new ApiProblem(Problem.of(403, "tls-needed", "this interface is used by https alone"));
    }
  }

  /// The token of a request.
  ApiToken token(Request request) {
    ClientAddress client = clients.of(request);
    if (refusals.spent(client)) {
      throw tooMany();
    }
    String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
    if (header == null) {
      throw refused(client, CHALLENGE, "send a token, as Authorization: Bearer fbk_...");
    }
    if (!header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw refused(client, CHALLENGE, "the scheme of the authorization is Bearer");
    }
    Optional<ApiToken> found = tokens.find(header.substring(SCHEME.length()).strip());
    if (found.isEmpty()) {
      throw refused(client, invalid("unknown"), "there is no such token");
    }
    ApiToken token = found.get();
    if (!token.isValid(clock.instant())) {
      boolean revoked = token.revokedAt().isPresent();
      throw refused(
          client,
          invalid(revoked ? "revoked" : "expired"),
          revoked ? "the token was revoked" : "the token has expired; make another one");
    }
    // a token is a client of its own here: its id is 64 bits
    if (!requests.mayTry(new ClientAddress(Long.parseUnsignedLong(token.id(), 16)))) {
      throw tooMany();
    }
    tokens.used(token);
    return token;
  }

  /// Refuses what the token's scopes or its operator's role do not reach; refusals are audited.
  void require(ApiToken token, Operation operation) {
    OperationRule rule = operation.rule();
    if (!token.scopes().contains(rule.scope())) {
      auditRefusal(token, operation);
      throw new ApiProblem(
          Problem.of(403, "insufficient-scope", "this needs the scope " + rule.scope().word()),
          Map.of(
              HttpHeader.WWW_AUTHENTICATE.asString(),
              CHALLENGE + ", error=\"insufficient_scope\", scope=\"" + rule.scope().word() + "\""));
    }
    if (!token.role().includes(rule.role())) {
      auditRefusal(token, operation);
      throw new ApiProblem(
          Problem.of(
              ErrorCode.NOT_ALLOWED,
              "this needs the role "
                  + rule.role().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
  }

  private void auditRefusal(ApiToken token, Operation operation) {
    audit.append(
        token.operator(),
        "ApiCallRefused",
        "api-token:" + token.id(),
        Map.of("operation", operation.command()));
  }

  private ApiProblem refused(ClientAddress client, String challenge, String detail) {
    boolean _ = refusals.mayTry(client);
    return new ApiProblem(
        Problem.of(401, "unauthorized", detail),
        Map.of(HttpHeader.WWW_AUTHENTICATE.asString(), challenge));
  }

  private static String invalid(String how) {
    return CHALLENGE + ", error=\"invalid_token\", error_description=\"" + how + "\"";
  }

  private static ApiProblem tooMany() {
    return new ApiProblem(
        Problem.of(429, "too-many-requests", "wait a minute, then ask again"),
        Map.of(HttpHeader.RETRY_AFTER.asString(), "60"));
  }
}
