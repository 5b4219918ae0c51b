package dev.firebreak.gateway;

import dev.firebreak.config.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// Tells who sent a request: the peer of the connection or, where that is a proxy of the company's,
/// whom it names. Immutable.
public final class Clients {
  private static final int NAMED_MAX = 32;

  private final List<AddressRange> trustedProxies;

  public Clients(List<AddressRange> trustedProxies) {
    this.trustedProxies = List.copyOf(trustedProxies);
  }

  /// Who sent this request.
  public ClientAddress of(Request request) {
    if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress socket
        && socket.getAddress() != null) {
      return ClientAddress.of(
          named(
              socket.getAddress(), request.getHeaders().getValuesList(HttpHeader.X_FORWARDED_FOR)));
    }
    return ClientAddress.UNKNOWN;
  }

  /// Whether nobody between the browser and here could read a request: it came by TLS, or a proxy
  /// of the company's says that it took it by TLS.
  public boolean isSecure(Request request) {
    return request.isSecure()
        || (request.getConnectionMetaData().getRemoteSocketAddress()
                instanceof InetSocketAddress socket
            && socket.getAddress() != null
            && isTrusted(socket.getAddress())
            && "https".equals(request.getHeaders().get(HttpHeader.X_FORWARDED_PROTO)));
  }

  /// The last address that no trusted proxy has; what stands before it, anybody can have written.
  InetAddress named(InetAddress peer, List<String> forwarded) {
    InetAddress last = peer;
    List<String> names =
        forwarded.stream().flatMap(value -> List.of(value.split(",", -1)).stream()).toList();
    for (int i = names.size() - 1; i >= Math.max(0, names.size() - NAMED_MAX); i--) {
      if (!isTrusted(last)) {
        return last;
      }
      try {
        last = InetAddress.ofLiteral(names.get(i).strip());
      } catch (IllegalArgumentException noAddress) {
        return last;
      }
    }
    return last;
  }

  private boolean isTrusted(InetAddress address) {
    return trustedProxies.stream().anyMatch(range -> range.contains(address));
  }
}
