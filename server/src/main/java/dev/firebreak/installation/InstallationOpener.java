package dev.firebreak.installation;

import dev.firebreak.audit.HashChainAuditLog;
import dev.firebreak.config.DataDirectory;
import dev.firebreak.config.FirebreakConfig;
import dev.firebreak.control.ControlDatabase;
import dev.firebreak.disk.DiskFiles;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.keys.ControlKeyRegister;
import dev.firebreak.keys.KeyRegister;
import dev.firebreak.keys.KeyStore;
import dev.firebreak.ledger.CompactionRules;
import dev.firebreak.ledger.ParquetLedger;
import dev.firebreak.pseudonym.SecretBytes;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;

/// Opens an installation's parts in order, and closes what was opened where a later one fails.
public final class InstallationOpener {
  private static final long LEDGER_MEMORY_BYTES = 256L << 20;
  private static final int LEDGER_THREADS = 2;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private InstallationOpener() {}

  /// Takes the data directory and opens everything in it.
  ///
  /// @throws FirebreakException DATA_DIRECTORY_IN_USE where another process owns it,
  ///   KEY_UNREADABLE, DATA_DAMAGED or DISK
  public static Installation open(FirebreakConfig config, Clock clock) {
    InstallationOpener opener = new InstallationOpener();
    try {
      return opener.openAll(config, clock);
    } catch (RuntimeException e) {
      opener.closeAll(e);
      throw e;
    }
  }

  private Installation openAll(FirebreakConfig config, Clock clock) {
    DataDirectory directory = keep(DataDirectory.own(config.dataDirectory()));
    SecretBytes masterKey = MasterKey.read(config.masterKeyFile());
    ControlDatabase control = keep(ControlDatabase.open(directory.controlDatabase()));
    KeyStore keys = keys(directory, masterKey, new ControlKeyRegister(control, clock));
    ParquetLedger ledger =
        keep(
            ParquetLedger.open(
                directory.ledger(),
                directory.work().resolve("ledger"),
                new ParquetLedger.Settings(
                    LEDGER_MEMORY_BYTES, LEDGER_THREADS, CompactionRules.DEFAULT, clock)));
    return new Installation(
        config, directory, keys, control, new HashChainAuditLog(control, clock), ledger, clock);
  }

  private static KeyStore keys(
      DataDirectory directory, SecretBytes masterKey, KeyRegister register) {
    try {
      return KeyStore.open(
          DiskFiles.in(directory.keys()), masterKey, register, !directory.holdsRecords());
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.DISK, "the folder of keys cannot be used: " + e.getMessage(), e);
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    opened.push(part);
    return part;
  }

  private void closeAll(RuntimeException reason) {
    for (AutoCloseable part : opened) {
      try {
        part.close();
      } catch (Exception e) {
        reason.addSuppressed(e);
      }
    }
  }
}
