package dev.firebreak.demo;

import dev.firebreak.testkit.browser.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Pictures of every page of the console, whole, on a desk and on a telephone, light and dark:
/// `incidents-2025-11-direct-1280.png`, `...-390-dark.png`. Confined to one thread.
final class ConsolePictures {
  private static final int HEIGHT_MIN = 800;
  private static final int HEIGHT_MAX = 6_000;

  private final ConsoleTour tour;
  private final Path folder;

  /// @param folder is made where it is not there
  ConsolePictures(ConsoleTour tour, Path folder) throws IOException {
    this.tour = tour;
    this.folder = Files.createDirectories(folder);
  }

  /// Writes them. Returns how many.
  int write(List<String> pages) throws IOException {
    int written = 0;
    for (String path : pages) {
      tour.page().resize(1280, HEIGHT_MIN);
      tour.go(path);
      for (boolean dark : List.of(false, true)) {
        for (int width : List.of(1280, 390)) {
          picture(name(path) + "-" + width + (dark ? "-dark" : ""), width, dark);
          written++;
        }
      }
    }
    return written;
  }

  private void picture(String name, int width, boolean dark) throws IOException {
    Page page = tour.page();
    page.prefer(dark);
    page.resize(width, HEIGHT_MIN);
    int height = page.evaluate("document.documentElement.scrollHeight").asInt();
    page.resize(width, Math.clamp(height, HEIGHT_MIN, HEIGHT_MAX));
    Files.write(folder.resolve(name + ".png"), page.screenshot());
  }

  private static String name(String path) {
    return path.equals("/") ? "overview" : path.substring(1).replace('/', '-');
  }
}
