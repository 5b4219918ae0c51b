package dev.firebreak.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.config.AddressRange;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.MessageKind;
import dev.firebreak.pseudonym.SubjectKey;
import dev.firebreak.taxonomy.Masks;
import dev.firebreak.vendor.BindingId;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubjectLimitTest {
  private static final BindingId WEB = new BindingId("web");
  private static final BindingId APP = new BindingId("app");

  private Instant now = Instant.parse("2025-11-09T10:00:00Z");
  private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
  private final SubjectLimit limit = new SubjectLimit(3, clock);

  @Test
  void oneClientBringsSoManyPeopleAndThoseAgain() {
    ClientAddress client = client("198.51.100.7");
    for (int i = 0; i < 3; i++) {
      assertThat(limit.admits(WEB, client, person(i))).isTrue();
    }
    assertThat(limit.admits(WEB, client, person(3))).isFalse();
    assertThat(limit.admits(WEB, client, person(2))).isTrue();
    assertThat(limit.admits(WEB, client("198.51.100.8"), person(3))).isTrue();
    assertThat(limit.admits(APP, client, person(3))).isTrue();
    now = now.plus(Duration.ofHours(1));
    assertThat(limit.admits(WEB, client, person(3))).isTrue();
  }

  @Test
  void oneNetworkOfIpv6IsOneClient() {
    assertThat(client("2001:db8:1:2::1")).isEqualTo(client("2001:db8:1:2:ffff::9"));
    assertThat(client("2001:db8:1:2::1")).isNotEqualTo(client("2001:db8:1:3::1"));
    assertThat(client("198.51.100.7").toString()).doesNotContain("198");
  }

  @Test
  void noLimitAdmitsAll() {
    SubjectLimit none = new SubjectLimit(0, clock);
    for (int i = 0; i < 100; i++) {
      assertThat(none.admits(WEB, client("198.51.100.7"), person(i))).isTrue();
    }
  }

  @Test
  void onlyTrustedProxiesNameTheirClients() {
    Clients clients =
        new Clients(List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("192.0.2.1")));
    List<String> named = List.of("203.0.113.9, 198.51.100.7", "10.1.2.3");
    assertThat(clients.named(address("10.9.9.9"), named)).isEqualTo(address("198.51.100.7"));
    assertThat(clients.named(address("192.0.2.1"), named)).isEqualTo(address("198.51.100.7"));
    assertThat(clients.named(address("192.0.2.2"), named)).isEqualTo(address("192.0.2.2"));
    assertThat(clients.named(address("10.9.9.9"), List.of("nobody")))
        .isEqualTo(address("10.9.9.9"));
    assertThat(clients.named(address("10.9.9.9"), List.of())).isEqualTo(address("10.9.9.9"));
  }

  @Test
  void devicesThatAreLinkedToOnePersonAreLimitedToo() {
    ClientAddress client = client("198.51.100.7");
    for (int i = 0; i < 3; i++) {
      assertThat(limit.admits(WEB, client, header(1, new SubjectKey(2, i)))).isTrue();
    }
    assertThat(limit.admits(WEB, client, header(1, new SubjectKey(2, 3)))).isFalse();
    assertThat(limit.admits(WEB, client, header(1, new SubjectKey(2, 0)))).isTrue();
    assertThat(limit.admits(WEB, client, person(1))).isTrue();
  }

  private static EventHeader person(int number) {
    return header(number, null);
  }

  private static EventHeader header(int number, @Nullable SubjectKey device) {
    SubjectKey subject = new SubjectKey(1, number);
    return new EventHeader(
        MessageKind.EVENT, "id", 0, true, subject, device, "at vendor", Masks.NONE);
  }

  private static ClientAddress client(String text) {
    return ClientAddress.of(address(text));
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }
}
