package dev.firebreak.console;

import dev.firebreak.access.ConfirmedOperator;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/// One thing that an operator does by a form. It has two routes at one path: `GET` shows what will
/// happen and the form, `POST` does it. [Actions] has the table, asks for the code, and shows the
/// form again with what was wrong.
interface Action {
  /// What it is called in the audit log where a code is checked for it, as `VendorCut`.
  String name();

  /// Whether the authenticator's code of the moment is asked for, beside the session. What cannot
  /// be taken back, opens or shuts a vendor, sends, or shows a person does.
  default boolean stepUp() {
    return true;
  }

  /// What stands on its page. Makes sure that what the path names is there.
  ///
  /// @param names what the path names
  /// @throws dev.firebreak.error.FirebreakException NOT_FOUND where it is not
  Sheet sheet(Frame frame, List<String> names) throws IOException;

  /// Says what is wrong with what was entered, before a code is used up for it.
  default void check(Form form) {}

  /// Does it. Whatever it refuses is shown above the form.
  Outcome act(Decision decision) throws IOException, InterruptedException;

  /// What was decided, and by whom.
  ///
  /// @param operator checked by a code just now, or where [#stepUp] is false, when they signed in
  /// @param names what the path names
  record Decision(ConfirmedOperator operator, List<String> names, Form form) {}

  /// What came of it.
  sealed interface Outcome permits Done, Shown {}

  /// It was done.
  ///
  /// @param path the page to go to
  /// @param note what that page says, once
  record Done(String path, Note note) implements Outcome {}

  /// Something that may be seen now, and is at no address: what is about a person.
  ///
  /// @param template of the page
  /// @param parameters of it, all but the frame
  record Shown(String template, Map<String, ?> parameters) implements Outcome {
    @Override
    public String toString() {
      return "Shown[" + template + "]";
    }
  }
}
