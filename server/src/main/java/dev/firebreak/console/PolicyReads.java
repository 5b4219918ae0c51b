package dev.firebreak.console;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.config.PolicyFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.BindingPolicy;
import dev.firebreak.installation.EffectivePolicy;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.PoliciesToday;
import dev.firebreak.policy.Policy;
import dev.firebreak.policy.PolicyProblem;
import dev.firebreak.policy.Treatment;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the pages of policies show: the file as it stands on disk, what the register leaves of it,
/// and what is in force. Thread-safe.
final class PolicyReads {
  private final Installation installation;
  private final PoliciesToday today;

  PolicyReads(Installation installation, PoliciesToday today) {
    this.installation = installation;
    this.today = today;
  }

  /// Every binding's policy, by the binding's name.
  List<PolicyView> list() {
    return installation.deliveries().bindings().stream().map(this::view).toList();
  }

  /// @throws FirebreakException NOT_FOUND for an unknown binding
  PolicyView policy(String binding) {
    return installation.deliveries().bindings().stream()
        .filter(each -> each.id().value().equals(binding))
        .findFirst()
        .map(this::view)
        .orElseThrow(
            () -> new FirebreakException(ErrorCode.NOT_FOUND, "no binding is called " + binding));
  }

  private PolicyView view(BindingConfig binding) {
    Optional<BindingPolicy> inForce = today.path().map(path -> path.bindingPolicy(binding.id()));
    Optional<PolicyView.Running> running =
        inForce.map(
            each -> new PolicyView.Running(each.policy(), each.enforced().isEmpty(), each.since()));
    PolicyView.Written file = file(binding);
    return new PolicyView(
        binding,
        running,
        inForce.filter(each -> each.enforced().isEmpty()).map(each -> each.effects().snapshot()),
        file,
        left(binding, file, running));
  }

  private static PolicyView.Written file(BindingConfig binding) {
    String name = binding.policy().toString();
    try {
      String text = PolicyFiles.text(binding);
      List<PolicyProblem> problems = Policy.problems(name, text);
      return new PolicyView.Written(name, SourceText.of(text), problems, Optional.empty());
    } catch (FirebreakException e) {
      return new PolicyView.Written(
          name, SourceText.of(""), List.of(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private Optional<PolicyView.Left> left(
      BindingConfig binding, PolicyView.Written file, Optional<PolicyView.Running> running) {
    if (file.unreadable().isPresent() || !file.problems().isEmpty()) {
      return Optional.empty();
    }
    EffectivePolicy effective;
    try {
      effective = today.effective(binding);
    } catch (FirebreakException anotherVendors) {
      return Optional.empty();
    }
    return Optional.of(
        new PolicyView.Left(
            effective.policy(),
            effective.stage(),
            effective.observe(),
            effective.changesAt(),
            effective.capped(),
            running.map(each -> changes(each.policy(), effective.policy())).orElse(List.of())));
  }

  /// Rule by rule, as the policies name them.
  static List<PolicyView.Change> changes(Policy running, Policy file) {
    if (running.version().equals(file.version())) {
      return List.of();
    }
    SortedMap<String, Treatment> before = rules(running);
    SortedMap<String, Treatment> now = rules(file);
    List<PolicyView.Change> changes = new ArrayList<>();
    SortedMap<String, Treatment> all = new TreeMap<>(before);
    all.putAll(now);
    for (String rule : all.keySet()) {
      Optional<Treatment> was = Optional.ofNullable(before.get(rule));
      Optional<Treatment> is = Optional.ofNullable(now.get(rule));
      if (!was.equals(is)) {
        changes.add(new PolicyView.Change(rule, was, is));
      }
    }
    return changes;
  }

  private static SortedMap<String, Treatment> rules(Policy policy) {
    SortedMap<String, Treatment> rules = new TreeMap<>();
    for (Map.Entry<DataCategory, Treatment> each : policy.categories().entrySet()) {
      rules.put(each.getKey().key(), each.getValue());
    }
    policy.properties().forEach((path, treatment) -> rules.put("property " + path, treatment));
    policy.events().forEach((name, treatment) -> rules.put("event " + name, treatment));
    return rules;
  }
}
