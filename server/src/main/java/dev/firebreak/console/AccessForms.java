package dev.firebreak.console;

import static org.eclipse.jetty.http.HttpStatus.UNPROCESSABLE_ENTITY_422;

import dev.firebreak.access.AccessServices;
import dev.firebreak.access.Administration;
import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Invitations;
import dev.firebreak.access.PasskeySite;
import dev.firebreak.access.Role;
import dev.firebreak.access.Sessions;
import dev.firebreak.config.ConsoleConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.gateway.ClientAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/// What the console does about who may sign in: signing in itself, links by which people set up
/// their own access, and their own passkeys and recovery codes, and what administrators decide
/// about operators. Each decision asks for a code, or a passkey, of whoever decides. Thread-safe.
final class AccessForms {
  private static final String CONFIRMING = "passkey-";
  private static final String CREATING = "new-";
  private static final String REFUSED = "operators.refused.";

  private final AccessServices access;
  private final ConsolePages pages;
  private final ConsoleConfig config;
  private final SignInPace pace;

  AccessForms(AccessServices access, ConsolePages pages, ConsoleConfig config, SignInPace pace) {
    this.access = access;
    this.pages = pages;
    this.config = config;
    this.pace = pace;
  }

  /// Counts a try of a client to sign in.
  ///
  /// @return false where it is one too many in this minute
  boolean mayTry(ClientAddress client) {
    return pace.mayTry(client);
  }

  /// How long the answer for this name waits.
  Duration delay(String name) {
    return pace.delay(name);
  }

  /// Signs in by name, password and code.
  Reply signIn(Asked asked, String name, FormFields fields) {
    try {
      ConfirmedOperator operator =
          access.signIn().check(name, fields.get("password"), fields.get("code"));
      access.sessions().signOut(asked.token());
      return Reply.redirect(
          Route.OVERVIEW.path(), asked.sessionCookie(access.sessions().begin(operator)));
    } catch (FirebreakException refused) {
      if (refused.code() != ErrorCode.SECOND_FACTOR_WRONG) {
        throw refused;
      }
      pace.refused(name);
      return signInPage(asked, HttpStatus.UNAUTHORIZED_401, "signin.refused");
    }
  }

  /// Signs in by a passkey alone.
  Reply signInByPasskey(Asked asked, FormFields fields) {
    try {
      ConfirmedOperator operator =
          access.passkeys().signIn(site(asked), PasskeyAsk.answer(fields, CONFIRMING));
      access.sessions().signOut(asked.token());
      return Reply.redirect(
          Route.OVERVIEW.path(), asked.sessionCookie(access.sessions().begin(operator)));
    } catch (FirebreakException refused) {
      if (refused.code() != ErrorCode.SECOND_FACTOR_WRONG) {
        throw refused;
      }
      return signInPage(asked, HttpStatus.UNAUTHORIZED_401, "signin.passkeyrefused");
    }
  }

  /// The sign-in page.
  ///
  /// @param refusal key of what was wrong; empty text for nothing
  Reply signInPage(Asked asked, int status, String refusal) {
    Optional<PasskeyAsk> ask =
        address(asked).map(site -> new PasskeyAsk(access.passkeys().signInChallenge(), site.id()));
    return pages
        .render(
            status,
            "signin",
            pages.frame(asked, Optional.empty()),
            Map.of("refusal", refusal, "ask", ask))
        .withScript();
  }

  private Optional<PasskeySite> address(Asked asked) {
    return config.addressAt(asked.port()).map(PasskeySite::new);
  }

