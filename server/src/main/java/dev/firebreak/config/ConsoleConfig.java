package dev.firebreak.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/// Where operators reach the console.
///
/// @param listen an address of its own, apart from the gateway's
/// @param tls how it proves who it is; empty behind a proxy that does, or on this machine alone
public record ConsoleConfig(InetSocketAddress listen, Optional<Tls> tls) {
  /// A PKCS #12 file with one key and its certificates.
  public record Tls(Path keyStore, Secret password) {}

  /// True where only this machine reaches it.
  public boolean onThisMachine() {
    try {
      return InetAddress.getByName(listen.getHostString()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
