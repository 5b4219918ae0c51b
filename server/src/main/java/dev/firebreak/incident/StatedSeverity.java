package dev.firebreak.incident;

import dev.firebreak.installation.Installation;
import dev.firebreak.risk.SeverityInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts what persons stated about an incident into what its severity is computed from: the
/// circumstances, and a shift of the kind of data. What nobody stated stays as it is.
final class StatedSeverity {
  private StatedSeverity() {}

  /// The task with what is stated at this moment.
  static Assessments.Task of(
      Installation installation, Incidents incidents, String id, Assessments.Task task) {
    IncidentStatements statements =
        new IncidentStatements(
            incidents, installation.control(), installation.audit(), installation.clock());
    return of(statements.stated(id), task);
  }

  static Assessments.Task of(List<IncidentStatement> stated, Assessments.Task task) {
    Map<String, Boolean> holds = new HashMap<>();
    List<String> why = new ArrayList<>(task.circumstances().stated());
    List<SeverityInput.ContextShift> shifts = new ArrayList<>();
    for (IncidentStatement statement : stated) {
      if (statement.kind() == IncidentStatement.Kind.CIRCUMSTANCE) {
        holds.put(statement.name(), statement.holds());
        why.add(statement.name() + (statement.holds() ? ": " : " is not so: ") + signed(statement));
      } else if (statement.kind() == IncidentStatement.Kind.CONTEXT) {
        shifts.add(
            new SeverityInput.ContextShift(Integer.parseInt(statement.name()), signed(statement)));
      }
    }
    SeverityInput.Circumstances otherwise = task.circumstances();
    return new Assessments.Task(
        task.files(),
        task.accounts(),
        task.rules(),
        task.reader(),
        new SeverityInput.Circumstances(
            holds.getOrDefault("unknown-receivers", otherwise.unknownReceivers()),
            holds.getOrDefault("altered", otherwise.altered()),
            holds.getOrDefault("lost", otherwise.unavailable()),
            holds.getOrDefault("meant", otherwise.malicious()),
            why),
        shifts.isEmpty() ? task.context() : shifts,
        task.conduct());
  }

  private static String signed(IncidentStatement statement) {
    return statement.grounds().reason() + " (signed by " + statement.signedBy() + ")";
  }
}
