package dev.firebreak.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class EngineMixinTest {
  @Command
  private static final class Anything {
    @CommandLine.Mixin private final EngineMixin engine = new EngineMixin();
  }

  private static EngineMixin parsed(String... options) {
    Anything anything = new Anything();
    new CommandLine(anything).parseArgs(options);
    return anything.engine;
  }

  @Test
  void withoutOptionsTheEngineIsTheOneThatIsAlwaysThere() {
    assertThat(parsed().assessor()).isNotNull();
    assertThat(parsed("--engine", "duckdb").assessor()).isNotNull();
  }

  @Test
  void anEngineThatIsNotInstalledIsRefusedWithTheWayToGetIt() {
    assertThatThrownBy(() -> parsed("--engine", "spark").assessor())
        .isInstanceOfSatisfying(
            FirebreakException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_USE))
        .hasMessageContaining("docs/guides/spark.md");
  }

  @Test
  void aMasterWithoutAnEngineIsRefused() {
    assertThatThrownBy(() -> parsed("--master", "local[*]").assessor())
        .isInstanceOf(FirebreakException.class)
        .hasMessageContaining("--engine spark");
  }
}
