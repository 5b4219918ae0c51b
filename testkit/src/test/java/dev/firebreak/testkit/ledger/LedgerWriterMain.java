package dev.firebreak.testkit.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/// A process that accepts, delivers, feeds the ledger and compacts it until it is killed. Says each
/// batch that is in.
public final class LedgerWriterMain {
  private LedgerWriterMain() {}

  /// Arguments: folder, when the test began, seed.
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Random random = new Random(Long.parseLong(arguments[2]));
    try (LedgerWriterParts parts =
        new LedgerWriterParts(Path.of(arguments[0]), Long.parseLong(arguments[1]))) {
      Thread.ofPlatform().daemon().start(() -> compactAlways(parts));
      for (int batch = 0; ; batch++) {
        parts.accept(1 + random.nextInt(200), random);
        parts.deliver(random);
        parts.feed.feed();
        System.out.println("batch " + batch);
      }
    }
  }

  private static void compactAlways(LedgerWriterParts parts) {
    try {
      while (true) {
        parts.ledger.compact();
        LockSupport.parkNanos(1_000_000);
      }
    } catch (IOException | RuntimeException | Error e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
