package dev.firebreak.standard;

import java.util.Set;

/// One thing that a standard asks of a vendor.
public sealed interface Requirement {
  /// A contract that has begun and not ended.
  record ContractInForce() implements Requirement {}

  /// A data processing agreement that has begun and not ended (GDPR Art. 28(3)).
  record AgreementInForce() implements Requirement {}

  /// The vendor processes in these regions alone.
  ///
  /// @param allowed as the vendor's file spells them
  record RegionsWithin(Set<String> allowed) implements Requirement {
    public RegionsWithin {
      allowed = Set.copyOf(allowed);
    }
  }

  /// Every region in which the vendor processes is the company's own or has a transfer mechanism
  /// (GDPR Art. 44 to 49).
  ///
  /// @param home regions that need none
  record TransfersCovered(Set<String> home) implements Requirement {
    public TransfersCovered {
      home = Set.copyOf(home);
    }
  }

  /// The vendor keeps data no longer than this.
  record RetentionAtMost(int days) implements Requirement {}

  /// The vendor has agreed to tell of an incident within this.
  record NoticeWithin(int hours) implements Requirement {}

  /// The last review was accepted and is younger than this.
  record ReviewWithin(int months) implements Requirement {}

  /// The last review has the answer yes to a question.
  ///
  /// @param question its key
  record AnswerIsYes(String question) implements Requirement {}

  /// The last review has evidence of each of these kinds, and none of its evidence has expired.
  ///
  /// @param kinds as `certificate`; may be empty
  record EvidenceCurrent(Set<String> kinds) implements Requirement {
    public EvidenceCurrent {
      kinds = Set.copyOf(kinds);
    }
  }

  /// No corrective action is overdue.
  record ActionsInTime() implements Requirement {}

  /// Nothing was found in the vendor's own exports but what its file declares or lets it have.
  record HoldsAsDeclared() implements Requirement {}

  /// Its name in files, findings and the database.
  default String label() {
    return switch (this) {
      case ContractInForce _ -> "contract-in-force";
      case AgreementInForce _ -> "dpa-in-force";
      case RegionsWithin _ -> "regions-within";
      case TransfersCovered _ -> "transfers-covered";
      case RetentionAtMost _ -> "retention-at-most";
      case NoticeWithin _ -> "notice-within";
      case ReviewWithin _ -> "review-within";
      case AnswerIsYes(String question) -> "answer-yes:" + question;
      case EvidenceCurrent _ -> "evidence-current";
      case ActionsInTime _ -> "actions-in-time";
      case HoldsAsDeclared _ -> "holds-as-declared";
    };
  }
}
