package dev.firebreak.notice;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.ledger.Account;
import dev.firebreak.ledger.AccountsDirectory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Somebody who asked about themselves, as they named themselves. Immutable.
///
/// @param account their account's id; empty where they named an address alone
/// @param address the mail address from which they asked; empty where they asked in another way
public record Asker(Optional<String> account, Optional<String> address) {

  /// The accounts that are answered: the one that was named, if the address is its own current one,
  /// or all with that address.
  ///
  /// @throws FirebreakException WRONG_USE without a name, or with an address that is none;
  ///   NOT_FOUND where no account fits; CHECK_FAILED where the address is not the account's
  public List<Account> in(AccountsDirectory directory) throws SQLException {
    Optional<MailAddress> from = address.flatMap(MailAddress::parse);
    if (address.isPresent() != from.isPresent() || (account.isEmpty() && from.isEmpty())) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE,
          "name who asked: an account's id, the mail address, as name@example.org, or both");
    }
    List<Account> found = new ArrayList<>();
    if (account.isPresent()) {
      directory.find(account.get()).ifPresent(found::add);
    } else {
      directory.forEach(each -> {
        if (isOwn(each, from)) {
          found.add(each);
        }
      });
    }
    if (found.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "no account of the directory has that; nothing was recorded. Only an account's current"
              + " address is answered: tell nobody at another one whether there is an account");
    }
    if (account.isPresent() && from.isPresent() && !isOwn(found.getFirst(), from)) {
      throw new FirebreakException(
          ErrorCode.CHECK_FAILED,
          "the address is not the account's current one; nothing was recorded. Whoever asked may"
              + " not be the account's owner: ask them to write from the account's address");
    }
    return found;
  }

  private static boolean isOwn(Account account, Optional<MailAddress> address) {
    return address.isPresent() && account.email().flatMap(MailAddress::parse).equals(address);
  }

  @Override
  public String toString() {
    return "Asker";
  }
}
