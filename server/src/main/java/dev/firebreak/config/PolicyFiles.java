package dev.firebreak.config;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.policy.Policy;
import dev.firebreak.template.TextResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Finds the policy that a binding names: a file, or `shipped:NAME`.
public final class PolicyFiles {
  private static final String SHIPPED = "shipped:";
  private static final long FILE_BYTES_MAX = 1 << 20;

  private PolicyFiles() {}

  /// @throws FirebreakException POLICY_INVALID with every problem, INPUT_UNREADABLE, or
  ///   CONFIG_INVALID where the policy is another vendor's
  public static Policy of(BindingConfig binding) {
    Policy policy = load(binding.policy());
    if (!policy.vendor().equals(binding.vendor())) {
      throw new FirebreakException(
          ErrorCode.CONFIG_INVALID,
          "the binding "
              + binding.id()
              + " is of the vendor "
              + binding.vendor()
              + ", its policy of "
              + policy.vendor()
              + "; name the right policy file");
    }
    return policy;
  }

  /// The policy of a file, or of `shipped:NAME`.
  ///
  /// @throws FirebreakException as [#of], but for the vendor
  public static Policy load(Path path) {
    String name = path.toString();
    if (name.startsWith(SHIPPED)) {
      return shipped(name.substring(SHIPPED.length()));
    }
    return Policy.parse(name, read(path));
  }

  /// The text of a binding's policy as it is now, whether it is a good one or not.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE, or CONFIG_INVALID for one that does not ship
  public static String text(BindingConfig binding) {
    String name = binding.policy().toString();
    if (!name.startsWith(SHIPPED)) {
      return read(binding.policy());
    }
    String shipped = name.substring(SHIPPED.length());
    var _ = shipped(shipped);
    return TextResource.of("/policies/" + shipped + ".yaml");
  }

  private static Policy shipped(String name) {
    try {
      return Policy.shipped(name);
    } catch (IllegalArgumentException e) {
      throw new FirebreakException(
          ErrorCode.CONFIG_INVALID,
          "no policy ships as " + name + "; there is shipped:mixpanel",
          e);
    }
  }

  private static String read(Path path) {
    try {
      if (Files.size(path) > FILE_BYTES_MAX) {
        throw new FirebreakException(
            ErrorCode.INPUT_TOO_LARGE, path + " is larger than 1 MiB: is it a policy?");
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE, "the policy " + path + " cannot be read", e);
    }
  }
}
