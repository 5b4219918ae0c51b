package dev.firebreak.gateway;

import java.net.InetAddress;

/// Who sent a request, as far as a limit needs it: an IPv4 address, or the /64 network of an IPv6
/// address, which one household or machine has. Never written anywhere. Immutable.
///
/// @param network the address's bits that count
public record ClientAddress(long network) {
  /// A client that nobody asked for.
  static final ClientAddress UNKNOWN = new ClientAddress(0);

  static ClientAddress of(InetAddress address) {
    byte[] bytes = address.getAddress();
    long network = bytes.length;
    for (int i = 0; i < Math.min(bytes.length, Long.BYTES); i++) {
      network = network << Byte.SIZE | (bytes[i] & 0xff);
    }
    return new ClientAddress(network);
  }

  @Override
  public String toString() {
    return "ClientAddress";
  }
}
