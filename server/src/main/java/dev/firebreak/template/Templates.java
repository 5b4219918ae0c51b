package dev.firebreak.template;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/// The HTML templates of `src/main/jte`. Everything that a template prints is escaped for the place
/// it stands in; a page made with `layout/page.jte` is one self-contained file without any script
/// and forbids itself to load one. Thread-safe.
public final class Templates {
  private static final String PACKAGE = "dev.firebreak.template";

  private final TemplateEngine engine =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, Templates.class.getClassLoader(), PACKAGE);

  /// Renders a template.
  ///
  /// @param name path below `src/main/jte`, such as `incident/report.jte`
  /// @param parameters the template's `@param` values by name; all of them
  public String render(String name, Map<String, Object> parameters) {
    StringOutput output = new StringOutput();
    engine.render(name, parameters, output);
    return output.toString();
  }
}
