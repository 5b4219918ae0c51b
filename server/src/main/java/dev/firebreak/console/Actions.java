package dev.firebreak.console;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.Sessions;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that forms of the console do, by route, and how: what was entered is checked, then
/// the code as on the command line, then it is done, and the next page says what happened. A form
/// that was not right is shown again with what was entered, but for the code. Thread-safe.
final class Actions {
  private final Operators operators;
  private final Latest<Note> notes;
  private final Rendering rendering;
  private final Map<Route, Action> byRoute = new EnumMap<>(Route.class);

  Actions(Operators operators, Latest<Note> notes, Rendering rendering) {
    this.operators = operators;
    this.notes = notes;
    this.rendering = rendering;
  }

  /// Has an action answer both its routes.
  Actions with(Route page, Route form, Action action) {
    byRoute.put(page, action);
    byRoute.put(form, action);
    return this;
  }

  Optional<Action> of(Route route) {
    return Optional.ofNullable(byRoute.get(route));
  }

  /// The form before anything was entered.
  Reply show(Action action, Frame frame, List<String> names) {
    return page(200, action, frame, sheet(action, frame, names), Form.empty());
  }

  /// Does what the form says, or shows it again.
  ///
  /// @param session whose form word was right and whose role reaches
  /// @throws FirebreakException NOT_FOUND where there is nothing of the name in the path
  Reply act(
      Action action, Frame frame, Sessions.Session session, Route.Match match, FormFields fields) {
    List<String> names = match.names();
    Role role = match.route().role().orElseThrow();
    Sheet sheet = sheet(action, frame, names);
    Form form = new Form(fields);
    action.check(form);
    if (action.stepUp()) {
      String code = form.code();
      if (code.isBlank() || code.length() > Form.CODE_CHARS_MAX) {
        form.wrong(Form.CODE, "action.code.missing");
      }
    }
    if (form.isWrong()) {
      return page(422, action, frame, sheet, form);
    }
    try {
      ConfirmedOperator operator =
          action.stepUp()
              ? operators.confirm(session.operator(), form.code(), action.name(), role)
              : Sessions.confirmed(session);
      return switch (action.act(new Action.Decision(operator, names, form))) {
        case Action.Done done -> {
          notes.put(frame.formWord(), done.note());
          yield Reply.redirect(done.path());
        }
        case Action.Shown shown -> rendering.page(shown.template(), frame, shown.parameters());
      };
    } catch (FirebreakException refused) {
      if (refused.code() == ErrorCode.SECOND_FACTOR_WRONG) {
        form.wrong(Form.CODE, "action.code.wrong");
      } else {
        form.refuse(String.valueOf(refused.getMessage()));
      }
      return page(422, action, frame, sheet(action, frame, names), form);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(action.name() + " was interrupted", e);
    }
  }

  private static Sheet sheet(Action action, Frame frame, List<String> names) {
    try {
      return action.sheet(frame, names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply page(int status, Action action, Frame frame, Sheet sheet, Form form) {
    return rendering.page(
        status, "action", frame, Map.of("sheet", sheet, "form", form, "stepUp", action.stepUp()));
  }
}
