package dev.firebreak.benchmarks;

import dev.firebreak.testkit.smtp.SmtpFault;
import dev.firebreak.testkit.smtp.SmtpSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// An SMTP server in a process of its own: it says its port, takes every mail, and when its input
/// ends says how many it took.
public final class NoticeRelay {
  private NoticeRelay() {}

  /// Runs it.
  public static void main(String[] args) throws IOException {
    AtomicLong bytes = new AtomicLong();
    try (SmtpSink sink =
        SmtpSink.start(mail -> bytes.addAndGet(mail.content().length), _ -> new SmtpFault.None())) {
      System.out.println(sink.port());
      System.in.transferTo(OutputStream.nullOutputStream());
      System.out.println(sink.kept() + " " + bytes.get());
    }
  }

  /// Starts it with this program's own Java and classpath.
  static Process start() throws IOException {
    return new ProcessBuilder(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                NoticeRelay.class.getName()))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
