package dev.firebreak.keys;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.Deciding;
import dev.firebreak.access.Role;
import dev.firebreak.access.StatedReason;
import dev.firebreak.access.TwoOperators;
import dev.firebreak.audit.AuditLog;
import dev.firebreak.digest.Sha256;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.ledger.LedgerStore;
import dev.firebreak.pseudonym.KeyId;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The life of vendors' pseudonym keys as operators decide it: rotated, sealed into a file that
/// lies elsewhere, brought back for a purpose, destroyed. Every decision is in the audit log before
/// it takes effect. Thread-safe; decisions about sealing and destroying are taken one at a time.
public final class VendorKeys {
  private final Parts parts;
  private final KeyRotation rotation;
  private final SecureRandom random = new SecureRandom();

  /// What this needs of an installation.
  ///
  /// @param believed the time, if it can be believed by whoever destroys
  /// @param receiving whether anything that comes in for a vendor is treated: the newest key stays
  ///   online as long as it is
  /// @param uses what keys are still needed for
  /// @param makers what still makes tokens with a key: it is neither sealed nor destroyed then
  public record Parts(
      KeyStore keys,
      LedgerStore ledger,
      AuditLog audit,
      Clock clock,
      Supplier<Optional<Instant>> believed,
      Predicate<VendorId> receiving,
      List<KeyUse> uses,
      List<KeyUse> makers) {
    public Parts {
      uses = List.copyOf(uses);
      makers = List.copyOf(makers);
    }
  }

  public VendorKeys(Parts parts) {
    this.parts = parts;
    rotation = new KeyRotation(parts.keys(), parts.audit());
  }

  /// A key that was written into a file and is still online.
  ///
  /// @param file where it was written
  /// @param code what opens the file: to be shown once, and typed back
  public record Prepared(
      KeyVersion version, Path file, KeyVersion.Sealing sealing, OpeningCode code) {}

  /// Who is lost with a key.
  ///
  /// @param subjects of whom the vendor has ids under this key and none that could still be
  ///   resolved or reads in clear
  /// @param subjectsUnder of whom it has any id under this key
  public record Unfindable(long subjects, long subjectsUnder) {}

  /// Every keyVersion of every vendor.
  public List<KeyVersion> list() {
    return parts.keys().keyVersions();
  }

  /// Those of one vendor, the oldest first; empty where it never had a key.
  public List<KeyVersion> list(VendorId vendor) {
    return list().stream().filter(version -> version.vendor().equals(vendor)).toList();
  }

  /// True for the version that makes the vendor's tokens now.
  public boolean isCurrent(KeyVersion version) {
    return parts
        .keys()
        .currentKey(version.vendor())
        .filter(key -> key.id().equals(version.id()))
        .isPresent();
  }

  /// One version.
  ///
  /// @throws FirebreakException NOT_FOUND where there never was one
  public KeyVersion get(VendorId vendor, int keyVersion) {
    return list(vendor).stream()
        .filter(version -> version.keyVersion() == keyVersion)
        .findFirst()
        .orElseThrow(() ->
            new FirebreakException(
                ErrorCode.NOT_FOUND,
                vendor + " has no key version " + keyVersion + "; `key list` shows all"));
  }

