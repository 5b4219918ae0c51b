package dev.firebreak.console;

import dev.firebreak.access.AccessServices;
import dev.firebreak.access.Administration;
import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Invitations;
import dev.firebreak.access.Role;
import dev.firebreak.access.Sessions;
import dev.firebreak.config.ConsoleConfig;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.gateway.ClientAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/// What the console does about who may sign in: signing in itself, links by which people set up
/// their own access, and what administrators decide about operators. Each decision about somebody
/// else asks for the code of whoever decides. Thread-safe.
final class AccessForms {
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
      return pages.signIn(asked, HttpStatus.UNAUTHORIZED_401, "signin.refused");
    }
  }

  /// The answer to one of the routes that are ours.
  Reply answer(Asked asked, Optional<Frame.Signed> signed, Route.Match match, FormFields fields) {
    return switch (match.route()) {
      case ENROL_PAGE -> openInvitation(asked, signed, match.named());
      case ENROL -> enrol(asked, signed, match.named(), fields);
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
      return enrolPage(
          HttpStatus.UNPROCESSABLE_ENTITY_422, frame, shown.get(), name, "enrol.differ");
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
            enrolPage(HttpStatus.UNPROCESSABLE_ENTITY_422, frame, shown.get(), name, "enrol.unfit");
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
    Frame frame = pages.frame(asked, Optional.of(signed));
    String name = fields.get("name").strip();
    Optional<Role> role = role(fields.get("role"));
    if (role.isEmpty() && route != Route.REMOVE_OPERATOR) {
      return refused(frame, HttpStatus.UNPROCESSABLE_ENTITY_422, "unfit");
    }
    Optional<URI> address = config.addressAt(asked.port());
    if (address.isEmpty() && route == Route.INVITE) {
      return refused(frame, HttpStatus.UNPROCESSABLE_ENTITY_422, "address");
    }
    try {
      ConfirmedOperator administrator =
          access
              .operators()
              .confirm(signed.operator(), fields.get("code"), action(route), Role.ADMIN);
      Administration administration = access.administration();
      switch (route) {
        case INVITE -> {
          String word = access.invitations().invite(administrator, name, role.orElseThrow());
          String link = address.orElseThrow() + Route.ENROL_PAGE.path().replace("*", word);
          return pages.operators(HttpStatus.OK_200, frame, "", link);
        }
        case SET_ROLE -> administration.setRole(administrator, name, role.orElseThrow());
        default -> administration.remove(administrator, name);
      }
      return Reply.redirect(Route.OPERATORS.path());
    } catch (FirebreakException refused) {
      return refused(frame, refused);
    }
  }

  private static String action(Route route) {
    return switch (route) {
      case INVITE -> "OperatorInvited";
      case SET_ROLE -> "OperatorRoleSet";
      default -> "OperatorRemoved";
    };
  }

  private Reply refused(Frame frame, FirebreakException refused) {
    return switch (refused.code()) {
      case SECOND_FACTOR_WRONG -> refused(frame, HttpStatus.UNAUTHORIZED_401, "code");
      case NOT_ALLOWED -> refused(frame, HttpStatus.CONFLICT_409, "last");
      case NOT_FOUND, WRONG_USE -> refused(frame, HttpStatus.UNPROCESSABLE_ENTITY_422, "unfit");
      default -> throw refused;
    };
  }

  private Reply refused(Frame frame, int status, String why) {
    return pages.operators(status, frame, "operators.refused." + why, "");
  }

  private static Optional<Role> role(String name) {
    return Arrays.stream(Role.values()).filter(role -> role.name().equals(name)).findFirst();
  }
}
