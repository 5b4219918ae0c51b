package dev.firebreak.notice;

import java.util.List;

/// The double keeps the contract, so that campaigns may be tested with it.
class FakeMailTransportTest implements MailTransportContract {
  private final FakeMailTransport transport = new FakeMailTransport();

  @Override
  public MailTransport transport(int code) {
    transport.answer(_ -> result(code));
    return transport;
  }

  private static MailResult result(int code) {
    return switch (code / 100) {
      case 0 -> new MailResult.Unknown("no answer");
      case 4 -> new MailResult.Deferred("deferred");
      case 5 -> new MailResult.Refused("refused");
      default -> new MailResult.Accepted("ok");
    };
  }

  @Override
  public MailTransport unreachable() {
    transport.unreachable(true);
    return transport;
  }

  @Override
  public List<String> arrived() {
    return transport.accepted().stream().map(OutgoingMail::to).toList();
  }
}
