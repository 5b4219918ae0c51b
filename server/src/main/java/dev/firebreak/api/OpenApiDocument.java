package dev.firebreak.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The operations as an OpenAPI 3.1 document, made from the same table that answers them.
final class OpenApiDocument {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final String WORDS =
      "Every operation is a command of the command line: its parameters are the command's options"
          + " and arguments, its answer is what `--json` prints. Files come and go as they are."
          + " With `Accept: text/plain` the answer is what a terminal would show; with `Accept:"
          + " application/zip` everything that the command gives. An operation acts as the operator"
          + " whose token it is. Where a person decides, the code of the operator's authenticator"
          + " stands in the header `Firebreak-Code`, each code once.";

  private OpenApiDocument() {}

  static byte[] of(Operations operations) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("openapi", "3.1.0");
    document.put("info", Map.of("title", "Firebreak", "version", "1", "description", WORDS));
    document.put("servers", List.of(Map.of("url", "/")));
    document.put("security", List.of(Map.of("token", List.of())));
    document.put("tags", tags(operations));
    Map<String, Object> paths = new LinkedHashMap<>();
    paths.put(Operation.BASE + "/openapi.json", Map.of("get", description()));
    paths.put(Operation.BASE + "/token", Map.of("get", ownToken()));
    for (Operation operation : operations.all()) {
      String method = operation.rule().method().name().toLowerCase(Locale.ROOT);
      paths.put(operation.path(), Map.of(method, operation(operation)));
    }
    document.put("paths", paths);
    document.put("components", components());
    return JSON.writeValueAsBytes(document);
  }

  private static List<Map<String, Object>> tags(Operations operations) {
    Set<String> tags = new LinkedHashSet<>();
    operations.all().forEach(operation -> tags.add(tag(operation)));
    return tags.stream().<Map<String, Object>>map(tag -> Map.of("name", tag)).toList();
  }

  private static String tag(Operation operation) {
    return operation.command().split(" ", -1)[0];
  }

  private static Map<String, Object> description() {
    Map<String, Object> get = new LinkedHashMap<>();
    get.put("operationId", "openapi");
    get.put("summary", "This document.");
    get.put("security", List.of());
    get.put("responses", Map.of("200", json("The document.", Map.of("type", "object"))));
    return get;
  }

  private static Map<String, Object> ownToken() {
    Map<String, Object> get = new LinkedHashMap<>();
    get.put("operationId", "token");
    get.put("summary", "Whose token this is, and what it may be used for.");
    get.put(
        "responses",
        Map.of(
            "200",
            json("The token, which is not shown itself.", Map.of("type", "object")),
            "default",
            Map.of("$ref", "#/components/responses/Problem")));
    return get;
  }

  private static Map<String, Object> operation(Operation operation) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("operationId", operation.id());
    document.put("tags", List.of(tag(operation)));
    document.put("summary", "firebreak " + operation.command());
    document.put("description", operation.description());
    document.put("x-firebreak-command", operation.command());
    document.put("x-firebreak-role", lower(operation.rule().role()));
    document.put("security", List.of(Map.of("token", List.of(operation.rule().scope().word()))));
    List<Object> parameters = new ArrayList<>();
    boolean query = operation.rule().method() == OperationRule.Method.GET;
    if (query) {
      operation.parameters().forEach(each -> parameters.add(queryParameter(each)));
    }
    if (operation.rule().list()) {
      parameters.add(Map.of("$ref", "#/components/parameters/Limit"));
      parameters.add(Map.of("$ref", "#/components/parameters/Cursor"));
    }
    if (!query) {
      parameters.add(Map.of("$ref", "#/components/parameters/IdempotencyKey"));
    }
    if (operation.asksForCode()) {
      parameters.add(Map.of("$ref", "#/components/parameters/Code"));
      parameters.add(Map.of("$ref", "#/components/parameters/SecondCode"));
    }
    if (!parameters.isEmpty()) {
      document.put("parameters", parameters);
    }
    if (!query && !operation.parameters().isEmpty()) {
      document.put("requestBody", body(operation));
    }
    document.put("responses", responses(operation));
    return document;
  }

  private static Map<String, Object> queryParameter(Parameter parameter) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", parameter.name());
    document.put("in", "query");
    document.put("required", parameter.required());
    if (!parameter.description().isEmpty()) {
      document.put("description", parameter.description());
    }
    document.put("schema", schema(parameter));
    return document;
  }

  private static Map<String, Object> body(Operation operation) {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (Parameter parameter : operation.parameters()) {
      Map<String, Object> schema = new LinkedHashMap<>(schema(parameter));
      if (!parameter.description().isEmpty()) {
        schema.put("description", parameter.description());
      }
      properties.put(parameter.name(), schema);
      if (parameter.required()) {
        required.add(parameter.name());
      }
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("additionalProperties", false);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    Map<String, Object> content = new LinkedHashMap<>();
    boolean needsFile =
        operation.parameters().stream().anyMatch(each -> each.isFile() && each.required());
    if (!needsFile) {
      content.put("application/json", Map.of("schema", withoutFiles(operation, schema)));
    }
    if (operation.takesFiles()) {
      content.put("multipart/form-data", Map.of("schema", schema));
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("required", !required.isEmpty());
    body.put("content", content);
    return body;
  }

  private static Map<String, Object> withoutFiles(Operation operation, Map<String, Object> schema) {
    Map<String, Object> properties = new LinkedHashMap<>();
    if (schema.get("properties") instanceof Map<?, ?> all) {
      all.forEach((name, value) -> properties.put(String.valueOf(name), value));
    }
    operation.parameters().stream()
        .filter(Parameter::isFile)
        .forEach(each -> properties.remove(each.name()));
    Map<String, Object> without = new LinkedHashMap<>(schema);
    without.put("properties", properties);
    return without;
  }

  private static Map<String, Object> schema(Parameter parameter) {
    Map<String, Object> one = new LinkedHashMap<>();
    switch (parameter.kind()) {
      case FLAG -> one.put("type", "boolean");
      case WHOLE_NUMBER -> one.put("type", "integer");
      case FILE, NAMED_FILE -> {
        one.put("type", "string");
        one.put("contentMediaType", "application/octet-stream");
      }
      case OUTPUT -> {
        one.put("type", "string");
        one.put("pattern", "^" + GivenValues.FILE_NAME.pattern() + "$");
      }
      case TEXT -> one.put("type", "string");
    }
    if (!parameter.choices().isEmpty()) {
      one.put("enum", parameter.choices());
    }
    return parameter.repeated() ? Map.of("type", "array", "items", one) : one;
  }

  private static Map<String, Object> responses(Operation operation) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("application/json", Map.of("schema", Map.of("type", List.of("object", "array"))));
    content.put("text/plain", Map.of("schema", Map.of("type", "string")));
    content.put("application/zip", Map.of());
    if (operation.givesFiles()) {
      content.put("application/octet-stream", Map.of());
    }
    Map<String, Object> done = new LinkedHashMap<>();
    done.put("description", "What the command prints, or the files that it writes.");
    done.put(
        "headers",
        Map.of(
            Answer.EXIT_CODE,
            Map.of("description", "of the command", "schema", Map.of("type", "integer"))));
    done.put("content", content);
    Map<String, Object> responses = new LinkedHashMap<>();
    responses.put("200", done);
    responses.put("204", Map.of("description", "The command printed nothing."));
    responses.put("409", Map.of("$ref", "#/components/responses/Problem"));
    responses.put("default", Map.of("$ref", "#/components/responses/Problem"));
    return responses;
  }

  private static Map<String, Object> components() {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "object");
    problem.put("required", List.of("type", "title", "status", "detail"));
    problem.put(
        "properties",
        Map.of(
            "type", Map.of("type", "string", "description", Problem.KINDS + "KIND"),
            "title", Map.of("type", "string"),
            "status", Map.of("type", "integer"),
            "detail", Map.of("type", "string", "description", "as the command line says it"),
            "exitCode", Map.of("type", "integer", "description", "of the command, where it ran"),
            "result", Map.of("description", "what the command printed nevertheless")));
    return Map.of(
        "securitySchemes",
        Map.of(
            "token",
            Map.of(
                "type",
                "http",
                "scheme",
                "bearer",
                "description",
                "made by `firebreak token create`")),
        "parameters",
        Map.of(
            "Limit", page(GivenValues.LIMIT, limit(), "how many items an answer has at most"),
            "Cursor",
                page(
                    GivenValues.CURSOR,
                    Map.of("type", "string"),
                    "where an earlier answer ended, as its link of the next one has it"),
            "IdempotencyKey", idempotencyKey(),
            "Code", header(ApiContext.CODE, "the code of the operator's authenticator"),
            "SecondCode",
                header(
                    ApiContext.SECOND_CODE,
                    "that of the second operator, where a command has one")),
        "responses",
        Map.of(
            "Problem",
            Map.of(
                "description",
                "What went wrong (RFC 9457).",
                "content",
                Map.of(
                    Problem.TYPE,
                    Map.of("schema", Map.of("$ref", "#/components/schemas/Problem"))))),
        "schemas",
        Map.of("Problem", problem));
  }

  private static Map<String, Object> limit() {
    return Map.of(
        "type", "integer", "minimum", 1, "maximum", Page.LIMIT_MAX, "default", Page.LIMIT_DEFAULT);
  }

  private static Map<String, Object> page(
      String name, Map<String, Object> schema, String description) {
    return Map.of("name", name, "in", "query", "description", description, "schema", schema);
  }

  private static Map<String, Object> idempotencyKey() {
    return Map.of(
        "name",
        "Idempotency-Key",
        "in",
        "header",
        "required",
        false,
        "description",
        "the same key with the same request gives the first answer again, for a day",
        "schema",
        Map.of("type", "string", "minLength", 1, "maxLength", KeptAnswers.KEY_CHARS_MAX));
  }

  private static Map<String, Object> header(String name, String description) {
    return Map.of(
        "name",
        name,
        "in",
        "header",
        "required",
        false,
        "description",
        description,
        "schema",
        Map.of("type", "string", "pattern", "^[0-9 ]{6,32}$"));
  }

  private static Map<String, Object> json(String description, Map<String, Object> schema) {
    return Map.of(
        "description", description, "content", Map.of(Answer.JSON_TYPE, Map.of("schema", schema)));
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
