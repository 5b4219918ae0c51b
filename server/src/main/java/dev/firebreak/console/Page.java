package dev.firebreak.console;

import java.io.IOException;

/// Makes the page of one `GET` route; [ConsolePages] has the table. Changes nothing.
@FunctionalInterface
interface Page {
  /// @param match the route and what its path names
  /// @param query what the address asks for beside it
  /// @throws dev.firebreak.error.FirebreakException NOT_FOUND where there is nothing of that name
  Reply make(Frame frame, Route.Match match, FormFields query) throws IOException;
}
