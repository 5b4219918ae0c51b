package dev.firebreak.console;

import dev.firebreak.template.Templates;
import java.util.HashMap;
import java.util.Map;

/// Makes pages out of templates. Thread-safe.
final class Rendering {
  private final Templates templates = new Templates();

  Reply page(String name, Frame frame, Map<String, ?> parameters) {
    return page(200, name, frame, parameters);
  }

  /// @param name of the template, without its folder
  /// @param parameters all of them but the frame
  Reply page(int status, String name, Frame frame, Map<String, ?> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("frame", frame);
    return Reply.html(status, templates.render("console/" + name + ".jte", all));
  }
}
