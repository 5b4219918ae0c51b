package dev.firebreak.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.notice.MailResult;
import dev.firebreak.notice.OutgoingMail;
import dev.firebreak.register.RegisterNews;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegisterMailTest {
  private static final Instant NOW = Instant.parse("2026-03-01T08:00:00Z");

  private final CompanyMail relay = new CompanyMail();
  private final RegisterMail mail =
      new RegisterMail(
          CompanyMail.SETTINGS, "example.com", relay, Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void mailSaysWhoWhyAndWhatIsNext() throws IOException {
    mail.tell(List.of(news(RegisterNews.Kind.WARNED), news(RegisterNews.Kind.HELD)));
    OutgoingMail only = relay.sent().getFirst();
    assertThat(relay.sent()).hasSize(1);
    assertThat(only.to()).isEqualTo("privacy@example.com");
    assertThat(only.notice().subject())
        .isEqualTo("Example Desk will lose data, and 1 more about vendors");
    assertThat(only.notice().text())
        .contains("Example Desk (desk) is held: everything is queued, nothing is delivered")
        .contains("because reviewed: never reviewed")
        .contains("next: renew the review")
        .doesNotContain("http");
  }

  @Test
  void refusalIsTold() {
    relay.answers(new MailResult.Refused("550 no"));
    assertThatThrownBy(() -> mail.tell(List.of(news(RegisterNews.Kind.RESTORED))))
        .isInstanceOf(IOException.class);
  }

  private static RegisterNews news(RegisterNews.Kind kind) {
    return new RegisterNews(
        new VendorId("desk"),
        "Example Desk",
        kind,
        NOW,
        "reviewed: never reviewed",
        "renew the review");
  }
}
