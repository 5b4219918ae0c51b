package dev.firebreak.cli;

import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.incident.WorkFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A notice as a mail program on a telephone shows it, 390 pixels wide: a picture by the Chromium
/// on `PATH`, and the page itself where there is none. The mail has no styles of its own; colors
/// are those that mail programs take.
///
/// @param html the notice's HTML
/// @param dark whether in dark colors
record NoticePicture(String html, boolean dark) {
  private static final List<String> BROWSERS = List.of("chromium", "chromium-browser");
  private static final String SIZE = "390,2200";
  private static final long SECONDS_MAX = 60;

  /// Writes to a new file. Without Chromium `notice.png` becomes `notice.html`.
  ///
  /// @return what was written
  /// @throws FirebreakException WRONG_USE where the file exists; INPUT_UNREADABLE where it cannot
  ///   be written, or Chromium makes no picture
  Path write(Path file) {
    Optional<Path> browser = browser();
    boolean picture = file.toString().endsWith(".png") && browser.isPresent();
    Path target = picture ? file : page(file);
    try {
      if (Files.exists(target)) {
        throw new FirebreakException(
            ErrorCode.WRONG_USE, "the file " + target + " exists; name another");
      }
      if (picture) {
        shoot(browser.orElseThrow(), target);
      } else {
        Files.writeString(target, styled(), StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
      }
      return target;
    } catch (FileAlreadyExistsException e) {
      throw new FirebreakException(
          ErrorCode.WRONG_USE, "the file " + target + " exists; name another", e);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE,
          "the picture " + target + " could not be made; try --html instead",
          e);
    }
  }

  /// The Chromium on `PATH`; empty where there is none.
  static Optional<Path> browser() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.of(path.split(java.io.File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .flatMap(folder -> BROWSERS.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// The notice's page with what a telephone's mail program adds.
  String styled() {
    String colors = dark ? "#e8e8e8;background:#1c1c1e" : "#1c1c1e;background:#ffffff";
    return html.replace(
        "</head>",
        "<meta name=\"viewport\" content=\"width=device-width\">\n<style>body{margin:0 auto;"
            + "padding:16px;max-width:358px;overflow-wrap:anywhere;font:16px/1.45 sans-serif;"
            + "color:"
            + colors
            + "}h2{font-size:18px}</style>\n</head>");
  }

  private static Path page(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(".png")
        ? file.resolveSibling(name.substring(0, name.length() - ".png".length()) + ".html")
        : file;
  }

  private void shoot(Path browser, Path target) throws IOException {
    try (WorkFolder folder = new WorkFolder(Files.createTempDirectory("firebreak-picture"))) {
      Path work = folder.path();
      Path page = Files.writeString(work.resolve("notice.html"), styled());
      Process process =
          new ProcessBuilder(
                  browser.toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--hide-scrollbars",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--user-data-dir=" + work.resolve("profile"),
                  "--window-size=" + SIZE,
                  "--screenshot=" + target.toAbsolutePath(),
                  page.toUri().toString())
              .redirectErrorStream(true)
              .redirectOutput(work.resolve("log").toFile())
              .start();
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      if (!Files.exists(target)) {
        throw new IOException("Chromium wrote no picture");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
