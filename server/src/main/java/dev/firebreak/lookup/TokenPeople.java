package dev.firebreak.lookup;

import dev.firebreak.event.AssertedBy;
import dev.firebreak.ledger.AccountsDirectory;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.lookup.TokenAnswer.Kind;
import dev.firebreak.lookup.TokenAnswer.Outcome;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.pseudonym.SubjectKeyring;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Says of tokens whose they are: an account's, or a device's and then whose device. One pass over
/// the directory and one over a vendor's links, however many tokens there are. Confined.
final class TokenPeople {
  private final LedgerStore ledger;
  private final SubjectKeyring subjects;
  private final TokenReading reading;

  /// Folded tokens that are looked for, with the account that has each; empty until found.
  private final Map<String, Optional<String>> wanted = new HashMap<>();

  /// Ids that tokens stood for and that the directory has.
  private final Set<String> known = new HashSet<>();

  /// Accounts that are linked to devices, as far as the directory names them.
  private final Map<SubjectKey, String> names = new HashMap<>();

  private final Map<Device, Owners> owners = new HashMap<>();

  private record Device(VendorId vendor, SubjectKey key) {}

  /// Accounts that a device is linked to: by authenticated senders, and by any.
  private record Owners(Set<SubjectKey> vouched, Set<SubjectKey> all) {
    Owners() {
      this(new LinkedHashSet<>(), new LinkedHashSet<>());
    }

    Set<SubjectKey> claimed() {
      Set<SubjectKey> rest = new LinkedHashSet<>(all);
      rest.removeAll(vouched);
      return rest;
    }
  }

  TokenPeople(LedgerStore ledger, SubjectKeyring subjects, TokenReading reading) {
    this.ledger = ledger;
    this.subjects = subjects;
    this.reading = reading;
  }

  List<TokenAnswer> complete(List<TokenAnswer> read, Optional<AccountsDirectory> directory)
      throws IOException, SQLException {
    for (TokenAnswer answer : read) {
      if (answer.outcome() == Outcome.NEEDS_DIRECTORY) {
        wanted.put(TokenReading.folded(answer.token()), Optional.empty());
      } else if (answer.kind() == Kind.PERSON) {
        device(answer).ifPresent(device -> owners.put(device, new Owners()));
      }
    }
    findLinks();
    if (directory.isPresent()) {
      search(directory.get(), read);
    }
    List<TokenAnswer> complete = new ArrayList<>();
    for (TokenAnswer answer : read) {
      complete.add(complete(answer, directory.isPresent()));
    }
    return complete;
  }

  private Optional<Device> device(TokenAnswer answer) {
    return answer
        .key()
        .flatMap(key -> answer.id().map(id -> new Device(key.vendor(), subjects.device(id))));
  }

  private void findLinks() throws IOException {
    Set<VendorId> vendors = new HashSet<>();
    owners.keySet().forEach(device -> vendors.add(device.vendor()));
    for (VendorId vendor : vendors) {
      ledger.forEachLink(
          vendor,
          link -> {
            Owners of = owners.get(new Device(vendor, link.device()));
            if (of != null) {
              of.all().add(link.account());
              if (link.assertedBy() == AssertedBy.AUTHENTICATED) {
                of.vouched().add(link.account());
              }
            }
          });
    }
  }

  private void search(AccountsDirectory directory, List<TokenAnswer> read) throws SQLException {
    Set<String> ids = new HashSet<>();
    read.forEach(answer -> answer.id().ifPresent(ids::add));
    Set<SubjectKey> linked = new HashSet<>();
    owners.values().forEach(each -> linked.addAll(each.all()));
    directory.forEach(account -> {
      String id = account.accountId();
      if (ids.contains(id)) {
        known.add(id);
      }
      if (!linked.isEmpty()) {
        SubjectKey subject = subjects.account(id);
        if (linked.contains(subject)) {
          names.put(subject, id);
        }
      }
      if (!wanted.isEmpty()) {
        for (String token : reading.foldedTokens(id)) {
          wanted.computeIfPresent(token, (_, _) -> Optional.of(id));
        }
      }
    });
  }

  private TokenAnswer complete(TokenAnswer answer, boolean searched) throws IOException {
    if (answer.outcome() == Outcome.NEEDS_DIRECTORY) {
      return searched ? recomputed(answer) : answer;
    }
    if (answer.kind() != Kind.PERSON) {
      return answer;
    }
    String id = answer.id().orElseThrow();
    VendorId vendor = answer.key().orElseThrow().vendor();
    if (known.contains(id) || isAtVendor(subjects.account(id), vendor)) {
      return found(answer, Kind.ACCOUNT, List.of(id), List.of());
    }
    Device device = new Device(vendor, subjects.device(id));
    Owners of = owners.getOrDefault(device, new Owners());
    if (of.all().isEmpty() && !isAtVendor(device.key(), vendor)) {
      return answer;
    }
    return found(answer, Kind.DEVICE, named(of.vouched()), named(of.claimed()));
  }

  private List<String> named(Set<SubjectKey> accounts) {
    return accounts.stream()
        .flatMap(account -> Optional.ofNullable(names.get(account)).stream())
        .sorted()
        .toList();
  }

  private TokenAnswer recomputed(TokenAnswer answer) {
    Optional<String> account =
        wanted.getOrDefault(TokenReading.folded(answer.token()), Optional.empty());
    return account
        .map(id ->
            new TokenAnswer(
                answer.token(),
                Outcome.RECOMPUTED,
                answer.key(),
                account,
                Kind.ACCOUNT,
                List.of(id),
                List.of()))
        .orElseGet(() -> TokenAnswer.without(answer.token(), Outcome.NOT_FOUND, answer.key()));
  }

  private boolean isAtVendor(SubjectKey subject, VendorId vendor) throws IOException {
    return ledger.idsOf(subject).stream().anyMatch(id -> id.vendor().equals(vendor));
  }

  private static TokenAnswer found(
      TokenAnswer answer, Kind kind, List<String> accounts, List<String> claimed) {
    return new TokenAnswer(
        answer.token(), answer.outcome(), answer.key(), answer.id(), kind, accounts, claimed);
  }
}
