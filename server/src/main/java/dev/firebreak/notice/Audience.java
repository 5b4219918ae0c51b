package dev.firebreak.notice;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Everybody that a campaign writes to: one addressee per address, riskiest first, and the people
/// whom mail cannot reach. Immutable.
///
/// @param addressees in the order of sending: highest phishing score first, then by address
/// @param setAside people without one account, or without a usable address, by account
/// @param inProduct those of them who have an account, and so can read their notice in the product
record Audience(List<Addressee> addressees, List<SetAside> setAside, List<Addressee> inProduct) {
  /// More people than this take several campaigns.
  static final int MEMBERS_MAX = 2_000_000;

  private static final Comparator<Addressee> BY_ACCOUNT =
      Comparator.comparing(reader -> reader.accounts().getFirst());

  private static final int ACCOUNTS_PER_ADDRESS_MAX = 1_000;

  Audience {
    addressees = List.copyOf(addressees);
    setAside = List.copyOf(setAside);
    inProduct = List.copyOf(inProduct);
  }

  /// A person whom mail cannot reach, and why.
  record SetAside(String accountId, SetAsideReason reason) {
    static final Comparator<SetAside> ORDER =
        Comparator.comparing(SetAside::accountId).thenComparing(SetAside::reason);

    @Override
    public String toString() {
      return "SetAside[" + reason + "]";
    }
  }

  /// Normalises, joins accounts of one address, and sorts.
  ///
  /// @throws FirebreakException INPUT_TOO_LARGE beyond the limits
  static Audience of(NoticePeople people) {
    Audience audience = of(people.members());
    if (people.members().size() + people.unreachable().size() > MEMBERS_MAX) {
      throw tooLarge("a campaign takes at most " + MEMBERS_MAX + " people; split it");
    }
    List<SetAside> setAside = new ArrayList<>(audience.setAside());
    List<Addressee> inProduct = new ArrayList<>(audience.inProduct());
    for (NoticePeople.Unreachable one : people.unreachable()) {
      setAside.add(new SetAside(one.person(), one.reason()));
      one.account().ifPresent(account -> inProduct.add(join("", List.of(account))));
    }
    setAside.sort(SetAside.ORDER);
    inProduct.sort(BY_ACCOUNT);
    return new Audience(audience.addressees(), setAside, inProduct);
  }

  /// As [#of(NoticePeople)], where everybody has one account.
  static Audience of(Iterable<AudienceMember> members) {
    Map<MailAddress, List<AudienceMember>> byAddress = new HashMap<>();
    List<SetAside> setAside = new ArrayList<>();
    List<Addressee> inProduct = new ArrayList<>();
    int count = 0;
    for (AudienceMember member : members) {
      count = Math.addExact(count, 1);
      if (count > MEMBERS_MAX) {
        throw tooLarge("a campaign takes at most " + MEMBERS_MAX + " people; split it");
      }
      Optional<MailAddress> address = MailAddress.parse(member.email());
      if (address.isPresent()) {
        byAddress.computeIfAbsent(address.get(), _ -> new ArrayList<>()).add(member);
      } else {
        inProduct.add(join("", List.of(member)));
        setAside.add(
            new SetAside(
                member.accountId(),
                MailAddress.flaw(member.email()).orElse(SetAsideReason.MALFORMED)));
      }
    }
    List<Addressee> addressees = new ArrayList<>(byAddress.size());
    byAddress.forEach((address, accounts) -> addressees.add(join(address.value(), accounts)));
    addressees.sort(
        Comparator.comparingDouble(Addressee::phishingScore)
            .reversed()
            .thenComparing(Addressee::address));
    setAside.sort(Comparator.comparing(SetAside::accountId));
    inProduct.sort(BY_ACCOUNT);
    return new Audience(addressees, setAside, inProduct);
  }

  /// SHA-256 over the addressees sorted by address, each field with its length: the same for the
  /// same people and findings, whatever order they came in.
  String hash() {
    Digest digest = new Digest("firebreak audience 1");
    digest.number(addressees.size());
    addressees.stream()
        .sorted(Comparator.comparing(Addressee::address))
        .forEach(addressee -> add(digest, addressee));
    digest.number(setAside.size());
    setAside.forEach(person -> digest.text(person.accountId()).text(person.reason().name()));
    return digest.hex();
  }

  private static void add(Digest digest, Addressee addressee) {
    digest.text(addressee.address()).number(addressee.accounts().size());
    addressee.accounts().forEach(digest::text);
    digest
        .number(addressee.clear())
        .number(addressee.generalized())
        .number(addressee.tokenized())
        .number(addressee.secondFactor() ? 1 : 0);
    if (!addressee.language().isEmpty()) {
      digest.text(addressee.language());
    }
    if (addressee.isFollowUp()) {
      Addressee.Told told = addressee.told();
      digest.number(told.exposed()).number(told.tokenized()).number(told.denied());
    }
  }

  private static Addressee join(String address, List<AudienceMember> members) {
    TreeSet<String> accounts = new TreeSet<>();
    TreeSet<String> names = new TreeSet<>();
    long clear = 0;
    long generalized = 0;
    long tokenized = 0;
    boolean secondFactor = true;
    double score = Double.NEGATIVE_INFINITY;
    String language = "";
    for (AudienceMember member : members) {
      accounts.add(member.accountId());
      if (!member.name().isBlank()) {
        names.add(member.name().strip());
      }
      clear |= member.clear();
      generalized |= member.generalized();
      tokenized |= member.tokenized();
      secondFactor &= member.secondFactor();
      if (language.isEmpty() || (!member.language().isEmpty() && member.phishingScore() > score)) {
        language = member.language();
      }
      score = Math.max(score, member.phishingScore());
    }
    if (accounts.size() > ACCOUNTS_PER_ADDRESS_MAX) {
      throw tooLarge(
          "more than "
              + ACCOUNTS_PER_ADDRESS_MAX
              + " accounts share one address; check the address column of the accounts directory");
    }
    return new Addressee(
            address,
            List.copyOf(accounts),
            List.copyOf(names),
            clear,
            generalized,
            tokenized,
            secondFactor,
            score)
        .in(language);
  }

  private static FirebreakException tooLarge(String message) {
    return new FirebreakException(ErrorCode.INPUT_TOO_LARGE, message);
  }
}
