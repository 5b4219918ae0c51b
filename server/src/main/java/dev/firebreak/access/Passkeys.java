package dev.firebreak.access;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.Challenge;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.util.exception.WebAuthnException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Operators' passkeys (Web Authentication Level 3). A passkey of ours is found by the
/// authenticator alone and unlocked by whoever holds it, so that it is two factors at once: it
/// signs in without a name or a password, and confirms an action as a code does.
///
/// An answer counts where it was signed over a challenge of ours, for the purpose at hand, once, on
/// a page of the console, by whoever unlocked the authenticator, and where the authenticator's
/// counter went forward, if it has one. A counter that goes back tells of a copied passkey; that
/// answer is refused and audited. Thread-safe.
public final class Passkeys {
  /// How many an operator may have.
  public static final int PASSKEYS_MAX = 20;

  /// Longest title, in characters.
  public static final int TITLE_CHARS_MAX = 60;

  private static final String SIGN_IN = "sign-in";
  private static final int HANDLE_BYTES = 32;
  private static final List<PublicKeyCredentialParameters> ALGORITHMS =
      List.of(
          algorithm(COSEAlgorithmIdentifier.EdDSA),
          algorithm(COSEAlgorithmIdentifier.ES256),
          algorithm(COSEAlgorithmIdentifier.RS256));

  private final ControlDatabase control;
  private final Operators operators;
  private final AuditLog audit;
  private final Clock clock;
  private final Challenges challenges;
  private final SecureRandom random = new SecureRandom();
  private final ObjectConverter objects = new ObjectConverter();
  private final WebAuthnManager webAuthn = WebAuthnManager.createNonStrictWebAuthnManager(objects);
  private final AttestedCredentialDataConverter credentials =
      new AttestedCredentialDataConverter(objects);

  public Passkeys(ControlDatabase control, Operators operators, AuditLog audit, Clock clock) {
    this.control = control;
    this.operators = operators;
    this.audit = audit;
    this.clock = clock;
    challenges = new Challenges(clock);
  }

  /// What a browser needs to make a passkey.
  ///
  /// @param userHandle how authenticators know the operator; tells nothing of them
  /// @param known ids of passkeys that the operator has already
  public record Creation(String challenge, String userHandle, List<String> known) {
    public Creation {
      known = List.copyOf(known);
    }
  }

  private record Stored(
      String operator,
      String userHandle,
      byte[] credential,
      boolean backupEligible,
      long counter) {}

  /// Begins a new passkey of an operator.
  public Creation create(String operator) {
    List<String> known = list(operator).stream().map(Passkey::id).toList();
    return new Creation(encoded(challenges.make("add " + operator)), userHandle(operator), known);
  }

  /// A challenge to sign in with, for whoever it will be.
  public String signInChallenge() {
    return encoded(challenges.make(SIGN_IN));
  }

  /// A challenge to confirm an action with.
  public String confirmChallenge(String operator) {
    return encoded(challenges.make("confirm " + operator));
  }

