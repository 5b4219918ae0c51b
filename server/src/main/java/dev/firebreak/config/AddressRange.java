package dev.firebreak.config;

import java.net.InetAddress;

/// A range of IP addresses such as `10.0.0.0/8`, or one address. Immutable.
///
/// @param network its first address
/// @param bits how many leading bits all of its addresses share
public record AddressRange(InetAddress network, int bits) {
  public AddressRange {
    if (bits < 0 || bits > network.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("more bits than the address has");
    }
  }

  /// Reads a range; an [IllegalArgumentException] where it is none. Names are not looked up.
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int all = address.getAddress().length * Byte.SIZE;
    return new AddressRange(address, slash < 0 ? all : Integer.parseInt(text.substring(slash + 1)));
  }

  public boolean contains(InetAddress address) {
    byte[] own = network.getAddress();
    byte[] other = address.getAddress();
    if (own.length != other.length) {
      return false;
    }
    for (int i = 0; i < bits; i++) {
      int bit = 0x80 >> i % Byte.SIZE;
      if (((own[i / Byte.SIZE] ^ other[i / Byte.SIZE]) & bit) != 0) {
        return false;
      }
    }
    return true;
  }
}
