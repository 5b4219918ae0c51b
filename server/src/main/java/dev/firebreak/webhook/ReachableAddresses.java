package dev.firebreak.webhook;

import dev.firebreak.config.AddressRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/// Which addresses a webhook may lead to: this machine, public ones, and private networks that the
/// settings name. It is asked at every connection, with the address that is then used: a name that
/// leads elsewhere later does not lead inside. Immutable.
///
/// @param thisMachineAlone whether nothing but this machine is reached, as without TLS
/// @param allowed private networks
record ReachableAddresses(boolean thisMachineAlone, List<AddressRange> allowed)
    implements DnsResolver {
  /// Special-purpose addresses (RFC 6890), and those that carry one within them.
  private static final List<AddressRange> PRIVATE =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.88.99.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/3",
              "::/96",
              "64:ff9b::/96",
              "64:ff9b:1::/48",
              "100::/64",
              "2001::/23",
              "2001:db8::/32",
              "2002::/16",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "ff00::/8")
          .map(AddressRange::parse)
          .toList();

  ReachableAddresses {
    allowed = List.copyOf(allowed);
  }

  /// A name that leads to addresses that may not be reached.
  static final class NotAllowed extends UnknownHostException {
    private static final long serialVersionUID = 1L;
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] reachable =
        Arrays.stream(InetAddress.getAllByName(host))
            .filter(this::mayReach)
            .toArray(InetAddress[]::new);
    if (reachable.length == 0) {
      throw new NotAllowed();
    }
    return reachable;
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }

  boolean mayReach(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return true;
    }
    return !thisMachineAlone
        && (PRIVATE.stream().noneMatch(range -> range.contains(address))
            || allowed.stream().anyMatch(range -> range.contains(address)));
  }
}
