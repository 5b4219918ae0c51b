package dev.firebreak.config;

import dev.firebreak.policy.UserIdKind;
import dev.firebreak.vendor.BindingId;
import dev.firebreak.vendor.VendorId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Joins a host name or a path prefix to one project at one vendor.
///
/// @param id its name in journal and metrics
/// @param vendor who receives
/// @param dialect `mixpanel`
/// @param mode whether the policy is applied or only counted
/// @param host host name that selects it; empty where the path prefix does
/// @param pathPrefix as `/mp`, stripped before decoding; empty string where the host selects
/// @param upstream the vendor's base address, as `https://api.mixpanel.com`
/// @param credential the vendor's project token, added at delivery
/// @param inboundCredential what the SDK must send: the project token for a public sender, a secret
///   of Firebreak's for an authenticated one
/// @param sender who may send
/// @param userId what the company uses as user id
/// @param guessableIds true where ids can be enumerated
/// @param acceptGuessableTokens true where the operator accepts tokens of guessable values by name
/// @param groups property names that are group keys, such as `organization_id`
/// @param allowedOrigins origins for CORS; empty allows every origin
/// @param policy the policy's file, or `shipped:NAME` for one that comes with Firebreak
/// @param maximumEventAge older events become `expired{vendor_age}`
public record BindingConfig(
    BindingId id,
    VendorId vendor,
    String dialect,
    Mode mode,
    Optional<String> host,
    String pathPrefix,
    URI upstream,
    Secret credential,
    Secret inboundCredential,
    Sender sender,
    UserIdKind userId,
    boolean guessableIds,
    boolean acceptGuessableTokens,
    List<String> groups,
    List<String> allowedOrigins,
    Path policy,
    Duration maximumEventAge) {
  public BindingConfig {
    groups = List.copyOf(groups);
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /// The same binding with another policy file.
  public BindingConfig withPolicy(Path file) {
    return new BindingConfig(
        id,
        vendor,
        dialect,
        mode,
        host,
        pathPrefix,
        upstream,
        credential,
        inboundCredential,
        sender,
        userId,
        guessableIds,
        acceptGuessableTokens,
        groups,
        allowedOrigins,
        file,
        maximumEventAge);
  }

  /// Whether the policy is applied, or everything goes out but for secrets.
  public enum Mode {
    ENFORCE,
    OBSERVE
  }

  /// Who may send to a binding.
  public enum Sender {
    /// Browsers and apps with the vendor's public project token.
    PUBLIC,
    /// The company's own servers with a secret.
    AUTHENTICATED
  }
}
