package dev.firebreak.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Firebreak is killed while Spark works for it: nothing of Spark is left.
@Timeout(300)
class SparkParentDeathTest {
  private static final int DRIVER_AND_EXECUTOR = 2;
  private static final int END_SECONDS = 60;

  @TempDir Path folder;

  @Test
  void driverAndExecutorEndWhenTheProcessThatStartedThemIsKilled() throws Exception {
    Process firebreak =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                HeldSession.class.getName(),
                SparkHome.make("killed", SparkHome.SMALL).toString(),
                folder.resolve("work").toString())
            .redirectErrorStream(true)
            .start();
    List<ProcessHandle> started;
    try {
      String said = firebreak.inputReader(StandardCharsets.UTF_8).readLine();
      assertThat(said).startsWith(HeldSession.AT_WORK);
      started = firebreak.descendants().toList();
      assertThat(started).hasSizeGreaterThanOrEqualTo(DRIVER_AND_EXECUTOR);
      assertThat(started).allMatch(ProcessHandle::isAlive);
    } finally {
      firebreak.destroyForcibly().waitFor();
    }
    for (ProcessHandle each : started) {
      each.onExit().get(END_SECONDS, TimeUnit.SECONDS);
    }
  }
}
