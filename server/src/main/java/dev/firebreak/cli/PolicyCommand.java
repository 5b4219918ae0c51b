package dev.firebreak.cli;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.PolicyFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.BindingPolicy;
import dev.firebreak.installation.EffectivePolicy;
import dev.firebreak.installation.EventPath;
import dev.firebreak.installation.Installation;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.PolicyProblem;
import dev.firebreak.register.Allowance;
import dev.firebreak.register.VendorRegister;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak policy check FILE...`, `policy effective VENDOR`, `policy reload`.
@Command(name = "policy", description = "Policies as code: what each vendor may have.")
final class PolicyCommand {
  private static final long FILE_BYTES_MAX = 1 << 20;

  private final CommandContext context;

  PolicyCommand(CommandContext context) {
    this.context = context;
  }

  @Command(
      name = "check",
      description = {
        "Reads policies and prints all their problems with file, line and hint,",
        "or what becomes of every category."
      })
  int check(
      @Parameters(arity = "1..*", paramLabel = "FILE") List<Path> files,
      @Option(names = "--json") boolean json) {
    List<Map<String, Object>> documents = new ArrayList<>();
    int problems = 0;
    for (Path file : files) {
      String yaml = read(file);
      List<PolicyProblem> found = Policy.problems(file.toString(), yaml);
      problems += found.size();
      documents.add(document(file, yaml, found));
      if (!json) {
        print(file, yaml, found);
      }
    }
    if (json) {
      JsonOutput.print(context.out(), documents);
    }
    if (problems > 0) {
      throw new FirebreakException(
          ErrorCode.POLICY_INVALID,
          problems
              + (problems == 1 ? " problem; mend it" : " problems; mend them")
              + " and check again: a gateway refuses such a policy");
    }
    return 0;
  }

  @Command(
      name = "reload",
      description = {
        "Has the running gateway read its policies again, which it does every ten seconds by"
            + " itself;",
        "one that has a problem leaves the last good one in force."
      })
  int reload(@Option(names = "--json") boolean json) {
    Installation installation = context.installation();
    EventPath path =
        context
            .eventPath()
            .orElseThrow(() ->
                new FirebreakException(
                    ErrorCode.WRONG_USE,
                    "no gateway runs here; `firebreak serve` reads the policies when it starts"));
    List<Map<String, Object>> documents = new ArrayList<>();
    int refused = 0;
    for (BindingConfig binding : installation.deliveries().bindings()) {
      BindingPolicy policy = path.bindingPolicy(binding.id());
      boolean replaced = policy.reload();
      refused += policy.problem().isPresent() ? 1 : 0;
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("binding", binding.id().value());
      document.put("version", policy.policy().version());
      document.put("replaced", replaced);
      policy.problem().ifPresent(problem -> document.put("problem", problem));
      documents.add(document);
    }
    if (json) {
      JsonOutput.print(context.out(), documents);
    } else {
      documents.forEach(this::printReloaded);
    }
    if (refused > 0) {
      throw new FirebreakException(
          ErrorCode.POLICY_INVALID,
          "the last good policy stays in force at %d of %d bindings; mend the file"
              .formatted(refused, documents.size()));
    }
    return 0;
  }

  @Command(
      name = "effective",
      description = {
        "Says what a vendor gets in truth: its policy, capped by what the register leaves, and why."
      })
  int effective(
      @Parameters(paramLabel = "VENDOR") String vendor, @Option(names = "--json") boolean json) {
    VendorId id = VendorCommand.vendorId(vendor);
    Installation installation = context.installation();
    installation.deliveries().vendors().status(id);
    VendorRegister register = VendorRegister.of(installation);
    Allowance allowance = register.allowance(id);
    List<Map<String, Object>> documents = new ArrayList<>();
    for (BindingConfig binding : installation.config().bindings()) {
      if (binding.vendor().equals(id)) {
        EffectivePolicy effective =
            EffectivePolicy.of(
                binding, PolicyFiles.of(binding), allowance, installation.clock().instant());
        documents.add(document(binding, effective));
      }
    }
    if (json) {
      JsonOutput.print(context.out(), documents);
    } else {
      documents.forEach(this::printEffective);
    }
    return 0;
  }

  private static Map<String, Object> document(BindingConfig binding, EffectivePolicy effective) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("binding", binding.id().value());
    document.put("version", effective.policy().version());
    document.put("stage", effective.stage().label());
    document.put("mode", effective.observe() ? "observe" : "enforce");
    effective.changesAt().ifPresent(at -> document.put("changesAt", at.toString()));
    Map<String, Object> categories = new LinkedHashMap<>();
    effective
        .policy()
        .categories()
        .forEach((category, treatment) -> categories.put(category.key(), treatment.label()));
    document.put("categories", categories);
    document.put(
        "capped",
        effective.capped().stream()
            .map(capped -> {
              Map<String, Object> each = new LinkedHashMap<>();
              each.put("category", capped.category().key());
              each.put("policy", capped.policy().label());
              each.put("effective", capped.effective().label());
              each.put("because", capped.because());
              return each;
            })
            .toList());
    return document;
  }

  private void printEffective(Map<String, Object> document) {
    context
        .out()
        .printf(
            "%s: %s, register %s, version %s%n",
            document.get("binding"),
            document.get("mode"),
            document.get("stage"),
            document.get("version"));
    if (document.get("categories") instanceof Map<?, ?> categories) {
      categories.forEach((key, label) -> context.out().printf("  %-36s %s%n", key, label));
    }
    if (document.get("capped") instanceof List<?> capped) {
      context.out().println(capped.isEmpty() ? "  nothing is capped" : "  capped:");
      for (Object each : capped) {
        if (each instanceof Map<?, ?> row) {
          context
              .out()
              .printf(
                  "    %-34s %s -> %s, %s%n",
                  row.get("category"), row.get("policy"), row.get("effective"), row.get("because"));
        }
      }
    }
  }

  private void printReloaded(Map<String, Object> document) {
    boolean replaced = Boolean.TRUE.equals(document.get("replaced"));
    context
        .out()
        .printf(
            "%s: %s, policy %s%n",
            document.get("binding"), replaced ? "replaced" : "as before", document.get("version"));
    if (document.containsKey("problem")) {
      context.out().println(document.get("problem"));
    }
  }

  private String read(Path file) {
    Path path = context.workingDirectory().resolve(file);
    try {
      if (Files.size(path) > FILE_BYTES_MAX) {
        throw new FirebreakException(
            ErrorCode.INPUT_TOO_LARGE, file + " is larger than 1 MiB: is it a policy?");
      }
      return Files.readString(path, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE,
          file + " can't be read as UTF-8 text; check the name and the rights",
          e);
    }
  }

  private void print(Path file, String yaml, List<PolicyProblem> problems) {
    problems.forEach(problem -> context.out().println(problem));
    if (!problems.isEmpty()) {
      return;
    }
    Policy policy = Policy.parse(file.toString(), yaml);
    context.out().println(file + ": " + policy.vendor() + ", version " + policy.version());
    policy
        .categories()
        .forEach((category, treatment) ->
            context.out().printf("  %-36s %s%n", category.key(), treatment.label()));
  }

  private static Map<String, Object> document(
      Path file, String yaml, List<PolicyProblem> problems) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("file", file.toString());
    document.put("valid", problems.isEmpty());
    if (problems.isEmpty()) {
      Policy policy = Policy.parse(file.toString(), yaml);
      document.put("vendor", policy.vendor().value());
      document.put("version", policy.version());
      Map<String, Object> categories = new LinkedHashMap<>();
      policy.categories().forEach((key, value) -> categories.put(key.key(), value.label()));
      document.put("categories", categories);
    } else {
      document.put("problems", problems.stream().map(PolicyCommand::document).toList());
    }
    return document;
  }

  private static Map<String, Object> document(PolicyProblem problem) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("line", problem.line());
    document.put("problem", problem.problem());
    document.put("hint", problem.hint());
    return document;
  }
}
