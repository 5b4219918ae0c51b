package dev.firebreak.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// What a request gives to an operation: texts by parameter, and the files it brought, which lie in
/// the folder of the request under the names that they came with. Confined to one thread.
final class GivenValues {
  /// What a file may be called, so that it is no path and no option.
  static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

  static final String LIMIT = "limit";
  static final String CURSOR = "cursor";

  private static final int VALUES_MAX = 1_000;

  private final Operation operation;
  private final Map<String, List<String>> texts = new LinkedHashMap<>();
  private Page.Wanted page = Page.Wanted.FIRST;
  private int values;

  GivenValues(Operation operation) {
    this.operation = operation;
  }

  /// Adds a text.
  void add(String name, String value) {
    Parameter parameter = parameter(name);
    if (parameter.isFile()) {
      throw ApiProblem.wrongUse(
          "`" + name + "` is a file: send it as a part of multipart/form-data with a file name");
    }
    if (parameter.kind() == Parameter.Kind.FLAG
        && !value.equals("true")
        && !value.equals("false")) {
      throw ApiProblem.wrongUse("`" + name + "` is true or false");
    }
    if (parameter.kind() == Parameter.Kind.OUTPUT && !FILE_NAME.matcher(value).matches()) {
      throw ApiProblem.wrongUse(
          "`" + name + "` is the plain name of a file, without any folder, as report.html");
    }
    if (value.indexOf('\0') >= 0) {
      throw ApiProblem.wrongUse("`" + name + "` holds a character that no text has");
    }
    put(parameter, value);
  }

  /// Adds what a query gives: a text, or which page of a list is wanted.
  void addOfQuery(String name, String value) {
    if (operation.rule().list() && name.equals(LIMIT)) {
      page = page.limit(value);
    } else if (operation.rule().list() && name.equals(CURSOR)) {
      page = page.cursor(value);
    } else {
      add(name, value);
    }
  }

  /// The page that is wanted of a list.
  Page.Wanted page() {
    return page;
  }

  /// The address of another page of the same list.
  String at(String cursor) {
    List<String> query = new ArrayList<>();
    texts.forEach((name, given) -> given.forEach(value -> query.add(name + "=" + encoded(value))));
    query.add(LIMIT + "=" + page.limit());
    query.add(CURSOR + "=" + encoded(cursor));
    return operation.path() + "?" + String.join("&", query);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /// Says where a file that the request brings is to be put.
  ///
  /// @param given the name of the part's file, with a word before it where the parameter has one
  /// @param folder of the request
  Path place(String name, String given, Path folder) {
    Parameter parameter = parameter(name);
    if (!parameter.isFile()) {
      throw ApiProblem.wrongUse("`" + name + "` is no file: send it without a file name");
    }
    int equals = parameter.kind() == Parameter.Kind.NAMED_FILE ? given.indexOf('=') : -1;
    String file = given.substring(equals + 1);
    if (!FILE_NAME.matcher(file).matches()) {
      throw ApiProblem.wrongUse(
          "the name of the file of `"
              + name
              + "` is 1 to 100 of letters, digits, '.', '_' and '-', and begins with none of the"
              + " last two");
    }
    Path target = folder.resolve(file);
    if (Files.exists(target)) {
      throw ApiProblem.wrongUse("two files have the same name; give each its own");
    }
    put(parameter, given.substring(0, equals + 1) + file);
    return target;
  }

  private Parameter parameter(String name) {
    return operation
        .parameter(name)
        .orElseThrow(() ->
            ApiProblem.wrongUse(
                "there is no such parameter; `"
                    + operation.command()
                    + "` has "
                    + String.join(
                        ", ", operation.parameters().stream().map(Parameter::name).toList())));
  }

  private void put(Parameter parameter, String value) {
    if (++values > VALUES_MAX) {
      throw ApiProblem.wrongUse("a request gives at most " + VALUES_MAX + " values");
    }
    List<String> given = texts.computeIfAbsent(parameter.name(), _ -> new ArrayList<>());
    if (!given.isEmpty() && !parameter.repeated()) {
      throw ApiProblem.wrongUse("`" + parameter.name() + "` is given once");
    }
    given.add(value);
  }

  /// The texts by parameter, files by their names.
  Map<String, List<String>> texts() {
    return texts;
  }

  boolean isTrue(String name) {
    return texts.getOrDefault(name, List.of()).contains("true");
  }

  /// Whether the request asks for a file.
  boolean namesOutput() {
    return operation.parameters().stream()
        .anyMatch(each -> each.kind() == Parameter.Kind.OUTPUT && texts.containsKey(each.name()));
  }

  /// The arguments of the command, without those that the server adds. Options are written in one
  /// with their values, and positional values stand behind `--`, so that none is taken for an
  /// option.
  List<String> arguments() {
    List<String> options = new ArrayList<>();
    List<String> positional = new ArrayList<>();
    String left = "";
    for (Parameter parameter : operation.parameters()) {
      List<String> given = texts.getOrDefault(parameter.name(), List.of());
      if (given.isEmpty()) {
        if (parameter.required()) {
          throw ApiProblem.wrongUse("`" + parameter.name() + "` is needed");
        }
        left = parameter.isPositional() && left.isEmpty() ? parameter.name() : left;
      } else if (parameter.isPositional()) {
        if (!left.isEmpty()) {
          throw ApiProblem.wrongUse("`" + parameter.name() + "` needs `" + left + "`");
        }
        positional.addAll(given);
      } else {
        options.addAll(option(parameter, given));
      }
    }
    if (!positional.isEmpty()) {
      options.add("--");
      options.addAll(positional);
    }
    return options;
  }

  private List<String> option(Parameter parameter, List<String> given) {
    boolean acts =
        operation.actor().filter(actor -> actor.option().equals(parameter.argument())).isPresent();
    if (acts) {
      return List.of();
    }
    if (parameter.kind() == Parameter.Kind.FLAG) {
      return given.contains("true") ? List.of(parameter.argument()) : List.of();
    }
    return given.stream().map(value -> parameter.argument() + "=" + value).toList();
  }

  @Override
  public String toString() {
    return "GivenValues" + texts.keySet();
  }
}
