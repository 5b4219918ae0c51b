package dev.firebreak.cli;

import dev.firebreak.access.Role;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.receipt.Receipt;
import dev.firebreak.receipt.ReceiptLanguage;
import dev.firebreak.receipt.ReceiptPages;
import dev.firebreak.receipt.Receipts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `firebreak ledger show`.
@Command(
    name = "show",
    description = {
      "Shows what each vendor received about one account, with the reason in the audit log.",
      "With --html or --pdf it is a receipt to hand to the person, which an operator must confirm."
    })
final class LedgerShowCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(names = "--subject", required = true, paramLabel = "ACCOUNT_ID")
  private String accountId = "";

  @Option(
      names = "--because",
      required = true,
      paramLabel = "TEXT",
      description = "why, as the number of an access request; it is kept")
  private String reason = "";

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "write the receipt as a page; needs --operator")
  private @Nullable Path html;

  @Option(
      names = "--pdf",
      paramLabel = "FILE",
      description = "write the receipt as a PDF document; needs --operator")
  private @Nullable Path pdf;

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      description = "of the receipt and of sentences in JSON: en or de (default: en)")
  private String language = "en";

  @Option(names = "--operator", paramLabel = "NAME", description = "who hands the receipt out")
  private @Nullable String operator;

  @Option(names = "--json")
  private boolean json;

  LedgerShowCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    if (reason.isBlank()) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "--because says why, as the number of an access request");
    }
    ReceiptLanguage chosen = language();
    Installation installation = context.installation();
    String actor = actor();
    Receipt receipt =
        new Receipts(installation)
            .of(
                accountId,
                LedgerCommand.known(installation),
                new Receipts.Asker(actor, reason.strip()));
    if (json) {
      JsonOutput.print(context.out(), ReceiptPrinter.document(receipt, chosen));
    }
    if (html != null || pdf != null) {
      ReceiptPages pages = new ReceiptPages();
      PageFiles files = new PageFiles(context, html, pdf, "receipt.html", json);
      files.html(() -> pages.html(receipt, chosen).getBytes(StandardCharsets.UTF_8));
      files.pdf(() -> pages.pdf(receipt, chosen));
    } else if (!json) {
      ReceiptPrinter.print(context.out(), receipt);
    }
    return 0;
  }

  private ReceiptLanguage language() {
    return switch (language) {
      case "en" -> ReceiptLanguage.EN;
      case "de" -> ReceiptLanguage.DE;
      default -> throw new FirebreakException(ErrorCode.WRONG_USE, "--language is en or de");
    };
  }

  private String actor() {
    if (operator != null) {
      return OperatorMixin.confirm(context, operator, "ReceiptMade", Role.PRIVACY_OFFICER).name();
    }
    if (html != null || pdf != null) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED,
          "a receipt is handed out by a named operator: add --operator NAME");
    }
    return "system:ledger";
  }
}
