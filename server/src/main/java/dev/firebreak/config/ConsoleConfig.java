package dev.firebreak.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/// Where operators reach the console.
///
/// @param listen an address of its own, apart from the gateway's
/// @param tls how it proves who it is; empty behind a proxy that does, or on this machine alone
/// @param address what operators type into their browsers, without a path; empty where nobody said
public record ConsoleConfig(InetSocketAddress listen, Optional<Tls> tls, Optional<URI> address) {
  /// A PKCS #12 file with one key and its certificates.
  public record Tls(Path keyStore, Secret password) {}

  /// A console whose address nobody said.
  public ConsoleConfig(InetSocketAddress listen, Optional<Tls> tls) {
    this(listen, tls, Optional.empty());
  }

  /// True where only this machine reaches it.
  public boolean onThisMachine() {
    try {
      return InetAddress.getByName(listen.getHostString()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /// What operators type into their browsers; on this machine alone that is known by itself, by
  /// name, since browsers keep passkeys for names only. Empty where it isn't known.
  ///
  /// @param port where it listens
  public Optional<URI> addressAt(int port) {
    return address.or(() ->
        onThisMachine()
            ? Optional.of(URI.create((tls.isPresent() ? "https" : "http") + "://localhost:" + port))
            : Optional.empty());
  }
}
