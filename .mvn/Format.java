import com.google.googlejavaformat.java.Formatter;
import java.nio.file.Files;
import java.nio.file.Path;

/// Formats every source file of the tree in place; `FormatTest` checks the same.
class Format {
  static void main(String[] args) throws Exception {
    Formatter formatter = new Formatter();
    int changed = 0;
    try (var files = Files.walk(Path.of(args[0]))) {
      for (Path file : files.filter(Format::isSource).toList()) {
        String before = Files.readString(file);
        String after = formatter.formatSourceAndFixImports(before);
        if (!after.equals(before)) {
          Files.writeString(file, after);
          changed++;
        }
      }
    }
    IO.println("formatted: " + changed + " files changed");
  }

  static boolean isSource(Path file) {
    String path = file.toString();
    return path.endsWith(".java") && path.contains("/src/") && !path.contains("/target/");
  }
}