  /// Begins a vendor's next keyVersion: a running gateway makes its tokens with it from the next
  /// request on, those of before still resolve.
  ///
  /// @throws FirebreakException NOT_FOUND for a vendor that never had a key
  public KeyVersion rotate(VendorId vendor, ConfirmedOperator operator, String reason) {
    check(operator, reason);
    if (list(vendor).isEmpty()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND, vendor + " has no key yet; it gets one with its first binding");
    }
    return get(vendor, rotation.rotate(vendor, operator.name(), reason).keyVersion());
  }

  /// Writes a key into a new file, as the first half of its sealing: it stays where it is until
  /// [#seal] has shown that its code was noted. Whoever does not get there calls [#giveUp]; the
  /// audit entry `KeySealingBegun` has the file's digest, so that one that was left is known.
  ///
  /// @param file where the key goes
  /// @param retainUntil it is not destroyed before
  /// @throws FirebreakException WRONG_USE where it was sealed before or is not here, where it is
  ///   still needed to treat what comes in, the date is past, or there is such a file
  public Prepared prepare(
      KeyVersion asked, Path file, Instant retainUntil, ConfirmedOperator operator, String reason) {
    check(operator, reason);
    try (Deciding _ = deciding()) {
      KeyVersion version = get(asked.vendor(), asked.keyVersion());
      requireSealable(version, retainUntil);
      if (version.sealing().isPresent()) {
        throw wrong(name(version) + " goes back to the file that it came from");
      }
      OpeningCode code = OpeningCode.random(random);
      KeyMaterial material = parts.keys().material(version);
      byte[] bytes = SealedKeyFile.seal(version, material, code, retainUntil, random);
      KeyVersion.Sealing sealing = new KeyVersion.Sealing(retainUntil, Sha256.hex(bytes));
      Map<String, String> details = details(version, reason);
      details.put("retainUntil", retainUntil.toString());
      details.put("fileSha256", sealing.sha256());
      audit(operator, "KeySealingBegun", version, details);
      OfflineFile.write(file, bytes);
      return new Prepared(version, file, sealing, code);
    }
  }

  /// Deletes what was prepared where the key is not sealed into it: a copy of a key that nobody
  /// knows of would outlive its destruction. Does nothing where the key was sealed.
  ///
  /// @throws FirebreakException DISK where the file could not be deleted, or is another one:
  ///   whoever prepared it must see to it
  public void giveUp(Prepared prepared, ConfirmedOperator operator, String reason) {
    check(operator, reason);
    try (Deciding _ = deciding()) {
      KeyVersion version = get(prepared.version().vendor(), prepared.version().keyVersion());
      if (!version.state().isHere()) {
        return;
      }
      String problem = "";
      try {
        requireFile(version, prepared.sealing(), prepared.file());
        OfflineFile.delete(prepared.file());
      } catch (FirebreakException | IOException e) {
        problem = String.valueOf(e.getMessage());
      }
      Map<String, String> details = details(version, reason);
      details.put("fileSha256", prepared.sealing().sha256());
      details.put("file", problem.isEmpty() ? "deleted" : "not deleted");
      audit(operator, "KeySealingGivenUp", version, details);
      if (!problem.isEmpty()) {
        throw new FirebreakException(
            ErrorCode.DISK,
            prepared.file()
                + " holds a copy of "
                + name(version)
                + " that nothing will ever ask for, and could not be deleted ("
                + problem
                + "): delete it");
      }
    }
  }

  /// Takes a key out of the folder of keys that was written into its file.
  ///
  /// @param typed the file's code, as whoever keeps it typed it back
  /// @throws FirebreakException KEY_UNREADABLE where the file does not open with it, or is not what
  ///   was written; the key stays where it is then
  public KeyVersion seal(
      Prepared prepared, OpeningCode typed, ConfirmedOperator operator, String reason) {
    check(operator, reason);
    try (Deciding _ = deciding()) {
      KeyVersion version = get(prepared.version().vendor(), prepared.version().keyVersion());
      requireSealable(version, prepared.sealing().retainUntil());
      byte[] bytes = requireFile(version, prepared.sealing(), prepared.file());
      KeyMaterial written = SealedKeyFile.open(bytes, version, typed);
      if (!written.equals(parts.keys().material(version))) {
        throw new FirebreakException(
            ErrorCode.KEY_UNREADABLE, prepared.file() + " does not hold this key");
      }
      return takeOut(version, prepared.sealing(), operator, reason);
    }
  }

  /// Takes a key out of the folder of keys that was brought back: its file has it still.
  ///
  /// @param file where it came from
  /// @param retainUntil it is not destroyed before; where an earlier sealing said later, then later
  /// @throws FirebreakException WRONG_USE where it was never sealed, or the file is another one
  public KeyVersion sealAgain(
      KeyVersion asked, Path file, Instant retainUntil, ConfirmedOperator operator, String reason) {
    check(operator, reason);
    try (Deciding _ = deciding()) {
      KeyVersion version = get(asked.vendor(), asked.keyVersion());
      requireSealable(version, retainUntil);
      KeyVersion.Sealing before =
          version.sealing().orElseThrow(() -> wrong(name(version) + " was never sealed"));
      requireFile(version, before, file);
      Instant later =
          retainUntil.isAfter(before.retainUntil()) ? retainUntil : before.retainUntil();
      KeyVersion.Sealing sealing = new KeyVersion.Sealing(later, before.sha256());
      return takeOut(version, sealing, operator, reason);
    }
  }

  private void requireSealable(KeyVersion version, Instant retainUntil) {
    if (!version.state().isHere()) {
      throw wrong(name(version) + " is " + words(version) + " already");
    }
    if (isCurrent(version) && parts.receiving().test(version.vendor())) {
      throw wrong(name(version) + " makes tokens now; rotate first, or cut the vendor off");
    }
    if (!retainUntil.isAfter(parts.clock().instant())) {
      throw wrong("the day until which the key is retained is past");
    }
    List<String> needs;
    try {
      needs = needs(parts.makers(), version);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "what " + name(version) + " is needed for cannot be told now", e);
    }
    if (!needs.isEmpty()) {
      throw wrong(name(version) + " is still needed: " + String.join("; ", needs));
    }
  }

  private static List<String> needs(List<KeyUse> uses, KeyVersion version) throws IOException {
    List<String> needs = new ArrayList<>();
    for (KeyUse use : uses) {
      needs.addAll(use.needs(version));
    }
    return needs;
  }

  private Deciding deciding() {
    return Deciding.under(parts.keys().decisions());
  }

  private KeyVersion takeOut(
      KeyVersion version, KeyVersion.Sealing sealing, ConfirmedOperator operator, String reason) {
    KeyVersion next = version.to(KeyVersion.State.SEALED, change(operator), sealing);
    Map<String, String> details = details(version, reason);
    details.put("retainUntil", sealing.retainUntil().toString());
    details.put("fileSha256", sealing.sha256());
    parts.keys().takeOut(next, () -> audit(operator, "KeySealed", version, details));
    return next;
  }

  /// Brings a sealed key back for resolving. Its file stays what it is: [#sealAgain] ends this.
  ///
  /// @throws FirebreakException WRONG_USE where it is not sealed, or the file is another one;
  ///   KEY_UNREADABLE where the code does not open it
  public KeyVersion unseal(
      KeyVersion asked, Path file, OpeningCode code, ConfirmedOperator operator, String reason) {
    check(operator, reason);
    try (Deciding _ = deciding()) {
      KeyVersion version = get(asked.vendor(), asked.keyVersion());
      KeyVersion.Sealing sealing = requireSealed(version);
      KeyMaterial material = SealedKeyFile.open(requireFile(version, sealing, file), version, code);
      KeyVersion next = version.to(KeyVersion.State.UNSEALED, change(operator), sealing);
      Map<String, String> details = details(version, reason);
      parts
          .keys()
          .bringBack(next, material, () -> audit(operator, "KeyUnsealed", version, details));
      return next;
    }
  }

  /// Counts in the ledger who can no longer be found by their ids at the vendor without this key.
  public Unfindable unfindable(KeyVersion version) throws IOException {
    Set<KeyId> left =
        list().stream()
            .filter(each -> each.state() != KeyVersion.State.DESTROYED)
            .map(KeyVersion::id)
            .filter(id -> !id.equals(version.id()))
            .collect(Collectors.toSet());
    UnfindableTally tally = new UnfindableTally(version.id(), left);
    parts.ledger().forEachId(version.vendor(), tally::add);
    return tally.result();
  }

  /// Why a key may not be destroyed now, each a clause for people; empty where it may.
  public List<String> obstacles(KeyVersion asked) throws IOException {
    KeyVersion version = get(asked.vendor(), asked.keyVersion());
    List<String> obstacles = new ArrayList<>();
    Optional<Instant> retainUntil = version.sealing().map(KeyVersion.Sealing::retainUntil);
    if (version.state() != KeyVersion.State.SEALED || retainUntil.isEmpty()) {
      obstacles.add("it is " + words(version) + ", not sealed");
    } else {
      Optional<Instant> now = parts.believed().get();
      if (now.isEmpty()) {
        obstacles.add("the clock cannot be believed: see to it first");
      } else if (now.get().isBefore(retainUntil.get())) {
        obstacles.add("it is retained until " + retainUntil.get());
      }
    }
    obstacles.addAll(needs(parts.uses(), version));
    obstacles.addAll(needs(parts.makers(), version));
    return obstacles;
  }

  /// True where files of a key that was taken out could not be deleted from the folder of keys yet.
  public boolean leavesFiles(KeyVersion version) {
    return !version.state().isHere() && parts.keys().hasFiles(version);
  }

  /// Destroys a sealed key for good, and its file with it. Of one that is destroyed it deletes the
  /// file that was left.
  ///
  /// @param file the sealed key's file; empty where it is said to be gone already
  /// @param first who decides
  /// @param second who confirms it, somebody else
  /// @throws FirebreakException SECOND_OPERATOR_NEEDED, NOT_ALLOWED with every obstacle, WRONG_USE
  ///   where the file is another one, DISK where files in the folder of keys could not be deleted,
  ///   or the file: the key is destroyed here then
  public KeyVersion destroy(
      KeyVersion asked,
      Optional<Path> file,
      ConfirmedOperator first,
      ConfirmedOperator second,
      String reason)
      throws IOException {
    TwoOperators.require("destroying", first, second);
    StatedReason.check(reason);
    try (Deciding _ = deciding()) {
      KeyVersion version = get(asked.vendor(), asked.keyVersion());
      if (version.state() == KeyVersion.State.DESTROYED && file.isPresent()) {
        finish(version, file.get(), first, second, reason);
        return version;
      }
      List<String> obstacles = obstacles(version);
      if (!obstacles.isEmpty()) {
        throw new FirebreakException(
            ErrorCode.NOT_ALLOWED,
            name(version) + " cannot be destroyed: " + String.join("; ", obstacles));
      }
      KeyVersion.Sealing sealing = requireSealed(version);
      file.ifPresent(shown -> requireFile(version, sealing, shown));
      parts.keys().requireGone(version);
      KeyVersion next = version.to(KeyVersion.State.DESTROYED, change(first), sealing);
      Map<String, String> details = details(version, reason);
      details.put("secondOperator", second.name());
      details.put("unfindable", Long.toString(unfindable(version).subjects()));
      details.put("fileSha256", sealing.sha256());
      details.put("file", file.isPresent() ? "to be deleted" : "said to be gone");
      parts.keys().note(next, () -> audit(first, "KeyDestroyed", version, details));
      if (file.isPresent()) {
        finish(next, file.get(), first, second, reason);
      }
      return next;
    }
  }

  /// Deletes the file of a key that is destroyed.
  private void finish(
      KeyVersion version,
      Path file,
      ConfirmedOperator first,
      ConfirmedOperator second,
      String reason) {
    KeyVersion.Sealing sealing =
        version.sealing().orElseThrow(() -> wrong(name(version) + " was never sealed"));
    parts.keys().requireGone(version);
    requireFile(version, sealing, file);
    delete(file);
    Map<String, String> details = details(version, reason);
    details.put("secondOperator", second.name());
    details.put("fileSha256", sealing.sha256());
    audit(first, "SealedKeyFileDeleted", version, details);
  }

  private static void delete(Path file) {
    try {
      OfflineFile.delete(file);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK,
          "the key is destroyed here, but "
              + file
              + " could not be deleted: say `key destroy` with it again, or delete it, and destroy"
              + " its opening code",
          e);
    }
  }

  private static KeyVersion.Sealing requireSealed(KeyVersion version) {
    if (version.state() != KeyVersion.State.SEALED) {
      throw wrong(name(version) + " is " + words(version) + ", not sealed");
    }
    return version.sealing().orElseThrow(() -> new IllegalStateException("sealed without a file"));
  }

  private static byte[] requireFile(KeyVersion version, KeyVersion.Sealing sealing, Path file) {
    byte[] bytes = OfflineFile.read(file);
    if (!Sha256.hex(bytes).equals(sealing.sha256())) {
      throw wrong(file + " is not the file that " + name(version) + " was sealed into");
    }
    return bytes;
  }

  private void audit(
      ConfirmedOperator operator, String action, KeyVersion version, Map<String, String> details) {
    parts.audit().append(operator.name(), action, "vendor:" + version.vendor(), details);
  }

  private KeyVersion.Change change(ConfirmedOperator operator) {
    return new KeyVersion.Change(parts.clock().instant(), operator.name());
  }

  private static Map<String, String> details(KeyVersion version, String reason) {
    Map<String, String> details = new TreeMap<>();
    details.put("keyVersion", Integer.toString(version.keyVersion()));
    details.put("keyId", version.id().value());
    details.put("reason", reason);
    return details;
  }

  private static void check(ConfirmedOperator operator, String reason) {
    if (!operator.role().includes(Role.PRIVACY_OFFICER)) {
      throw new FirebreakException(
          ErrorCode.NOT_ALLOWED, "keys need a privacy officer or an administrator");
    }
    StatedReason.check(reason);
  }

  private static String name(KeyVersion version) {
    return "key version " + version.keyVersion() + " of " + version.vendor();
  }

  private static String words(KeyVersion version) {
    return switch (version.state()) {
      case ONLINE -> "online";
      case SEALED -> "sealed";
      case UNSEALED -> "unsealed";
      case DESTROYED -> "destroyed";
    };
  }

  private static FirebreakException wrong(String message) {
    return new FirebreakException(ErrorCode.WRONG_USE, message);
  }
}
