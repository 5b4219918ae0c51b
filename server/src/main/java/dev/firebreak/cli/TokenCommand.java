package dev.firebreak.cli;

import dev.firebreak.access.ApiToken;
import dev.firebreak.access.ApiTokens;
import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Role;
import dev.firebreak.access.Scope;
import dev.firebreak.disk.PrivateFile;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `firebreak token create|list|revoke`.
@Command(name = "token", description = "Tokens with which programs act for an operator.")
final class TokenCommand {
  private final CommandContext context;

  TokenCommand(CommandContext context) {
    this.context = context;
  }

  @Command(
      name = "create",
      description = {
        "Makes a token for the operator and shows it, this once.",
        "Whoever has it acts as the operator, within its scopes and the operator's role."
      })
  int create(
      @Option(
              names = "--scope",
              required = true,
              split = ",",
              paramLabel = "SCOPES",
              description = "of read, read-people, respond, decide and administer")
          List<String> scopes,
      @Option(
              names = "--note",
              required = true,
              paramLabel = "TEXT",
              description = "what it is for; nobody's personal data")
          String note,
      @Option(
              names = "--days",
              defaultValue = "30",
              paramLabel = "N",
              description = "how long it lasts, 1 to 365 (default: 30)")
          int days,
      @Option(
              names = "--out",
              paramLabel = "FILE",
              description = "write it to a new file, which its owner alone can read")
          @Nullable Path out,
      @Mixin OperatorMixin operator,
      @Option(names = "--json", description = "print JSON") boolean json)
      throws IOException {
    Set<Scope> wanted = scopes(scopes);
    if (out != null && Files.exists(context.workingDirectory().resolve(out))) {
      throw taken(out, null);
    }
    ConfirmedOperator by = operator.confirm(context, "ApiTokenCreated", Role.VIEWER);
    ApiTokens.Made made = tokens().create(by, note, wanted, Duration.ofDays(days));
    if (out != null) {
      write(out, made.text());
    }
    if (json) {
      Map<String, Object> document = document(made.token());
      if (out == null) {
        document.put("token", made.text());
      }
      JsonOutput.print(context.out(), document);
    } else {
      context
          .out()
          .println("Made token " + made.token().id() + ", until " + made.token().expiresAt() + ".");
      context
          .out()
          .println(
              out == null
                  ? "Keep it where secrets are kept; it is not shown again:\n" + made.text()
                  : "Wrote it to " + out + ".");
    }
    return 0;
  }

  @Command(name = "list", description = "Lists every token there ever was, none of which it shows.")
  int list(@Option(names = "--json", description = "print JSON") boolean json) {
    List<ApiToken> tokens = tokens().list();
    if (json) {
      JsonOutput.print(context.out(), tokens.stream().map(this::document).toList());
      return 0;
    }
    TextTable table = new TextTable("token", "operator", "state", "until", "used", "scopes", "for");
    for (ApiToken token : tokens) {
      table.row(
          token.id(),
          token.operator(),
          state(token),
          token.expiresAt(),
          token.usedAt().map(Instant::toString).orElse("never"),
          words(token),
          token.note());
    }
    table.print(context.out());
    return 0;
  }

  @Command(
      name = "revoke",
      description = "Ends a token for good: one's own, or as an administrator anybody's.")
  int revoke(
      @Parameters(paramLabel = "ID", description = "as `token list` has it") String id,
      @Mixin OperatorMixin operator,
      @Option(names = "--json", description = "print JSON") boolean json) {
    ConfirmedOperator by = operator.confirm(context, "ApiTokenRevoked", Role.VIEWER);
    ApiToken revoked = tokens().revoke(by, id);
    if (json) {
      JsonOutput.print(context.out(), document(revoked));
    } else {
      context.out().println("Revoked token " + revoked.id() + " of " + revoked.operator() + ".");
    }
    return 0;
  }

  private void write(Path out, String text) throws IOException {
    try (Writer file = PrivateFile.createText(context.workingDirectory().resolve(out))) {
      file.write(text + "\n");
    } catch (FileAlreadyExistsException e) {
      throw taken(out, e);
    }
  }

  private static FirebreakException taken(Path out, @Nullable Exception cause) {
    return new FirebreakException(
        ErrorCode.WRONG_USE, "there is a file " + out + " already; choose another name", cause);
  }

  private static Set<Scope> scopes(List<String> words) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String word : words) {
      scopes.add(
          Scope.ofWord(word)
              .orElseThrow(() ->
                  new FirebreakException(
                      ErrorCode.WRONG_USE,
                      "--scope takes read, read-people, respond, decide and administer")));
    }
    return scopes;
  }

  private ApiTokens tokens() {
    Installation installation = context.installation();
    return new ApiTokens(installation.control(), installation.audit(), installation.clock());
  }

  private Map<String, Object> document(ApiToken token) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", token.id());
    document.put("operator", token.operator());
    document.put("state", state(token));
    document.put("note", token.note());
    document.put("scopes", token.scopes().stream().sorted().map(Scope::word).toList());
    document.put("createdAt", token.createdAt().toString());
    document.put("expiresAt", token.expiresAt().toString());
    token.usedAt().ifPresent(at -> document.put("usedAt", at.toString()));
    token.revokedAt().ifPresent(at -> document.put("revokedAt", at.toString()));
    return document;
  }

  private String state(ApiToken token) {
    if (token.revokedAt().isPresent()) {
      return "revoked";
    }
    return token.isValid(context.installation().clock().instant()) ? "valid" : "expired";
  }

  private static String words(ApiToken token) {
    return token.scopes().stream().sorted().map(Scope::word).collect(Collectors.joining(" "));
  }
}