  /// Keeps a new passkey.
  ///
  /// @param operator who was confirmed by another factor just now
  /// @throws FirebreakException SECOND_FACTOR_WRONG for an answer that does not count; WRONG_USE
  ///   for no title, or one passkey too many
  public void add(
      ConfirmedOperator operator, PasskeySite site, String title, PasskeyAnswer answer) {
    if (title.isBlank() || title.length() > TITLE_CHARS_MAX) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "a passkey's title has 1 to " + TITLE_CHARS_MAX + " characters");
    }
    RegistrationData made = registered(operator, site, answer);
    AuthenticatorData<?> data = made.getAttestationObject().getAuthenticatorData();
    AttestedCredentialData credential = data.getAttestedCredentialData();
    String id = encoded(credential.getCredentialId());
    control
        .writer()
        .useTransaction(handle -> {
          if (list(handle, operator.name()).size() >= PASSKEYS_MAX) {
            throw new FirebreakException(
                ErrorCode.WRONG_USE, "an operator has at most " + PASSKEYS_MAX + " passkeys");
          }
          audit.append(
              operator.name(), "PasskeyAdded", "operator:" + operator.name(), Map.of("id", id(id)));
          int added =
              handle.execute(
                  "INSERT INTO operator_passkey (id, operator, title, credential,"
                      + " backup_eligible, counter, added_at_millis)"
                      + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                  id,
                  operator.name(),
                  title,
                  credentials.convert(credential),
                  data.isFlagBE(),
                  data.getSignCount(),
                  clock.millis());
          if (added == 0) {
            throw refused();
          }
        });
  }

  private RegistrationData registered(
      ConfirmedOperator operator, PasskeySite site, PasskeyAnswer answer) {
    try {
      RegistrationData data =
          webAuthn.parse(
              new RegistrationRequest(decoded(answer.object()), decoded(answer.clientData())));
      byte[] challenge = data.getCollectedClientData().getChallenge().getValue();
      if (!challenges.isOurs(challenge, "add " + operator.name())) {
        throw refused();
      }
      webAuthn.verify(data, new RegistrationParameters(server(site, challenge), ALGORITHMS, true));
      if (!challenges.take(challenge)) {
        throw refused();
      }
      return data;
    } catch (WebAuthnException | IllegalArgumentException e) {
      throw refused();
    }
  }

  /// Signs in by a passkey alone.
  ///
  /// @throws FirebreakException SECOND_FACTOR_WRONG for an answer that does not count
  public ConfirmedOperator signIn(PasskeySite site, PasskeyAnswer answer) {
    Stored stored = stored(answer).orElseThrow(Passkeys::refused);
    return confirmed(stored, site, answer, new Use(SIGN_IN, "SignedIn", Role.VIEWER));
  }

  /// Confirms an action by a passkey.
  ///
  /// @param name whose passkey it must be
  /// @param action what it is for, as the audit log has it
  /// @throws FirebreakException SECOND_FACTOR_WRONG for an answer that does not count, or
  ///   NOT_ALLOWED where it does and the role does not reach
  public ConfirmedOperator confirm(
      String name, PasskeySite site, PasskeyAnswer answer, String action, Role minimumRole) {
    Stored stored =
        stored(answer).filter(each -> each.operator().equals(name)).orElseThrow(Passkeys::refused);
    return confirmed(stored, site, answer, new Use("confirm " + name, action, minimumRole));
  }

  private record Use(String purpose, String action, Role minimumRole) {}

  private ConfirmedOperator confirmed(
      Stored stored, PasskeySite site, PasskeyAnswer answer, Use use) {
    AuthenticationData data = verified(stored, site, answer, use.purpose());
    int updated =
        control
            .writer()
            .withHandle(handle ->
                handle.execute(
                    "UPDATE operator_passkey SET counter = ?, used_at_millis = ?"
                        + " WHERE id = ? AND counter = ?",
                    data.getAuthenticatorData().getSignCount(),
                    clock.millis(),
                    answer.id(),
                    stored.counter()));
    if (updated == 0) {
      throw refused();
    }
    return operators.confirmByPasskey(stored.operator(), use.action(), use.minimumRole());
  }

  private AuthenticationData verified(
      Stored stored, PasskeySite site, PasskeyAnswer answer, String purpose) {
    try {
      AuthenticationData data =
          webAuthn.parse(
              new AuthenticationRequest(
                  decoded(answer.id()),
                  decoded(answer.userHandle()),
                  decoded(answer.object()),
                  decoded(answer.clientData()),
                  decoded(answer.signature())));
      byte[] challenge = data.getCollectedClientData().getChallenge().getValue();
      if (!challenges.isOurs(challenge, purpose) || !isUser(stored, answer.userHandle())) {
        throw refused();
      }
      webAuthn.verify(
          data,
          new AuthenticationParameters(
              server(site, challenge), known(stored), List.of(decoded(answer.id())), true));
      if (!challenges.take(challenge)) {
        throw refused();
      }
      return data;
    } catch (MaliciousCounterValueException e) {
      audit.append(
          stored.operator(),
          "PasskeyRefused",
          "operator:" + stored.operator(),
          Map.of("id", id(answer.id()), "because", "counter went back"));
      throw refused();
    } catch (WebAuthnException | IllegalArgumentException e) {
      throw refused();
    }
  }

  /// An operator's passkeys, the oldest first.
  public List<Passkey> list(String operator) {
    return control.reader().withHandle(handle -> list(handle, operator));
  }

  private static List<Passkey> list(Handle handle, String operator) {
    return handle
        .createQuery(
            "SELECT id, title, added_at_millis, used_at_millis FROM operator_passkey"
                + " WHERE operator = :operator ORDER BY added_at_millis, id")
        .bind("operator", operator)
        .map((row, _) ->
            new Passkey(
                row.getString(1),
                row.getString(2),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getObject(4) == null
                    ? Optional.empty()
                    : Optional.of(Instant.ofEpochMilli(row.getLong(4)))))
        .list();
  }

  /// Forgets a passkey of an operator's own.
  ///
  /// @throws FirebreakException NOT_FOUND where they have none of that id
  public void remove(ConfirmedOperator operator, String passkey) {
    control
        .writer()
        .useTransaction(handle -> {
          int removed =
              handle.execute(
                  "DELETE FROM operator_passkey WHERE operator = ? AND id = ?",
                  operator.name(),
                  passkey);
          if (removed == 0) {
            throw new FirebreakException(ErrorCode.NOT_FOUND, "you have no such passkey");
          }
          audit.append(
              operator.name(),
              "PasskeyRemoved",
              "operator:" + operator.name(),
              Map.of("id", id(passkey)));
        });
  }

  private Optional<Stored> stored(PasskeyAnswer answer) {
    return control
        .reader()
        .withHandle(handle ->
            handle
                .createQuery(
                    "SELECT p.operator, h.user_handle, p.credential, p.backup_eligible, p.counter"
                        + " FROM operator_passkey p JOIN operator_user_handle h"
                        + " ON h.operator = p.operator WHERE p.id = :id")
                .bind("id", answer.id())
                .map((row, _) ->
                    new Stored(
                        row.getString(1),
                        row.getString(2),
                        row.getBytes(3),
                        row.getBoolean(4),
                        row.getLong(5)))
                .findOne());
  }

  /// Backup state is what the authenticator says each time; nothing here depends on it.
  private CredentialRecordImpl known(Stored stored) {
    return new CredentialRecordImpl(
        new NoneAttestationStatement(),
        true,
        stored.backupEligible(),
        false,
        stored.counter(),
        credentials.convert(stored.credential()),
        null,
        null,
        null,
        null);
  }

  private static boolean isUser(Stored stored, String userHandle) {
    return MessageDigest.isEqual(
        stored.userHandle().getBytes(StandardCharsets.UTF_8),
        userHandle.getBytes(StandardCharsets.UTF_8));
  }

  /// The same for all passkeys of an operator, so that an authenticator replaces its own.
  private String userHandle(String operator) {
    Optional<String> known = control.reader().withHandle(handle -> knownHandle(handle, operator));
    return known.orElseGet(
        () -> control.writer().inTransaction(handle -> userHandle(handle, operator)));
  }

  private String userHandle(Handle handle, String operator) {
    byte[] bytes = new byte[HANDLE_BYTES];
    random.nextBytes(bytes);
    handle.execute(
        "INSERT INTO operator_user_handle (operator, user_handle) VALUES (?, ?)"
            + " ON CONFLICT DO NOTHING",
        operator,
        encoded(bytes));
    return knownHandle(handle, operator).orElseThrow();
  }

  private static Optional<String> knownHandle(Handle handle, String operator) {
    return handle
        .createQuery("SELECT user_handle FROM operator_user_handle WHERE operator = :operator")
        .bind("operator", operator)
        .mapTo(String.class)
        .findOne();
  }

  private static ServerProperty server(PasskeySite site, byte[] challenge) {
    Challenge expected = new DefaultChallenge(challenge);
    return ServerProperty.builder()
        .origin(Origin.create(site.origin().toString()))
        .rpId(site.id())
        .challenge(expected)
        .build();
  }

  private static PublicKeyCredentialParameters algorithm(COSEAlgorithmIdentifier algorithm) {
    return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm);
  }

  /// How the audit log names a passkey.
  private static String id(String credential) {
    return credential.substring(0, Math.min(16, credential.length()));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] decoded(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  private static FirebreakException refused() {
    return new FirebreakException(
        ErrorCode.SECOND_FACTOR_WRONG,
        "this passkey is not known here, or its answer does not count; try again");
  }
}
