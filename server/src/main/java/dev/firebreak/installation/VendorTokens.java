package dev.firebreak.installation;

import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.PseudonymKey;
import dev.firebreak.pseudonym.Pseudonymizer;
import dev.firebreak.vendor.VendorId;
import java.util.Optional;
import java.util.function.Supplier;

/// A vendor's tokens under its current key: the same object as long as the key is the same. Where
/// the newest key was sealed meanwhile, those of before go on, for a vendor that is cut off and
/// gets none. Thread-safe, and cheap enough to be asked with every request.
final class VendorTokens implements Supplier<Pseudonymizer> {
  private final KeyStore keys;
  private final VendorId vendor;
  private volatile Pseudonymizer last;

  VendorTokens(KeyStore keys, VendorId vendor) {
    this.keys = keys;
    this.vendor = vendor;
    last = new Pseudonymizer(keys.pseudonymKey(vendor));
  }

  @Override
  public Pseudonymizer get() {
    Pseudonymizer now = last;
    Optional<PseudonymKey> current = keys.currentKey(vendor);
    return current.isEmpty() || current.get().keyVersion() == now.keyVersion() ? now : follow();
  }

  private synchronized Pseudonymizer follow() {
    PseudonymKey current = keys.pseudonymKey(vendor);
    if (current.keyVersion() != last.keyVersion()) {
      last = new Pseudonymizer(current);
    }
    return last;
  }
}
