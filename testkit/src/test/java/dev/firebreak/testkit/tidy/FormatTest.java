package dev.firebreak.testkit.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import dev.firebreak.testkit.tidy.SourceTree.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every source file looks as google-java-format writes it; `mvn -Pformat validate` makes it so.
class FormatTest {
  @Test
  void everySourceIsFormatted() throws IOException, FormatterException {
    Formatter formatter = new Formatter();
    List<String> unformatted = new ArrayList<>();
    for (Source source : SourceTree.java()) {
      String text = Files.readString(source.path());
      if (!formatter.formatSourceAndFixImports(text).equals(text)) {
        unformatted.add(source.toString());
      }
    }
    assertThat(unformatted).as("run: mvn -Pformat validate").isEmpty();
  }
}
