package dev.firebreak.notice;

import java.io.IOException;
import java.util.List;

/// Where it is looked up whether a domain takes mail: DNS, or what somebody pasted. Thread-safe.
@FunctionalInterface
public interface MailRecords {
  /// The values of one type at a domain, as a zone file writes them; empty where there are none,
  /// and where there is no such domain.
  ///
  /// @throws IOException where that cannot be told now
  List<String> of(String domain, Type type) throws IOException;

  /// Kinds of record that say where mail goes.
  enum Type {
    MX,
    A,
    AAAA
  }

  /// Whether mail can go to a domain: to the hosts of its MX records, or without any to its own
  /// addresses (RFC 5321 §5.1). A single MX record that names no host says that it takes none (RFC
  /// 7505).
  ///
  /// @throws IOException where that cannot be told now
  default boolean takesMail(String domain) throws IOException {
    List<String> exchangers = of(domain, Type.MX);
    if (!exchangers.isEmpty()) {
      return exchangers.stream().anyMatch(MailRecords::namesHost);
    }
    return !of(domain, Type.A).isEmpty() || !of(domain, Type.AAAA).isEmpty();
  }

  /// False for `0 .`, of which some resolvers leave out the dot.
  private static boolean namesHost(String exchanger) {
    String host = exchanger.strip().replaceFirst("^\\d+\\s*", "");
    return !host.isEmpty() && !host.equals(".");
  }
}