  /// Where nobody said where the console is, no passkey counts.
  private PasskeySite site(Asked asked) {
    return address(asked)
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.SECOND_FACTOR_WRONG, "passkeys need `console.address` in the settings"));
  }

  private Optional<PasskeyAsk> ask(Asked asked, Frame.Signed signed) {
    return address(asked)
        .map(site ->
            new PasskeyAsk(access.passkeys().confirmChallenge(signed.operator()), site.id()));
  }

  /// Whoever decides shows it once more: by a passkey, or by a code.
  private ConfirmedOperator confirm(
      Asked asked, Frame.Signed signed, FormFields fields, String action, Role minimumRole) {
    return fields.get(CONFIRMING + "signature").isEmpty()
        ? access.operators().confirm(signed.operator(), fields.get("code"), action, minimumRole)
        : access
            .passkeys()
            .confirm(
                signed.operator(),
                site(asked),
                PasskeyAsk.answer(fields, CONFIRMING),
                action,
                minimumRole);
  }

  /// The answer to one of the routes that are ours.
  Reply answer(Asked asked, Optional<Frame.Signed> signed, Route.Match match, FormFields fields) {
    return switch (match.route()) {
      case SIGN_IN_PAGE -> signInPage(asked, HttpStatus.OK_200, "");
      case ENROL_PAGE -> openInvitation(asked, signed, match.named());
      case ENROL -> enrol(asked, signed, match.named(), fields);
      case ACCOUNT -> accountPage(asked, signed.orElseThrow(), HttpStatus.OK_200, "", List.of());
      case ADD_PASSKEY, REMOVE_PASSKEY, RENEW_RECOVERY ->
          decideOwn(asked, signed.orElseThrow(), match.route(), fields);
      case OPERATORS -> operatorsPage(asked, signed.orElseThrow(), HttpStatus.OK_200, "", "");
      case INVITE, SET_ROLE, REMOVE_OPERATOR ->
          decide(asked, signed.orElseThrow(), match.route(), fields);
      default -> throw new IllegalArgumentException(match.route() + " is not about access");
    };
  }

  private Reply openInvitation(Asked asked, Optional<Frame.Signed> signed, String word) {
    return access
        .invitations()
        .open(word)
        .map(opened -> enrolPage(HttpStatus.OK_200, pages.frame(asked, signed), opened, "", ""))
        .orElseGet(() -> pages.message(HttpStatus.NOT_FOUND_404, asked, signed, "enrol.gone"));
  }

  private Reply enrol(Asked asked, Optional<Frame.Signed> signed, String word, FormFields fields) {
    Optional<Invitations.Opened> shown = access.invitations().shown(word, fields.get("enrolment"));
    if (shown.isEmpty()) {
      return pages.message(HttpStatus.NOT_FOUND_404, asked, signed, "enrol.gone");
    }
    Frame frame = pages.frame(asked, signed);
    String name = fields.get("name").strip();
    if (!fields.get("password").equals(fields.get("again"))) {
      return enrolPage(UNPROCESSABLE_ENTITY_422, frame, shown.get(), name, "enrol.differ");
    }
    try {
      return enrolled(
          asked,
          access
              .invitations()
              .finish(
                  word,
                  new Invitations.Answer(
                      fields.get("enrolment"), name, fields.get("password"), fields.get("code"))));
    } catch (FirebreakException refused) {
      return switch (refused.code()) {
        case SECOND_FACTOR_WRONG ->
            enrolPage(HttpStatus.UNAUTHORIZED_401, frame, shown.get(), name, "enrol.code");
        case WRONG_USE ->
            enrolPage(UNPROCESSABLE_ENTITY_422, frame, shown.get(), name, "enrol.unfit");
        case NOT_FOUND, NOT_ALLOWED ->
            pages.message(HttpStatus.NOT_FOUND_404, asked, signed, "enrol.gone");
        default -> throw refused;
      };
    }
  }

  private Reply enrolPage(
      int status, Frame frame, Invitations.Opened opened, String name, String refusal) {
    String link = opened.operator().named(name).enrolment(frame.company()).toString();
    EnrolView view = new EnrolView(opened, name, QrPicture.of(link), refusal);
    return pages.render(status, "enrol", frame, Map.of("view", view));
  }

  /// Whoever set up their access is signed in by that.
  private Reply enrolled(Asked asked, Invitations.Enrolled enrolled) {
    access.sessions().signOut(asked.token());
    ConfirmedOperator operator = enrolled.operator();
    String token = access.sessions().begin(operator);
    Frame frame =
        pages.frame(
            asked,
            Optional.of(
                new Frame.Signed(operator.name(), operator.role(), Sessions.formWord(token))));
    return pages
        .render(HttpStatus.OK_200, "enrolled", frame, Map.of("codes", enrolled.recoveryCodes()))
        .with(asked.sessionCookie(token));
  }

  private Reply decide(Asked asked, Frame.Signed signed, Route route, FormFields fields) {
    String name = fields.get("name").strip();
    Optional<Role> role = role(fields.get("role"));
    if (role.isEmpty() && route != Route.REMOVE_OPERATOR) {
      return operatorsPage(asked, signed, UNPROCESSABLE_ENTITY_422, REFUSED + "unfit", "");
    }
    Optional<URI> address = config.addressAt(asked.port());
    if (address.isEmpty() && route == Route.INVITE) {
      return operatorsPage(asked, signed, UNPROCESSABLE_ENTITY_422, REFUSED + "address", "");
    }
    try {
      ConfirmedOperator administrator = confirm(asked, signed, fields, action(route), Role.ADMIN);
      Administration administration = access.administration();
      switch (route) {
        case INVITE -> {
          String word = access.invitations().invite(administrator, name, role.orElseThrow());
          String link = address.orElseThrow() + Route.ENROL_PAGE.path().replace("*", word);
          return operatorsPage(asked, signed, HttpStatus.OK_200, "", link);
        }
        case SET_ROLE -> administration.setRole(administrator, name, role.orElseThrow());
        default -> administration.remove(administrator, name);
      }
      return Reply.redirect(Route.OPERATORS.path());
    } catch (FirebreakException refused) {
      return operatorsPage(asked, signed, status(refused), REFUSED + why(refused), "");
    }
  }

  private Reply operatorsPage(
      Asked asked, Frame.Signed signed, int status, String refusal, String link) {
    OperatorsView view = OperatorsView.of(access, refusal, link, ask(asked, signed));
    return pages
        .render(status, "operators", pages.frame(asked, Optional.of(signed)), Map.of("view", view))
        .withScript();
  }

  private Reply decideOwn(Asked asked, Frame.Signed signed, Route route, FormFields fields) {
    try {
      ConfirmedOperator operator = confirm(asked, signed, fields, action(route), Role.VIEWER);
      switch (route) {
        case ADD_PASSKEY ->
            access
                .passkeys()
                .add(
                    operator,
                    site(asked),
                    fields.get("title").strip(),
                    PasskeyAsk.answer(fields, CREATING));
        case REMOVE_PASSKEY -> access.passkeys().remove(operator, fields.get("passkey"));
        default -> {
          List<String> codes = access.recovery().renew(operator);
          return accountPage(asked, signed, HttpStatus.OK_200, "", codes);
        }
      }
      return Reply.redirect(Route.ACCOUNT.path());
    } catch (FirebreakException refused) {
      return accountPage(
          asked, signed, status(refused), "account.refused." + why(refused), List.of());
    }
  }

  private Reply accountPage(
      Asked asked, Frame.Signed signed, int status, String refusal, List<String> newCodes) {
    AccountView view =
        new AccountView(
            access.passkeys().list(signed.operator()),
            access.recovery().left(signed.operator()),
            access.passkeys().create(signed.operator()),
            ask(asked, signed),
            newCodes,
            refusal);
    return pages
        .render(status, "account", pages.frame(asked, Optional.of(signed)), Map.of("view", view))
        .withScript();
  }

  private static String action(Route route) {
    return switch (route) {
      case INVITE -> "OperatorInvited";
      case SET_ROLE -> "OperatorRoleSet";
      case ADD_PASSKEY -> "PasskeyAdded";
      case REMOVE_PASSKEY -> "PasskeyRemoved";
      case RENEW_RECOVERY -> "RecoveryCodesMade";
      default -> "OperatorRemoved";
    };
  }

  private static int status(FirebreakException refused) {
    return switch (refused.code()) {
      case SECOND_FACTOR_WRONG -> HttpStatus.UNAUTHORIZED_401;
      case NOT_ALLOWED -> HttpStatus.CONFLICT_409;
      case NOT_FOUND, WRONG_USE -> UNPROCESSABLE_ENTITY_422;
      default -> throw refused;
    };
  }

  private static String why(FirebreakException refused) {
    return switch (refused.code()) {
      case SECOND_FACTOR_WRONG -> "code";
      case NOT_ALLOWED -> "last";
      default -> "unfit";
    };
  }

  private static Optional<Role> role(String name) {
    return Arrays.stream(Role.values()).filter(role -> role.name().equals(name)).findFirst();
  }
}
