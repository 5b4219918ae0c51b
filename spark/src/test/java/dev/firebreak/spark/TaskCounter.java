package dev.firebreak.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/// Runs in Spark's driver: writes the executor of each task that ended well into a file, a line
/// each.
public final class TaskCounter extends SparkListener {
  /// The property that names the file.
  static final String FILE = "firebreak.test.tasks";

  /// Puts this class into a jar, for the driver's class path.
  static void jar(Path jar) throws IOException {
    String name = TaskCounter.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        InputStream in = TaskCounter.class.getClassLoader().getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the tests have no " + name);
      }
      out.putNextEntry(new JarEntry(name));
      in.transferTo(out);
      out.closeEntry();
    }
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (!end.taskInfo().successful()) {
      return;
    }
    byte[] line = (end.taskInfo().executorId() + "\n").getBytes(StandardCharsets.UTF_8);
    try (OutputStream out =
        Files.newOutputStream(
            Path.of(System.getProperty(FILE)),
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND)) {
      out.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
