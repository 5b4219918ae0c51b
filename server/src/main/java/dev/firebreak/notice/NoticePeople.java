package dev.firebreak.notice;

import dev.firebreak.assessment.PersonExposure;
import dev.firebreak.taxonomy.DataCategory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The people of an incident whom a campaign is about: those with one account, and those whom mail
/// cannot reach however good the directory is. Immutable.
///
/// @param members people with exactly one account
/// @param unreachable everybody else
public record NoticePeople(List<AudienceMember> members, List<Unreachable> unreachable) {
  public NoticePeople {
    members = List.copyOf(members);
    unreachable = List.copyOf(unreachable);
  }

  /// Somebody whom no mail goes to.
  ///
  /// @param person the account, or the identifier that the stolen file has
  /// @param account what is known of the account; empty without one
  public record Unreachable(
      String person, SetAsideReason reason, Optional<AudienceMember> account) {
    /// Somebody without one account.
    public Unreachable(String person, SetAsideReason reason) {
      this(person, reason, Optional.empty());
    }

    /// Somebody with an account whose address takes no mail.
    static Unreachable of(AudienceMember account, SetAsideReason reason) {
      return new Unreachable(account.accountId(), reason, Optional.of(account));
    }

    @Override
    public String toString() {
      return "Unreachable[" + reason + "]";
    }
  }

  /// Takes people in one by one. For one thread.
  public static final class Builder {
    private final List<AudienceMember> members = new ArrayList<>();
    private final List<Unreachable> unreachable = new ArrayList<>();

    /// Somebody of a stolen file: a member where exactly one account fits.
    public void add(PersonExposure person, double phishingScore) {
      if (person.accountId().isPresent() && !person.ambiguous()) {
        members.add(AudienceMember.of(person, phishingScore));
      } else {
        unreachable.add(new Unreachable(person.person(), reason(person)));
      }
    }

    public void add(AudienceMember member) {
      members.add(member);
    }

    public NoticePeople build() {
      return new NoticePeople(members, unreachable);
    }

    private static SetAsideReason reason(PersonExposure person) {
      if (person.ambiguous()) {
        return SetAsideReason.AMBIGUOUS;
      }
      return (person.clear() & DataCategory.EMAIL.mask()) != 0
          ? SetAsideReason.NO_ACCOUNT_ADDRESS_IN_FILE
          : SetAsideReason.NO_ACCOUNT;
    }
  }

  @Override
  public String toString() {
    return "NoticePeople[" + members.size() + " + " + unreachable.size() + "]";
  }
}
