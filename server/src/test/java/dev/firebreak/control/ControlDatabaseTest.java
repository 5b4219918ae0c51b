package dev.firebreak.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import java.nio.file.Path;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlDatabaseTest {
  @TempDir Path folder;
  private ControlDatabase control;

  @BeforeEach
  void open() {
    control = ControlDatabase.open(folder.resolve("control.db"));
    control.writer().useHandle(handle -> handle.execute("CREATE TABLE note (text TEXT UNIQUE)"));
  }

  @AfterEach
  void close() {
    control.close();
  }

  @Test
  void aFullDiskIsToldAsSuchAndQuotesNothing() {
    assertThatThrownBy(() ->
            control
                .writer()
                .useHandle(handle -> {
                  handle.execute("PRAGMA max_page_count = 1");
                  for (int i = 0; i < 1000; i++) {
                    handle.execute("INSERT INTO note VALUES (?)", "ada@example.com " + i);
                  }
                }))
        .isInstanceOfSatisfying(
            FirebreakException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.DISK);
              assertThat(e).hasStackTraceContaining("full");
              assertThat(e.getMessage() + e.getCause()).doesNotContain("ada@example.com");
            });
  }

  @Test
  void aBugInAStatementIsNoTroubleOfTheDisk() {
    control.writer().useHandle(handle -> handle.execute("INSERT INTO note VALUES ('a')"));
    assertThatThrownBy(() ->
            control.writer().useHandle(handle -> handle.execute("INSERT INTO note VALUES ('a')")))
        .isInstanceOf(JdbiException.class);
  }

  @Test
  void aTransactionWithinATransactionIsOne() {
    assertThatThrownBy(() ->
            control
                .writer()
                .useTransaction(outer -> {
                  control
                      .writer()
                      .useTransaction(inner -> inner.execute("INSERT INTO note VALUES ('b')"));
                  throw new IllegalStateException("afterwards");
                }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(
            control
                .reader()
                .<Integer, RuntimeException>withHandle(handle ->
                    handle.createQuery("SELECT count(*) FROM note").mapTo(Integer.class).one()))
        .isZero();
  }
}
