package dev.firebreak.notice;

import java.util.function.LongConsumer;

/// A send that was allowed and begun in the audit log, to be run once.
@FunctionalInterface
public interface CampaignSend {
  /// Sends until everybody has an outcome, or the campaign is stopped.
  ///
  /// @param accepted as for [Campaigns#send]
  /// @throws dev.firebreak.error.FirebreakException MAIL_UNREACHABLE where the relay does not
  ///   answer or this thread is interrupted, after which sending again goes on
  CampaignProgress run(LongConsumer accepted);
}
