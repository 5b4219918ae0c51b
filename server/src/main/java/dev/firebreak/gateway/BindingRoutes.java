package dev.firebreak.gateway;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the binding of a request: by host name first, then by the longest path prefix among those
/// that name no host. Immutable.
final class BindingRoutes {
  private final List<EventPipeline> longestPrefixFirst;

  /// Where a request goes.
  ///
  /// @param path the rest of it, without the binding's prefix
  record Route(EventPipeline pipeline, String path) {}

  BindingRoutes(List<EventPipeline> pipelines) {
    longestPrefixFirst =
        pipelines.stream()
            .sorted(Comparator.comparingInt(pipeline -> -prefix(pipeline).length()))
            .toList();
  }

  /// @param host as the request names it, without port
  Optional<Route> find(String host, String path) {
    Optional<Route> byHost =
        longestPrefixFirst.stream()
            .filter(pipeline -> isHost(pipeline, host) && hasPrefix(pipeline, path))
            .findFirst()
            .map(pipeline -> route(pipeline, path));
    return byHost.or(() ->
        longestPrefixFirst.stream()
            .filter(pipeline -> pipeline.binding().config().host().isEmpty())
            .filter(pipeline -> hasPrefix(pipeline, path))
            .findFirst()
            .map(pipeline -> route(pipeline, path)));
  }

  private static Route route(EventPipeline pipeline, String path) {
    String rest = path.substring(prefix(pipeline).length());
    return new Route(pipeline, rest.isEmpty() ? "/" : rest);
  }

  private static boolean isHost(EventPipeline pipeline, String host) {
    return pipeline
        .binding()
        .config()
        .host()
        .filter(own -> own.toLowerCase(Locale.ROOT).equals(host.toLowerCase(Locale.ROOT)))
        .isPresent();
  }

  private static boolean hasPrefix(EventPipeline pipeline, String path) {
    String prefix = prefix(pipeline);
    return path.startsWith(prefix)
        && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
  }

  private static String prefix(EventPipeline pipeline) {
    String prefix = pipeline.binding().config().pathPrefix();
    return prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
  }
}
