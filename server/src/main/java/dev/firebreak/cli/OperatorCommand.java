package dev.firebreak.cli;

import dev.firebreak.access.Administration;
import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.NewOperator;
import dev.firebreak.access.Operator;
import dev.firebreak.access.Operators;
import dev.firebreak.access.RecoveryCodes;
import dev.firebreak.access.Role;
import dev.firebreak.access.SignIn;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak operator add|password|recovery-codes|role|remove|list`; inviting has a class of its
/// own.
@Command(name = "operator", description = "People who may decide, and their second factor.")
final class OperatorCommand {
  private final CommandContext context;

  OperatorCommand(CommandContext context) {
    this.context = context;
  }

  @Command(
      name = "add",
      description = {
        "Adds an operator and shows their authenticator secret, this once.",
        "The first one is an administrator; further ones are added by an administrator."
      })
  int add(
      @Parameters(paramLabel = "NAME", description = "a-z, 0-9, '.' and '-'") String name,
      @Option(
              names = "--role",
              defaultValue = "responder",
              description = "viewer, responder, privacy-officer or admin (default: responder)")
          String role,
      @Option(names = "--by", paramLabel = "ADMIN", description = "the administrator who adds")
          @Nullable String by,
      @Option(names = "--json") boolean json) {
    Operators operators = OperatorMixin.operators(context.installation());
    NewOperator added;
    if (by == null) {
      added = operators.addFirst(name);
    } else {
      ConfirmedOperator admin = OperatorMixin.confirm(context, by, "OperatorAdded", Role.ADMIN);
      added = operators.add(admin, name, role(role));
    }
    String enrolment = added.enrolment(context.installation().config().company().name()).toString();
    if (json) {
      JsonOutput.print(
          context.out(),
          Map.of("name", added.name(), "role", text(added.role()), "enrolment", enrolment));
      return 0;
    }
    context.out().println("Added " + added.name() + " as " + text(added.role()) + ".");
    context.out().println("Put this into an authenticator app now; it is not shown again:");
    context.out().println(enrolment);
    return 0;
  }

  @Command(
      name = "password",
      description = {
        "Sets the password with which an operator signs in to the console.",
        "Asks for the code, then for the password twice. Every session of the operator ends."
      })
  int password(@Mixin OperatorMixin operator) {
    Installation installation = context.installation();
    ConfirmedOperator confirmed = operator.confirm(context, "PasswordSet", Role.VIEWER);
    String password = context.readSecret("New password of " + confirmed.name());
    if (!password.equals(context.readSecret("The same password again"))) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "the two passwords differ; nothing was changed");
    }
    new SignIn(
            installation.control(),
            OperatorMixin.operators(installation),
            installation.audit(),
            installation.clock())
        .setPassword(confirmed, password);
    context.out().println("Set the password of " + confirmed.name() + ".");
    return 0;
  }

  @Command(
      name = "recovery-codes",
      description = {
        "Makes ten recovery codes and shows them, this once. Each stands in for the code of a",
        "lost authenticator, one time; those made before count no more."
      })
  int recoveryCodes(@Mixin OperatorMixin operator, @Option(names = "--json") boolean json) {
    Installation installation = context.installation();
    ConfirmedOperator confirmed = operator.confirm(context, "RecoveryCodesMade", Role.VIEWER);
    List<String> codes =
        new RecoveryCodes(installation.control(), installation.audit(), installation.clock())
            .renew(confirmed);
    if (json) {
      JsonOutput.print(context.out(), codes);
      return 0;
    }
    context.out().println("Recovery codes of " + confirmed.name() + ", each good for one time.");
    context.out().println("Keep them on paper, apart from the authenticator:");
    codes.forEach(context.out()::println);
    return 0;
  }

  @Command(name = "role", description = "Gives an operator another role, from now on.")
  int role(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--role",
              required = true,
              description = "viewer, responder, privacy-officer or admin")
          String role,
      @Option(
              names = "--by",
              paramLabel = "ADMIN",
              required = true,
              description = "the administrator who decides")
          String by) {
    Role given = role(role);
    ConfirmedOperator admin = OperatorMixin.confirm(context, by, "OperatorRoleSet", Role.ADMIN);
    administration().setRole(admin, name, given);
    context.out().println(name + " is " + text(given) + " from now on.");
    return 0;
  }

  @Command(
      name = "remove",
      description = {
        "Ends an operator: sessions, password, recovery codes and tokens are gone at once.",
        "The name stays taken. The last administrator can't be removed."
      })
  int remove(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--by",
              paramLabel = "ADMIN",
              required = true,
              description = "the administrator who decides")
          String by) {
    ConfirmedOperator admin = OperatorMixin.confirm(context, by, "OperatorRemoved", Role.ADMIN);
    administration().remove(admin, name);
    context.out().println("Removed " + name + ".");
    return 0;
  }

  private Administration administration() {
    Installation installation = context.installation();
    return new Administration(installation.control(), installation.audit(), installation.clock());
  }

  @Command(name = "list", description = "Lists operators and their roles.")
  int list(@Option(names = "--json") boolean json) {
    List<Operator> operators = OperatorMixin.operators(context.installation()).list();
    if (json) {
      JsonOutput.print(context.out(), operators.stream().map(OperatorCommand::document).toList());
      return 0;
    }
    for (Operator operator : operators) {
      context
          .out()
          .printf(
              Locale.ROOT,
              "%-32s  %-15s  since %s%s%s%n",
              operator.name(),
              text(operator.role()),
              operator.createdAt(),
              operator.wrongCodes() == 0 ? "" : ", wrong codes: " + operator.wrongCodes(),
              operator.endedAt().map(at -> ", removed " + at).orElse(""));
    }
    return 0;
  }

  private static Map<String, Object> document(Operator operator) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", operator.name());
    document.put("role", text(operator.role()));
    document.put("createdAt", operator.createdAt().toString());
    document.put("createdBy", operator.createdBy());
    document.put("wrongCodes", operator.wrongCodes());
    operator.endedAt().ifPresent(at -> document.put("removedAt", at.toString()));
    return document;
  }

  private static String text(Role role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Role role(String text) {
    for (Role role : Role.values()) {
      if (text(role).equals(text)) {
        return role;
      }
    }
    throw new FirebreakException(
        ErrorCode.WRONG_USE, "a role is viewer, responder, privacy-officer or admin");
  }
}
