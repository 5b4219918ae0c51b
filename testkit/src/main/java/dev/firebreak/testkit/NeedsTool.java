package dev.firebreak.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Marks a test that needs programs beyond a JDK and Maven. Where one is missing, the test is left
/// out and a line in `target/left-out.txt` says so; with `FIREBREAK_REQUIRE_ALL=1` it fails.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ToolCondition.class)
public @interface NeedsTool {
  /// Names of programs, looked for in `PATH`.
  String[] value();
}
