package dev.firebreak.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Role;
import dev.firebreak.cli.LookedAt;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class OperationsTest {
  private final CommandLine commands = LookedAt.commands();
  private final Operations operations = Operations.of(commands);

  @Test
  void everyCommandIsAnOperationOrSaysWhyNot() {
    assertThat(operations.gaps())
        .as("each needs a line in OperationRules: method, scope, role; or why it is none")
        .isEmpty();
    assertThat(operations.all()).hasSize(OperationRules.all().size());
    for (Map.Entry<String, String> excluded : OperationRules.excluded().entrySet()) {
      assertThat(excluded.getValue()).as(excluded.getKey()).isNotBlank();
      if (!excluded.getKey().equals("demo")) {
        assertThat(isCommand(excluded.getKey())).as(excluded.getKey()).isTrue();
      }
    }
  }

  private boolean isCommand(String words) {
    CommandLine line = commands;
    for (String word : words.split(" ", -1)) {
      CommandLine below = line.getSubcommands().get(word);
      if (below == null) {
        return false;
      }
      line = below;
    }
    return true;
  }

  @Test
  void parametersHaveNamesOfTheirOwnAndNobodyNamesWhoActs() {
    for (Operation operation : operations.all()) {
      List<String> names = operation.parameters().stream().map(Parameter::name).toList();
      assertThat(names)
          .as(operation.command())
          .doesNotHaveDuplicates()
          .allMatch(name -> name.matches("[a-z][a-z0-9-]*"))
          .doesNotContain("operator", "by", "config", "json", "work", "master");
    }
  }

  /// A person who must decide is asked for a code: such an operation is never a GET, and nothing
  /// with an effect lies below the role that the scope stands for.
  @Test
  void whatADecisionNeedsIsNoGet() {
    for (Operation operation : operations.all()) {
      OperationRule rule = operation.rule();
      if (rule.method() == OperationRule.Method.GET) {
        assertThat(operation.actor()).as(operation.command()).isEmpty();
        assertThat(operation.takesFiles()).as(operation.command()).isFalse();
      }
      assertThat(rule.role().includes(rule.scope().role())).as(operation.command()).isTrue();
    }
  }

  @Test
  void parametersAreWhatTheCommandLineHas() {
    Operation open = operation("incident open");
    assertThat(open.parameters()).extracting(Parameter::name).contains("id", "vendor", "title");
    assertThat(open.parameter("title")).get().matches(Parameter::required);
    assertThat(open.actor()).get().extracting(Operation.Actor::option).isEqualTo("--operator");
    assertThat(open.id()).isEqualTo("incidentOpen");

    Operation assess = operation("incident assess");
    assertThat(assess.parameter("file")).get().matches(Parameter::isFile);
    assertThat(assess.parameter("file")).get().matches(Parameter::repeated);
    assertThat(assess.parameter("again")).get().matches(each -> each.kind() == Parameter.Kind.FLAG);

    Operation report = operation("incident report");
    assertThat(report.parameter("pdf")).get().matches(each -> each.kind() == Parameter.Kind.OUTPUT);
    assertThat(operation("incident answer").parameter("answer"))
        .get()
        .extracting(Parameter::choices)
        .isEqualTo(List.of("yes", "no"));
    assertThat(operation("notice draft").parameter("template"))
        .get()
        .matches(each -> each.kind() == Parameter.Kind.NAMED_FILE);
  }

  private Operation operation(String command) {
    return operations.all().stream()
        .filter(each -> each.command().equals(command))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void documentHasEveryOperationWithItsMethodScopeAndParameters() {
    JsonNode document = JsonMapper.builder().build().readTree(OpenApiDocument.of(operations));
    Set<String> described = new TreeSet<>(document.get("paths").propertyNames());
    Set<String> expected = new TreeSet<>(Set.of("/api/v1/openapi.json", "/api/v1/token"));
    Set<String> ids = new HashSet<>();
    for (Operation operation : operations.all()) {
      expected.add(operation.path());
      JsonNode path = document.get("paths").get(operation.path());
      String method = operation.rule().method().name().toLowerCase(Locale.ROOT);
      assertThat(path.propertyNames()).containsExactly(method);
      JsonNode each = path.get(method);
      assertThat(ids.add(each.get("operationId").asString())).isTrue();
      assertThat(each.get("security").get(0).get("token").get(0).asString())
          .isEqualTo(operation.rule().scope().word());
      assertThat(each.get("description").asString()).as(operation.command()).isNotBlank();
      assertThat(named(each)).isEqualTo(names(operation));
    }
    assertThat(described).isEqualTo(expected);
  }

  private static Set<String> names(Operation operation) {
    Set<String> names = new TreeSet<>();
    operation.parameters().forEach(parameter -> names.add(parameter.name()));
    return names;
  }

  private static Set<String> named(JsonNode operation) {
    Set<String> names = new TreeSet<>();
    operation
        .path("parameters")
        .forEach(parameter -> {
          if (parameter.has("name")) {
            names.add(parameter.get("name").asString());
          }
        });
    operation
        .path("requestBody")
        .path("content")
        .forEach(content -> names.addAll(content.get("schema").get("properties").propertyNames()));
    return names;
  }

  @Test
  void rolesReachUpwards() {
    assertThat(operations.all())
        .filteredOn(operation -> operation.rule().role() == Role.VIEWER)
        .allMatch(operation -> operation.actor().isEmpty());
  }
}
