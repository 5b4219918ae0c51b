package dev.firebreak.demo;

import dev.firebreak.access.Operators;
import dev.firebreak.access.Role;
import dev.firebreak.access.SignIn;
import dev.firebreak.assessment.Cancellation;
import dev.firebreak.console.ConsoleListener;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/// The console on what the replay left, at an address that only this machine reaches, until
/// somebody ends it. Its operators are invented: their password holds for this run, and their codes
/// are printed, since the story's clock is not that of an authenticator.
final class KeptConsole {
  /// The incident with the most to see.
  static final List<String> FIRST_PAGES = List.of("/", "/incidents/2025-11-direct");

  private static final String PASSWORD_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int PASSWORD_GROUPS = 4;
  private static final int GROUP_CHARS = 5;

  private final DemoWorld world;
  private final Cancellation end;
  private final BufferedReader in;
  private final PrintWriter out;
  private final List<DemoOperator> operators;
  private final String password = password(new SecureRandom());

  /// @param end what ends it
  /// @param in a line asks for new codes
  /// @param out where the address, the operators and their codes are told
  KeptConsole(DemoWorld world, Cancellation end, BufferedReader in, PrintWriter out) {
    this.world = world;
    this.end = end;
    this.in = in;
    this.out = out;
    Installation firebreak = world.firebreak;
    Operators all =
        new Operators(firebreak.control(), firebreak.keys(), firebreak.audit(), world.clock);
    DemoOperator viewer =
        new DemoOperator(
            all.add(world.officer.confirm("OperatorAdded", Role.ADMIN), "demo-viewer", Role.VIEWER),
            all,
            world.clock);
    operators = List.of(world.officer, world.responder, viewer);
    SignIn signIn = new SignIn(firebreak.control(), all, firebreak.audit(), world.clock);
    operators.forEach(operator -> operator.setPassword(signIn, password));
  }

  /// Writes pictures of every page.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE where there is no Chromium
  int pictures(Path folder) throws IOException {
    Path profile = Files.createTempDirectory("firebreak-browser");
    try (ConsoleListener console = ConsoleListener.demonstration(world.firebreak);
        ConsoleTour tour = tour(console, profile)) {
      nextCodes();
      tour.signIn(world.officer.name(), password, world.officer.code());
      return new ConsolePictures(tour, folder).write(tour.pages(FIRST_PAGES));
    } finally {
      DemoCommand.remove(profile);
    }
  }

  private static ConsoleTour tour(ConsoleListener console, Path profile) {
    try {
      return new ConsoleTour(console.uri(), profile);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE, "pictures need a program `chromium` in PATH", e);
    }
  }

  /// Returns once the command is to end.
  void untilEnded() throws InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    world.clock.run(System::nanoTime);
    try (ConsoleListener console = ConsoleListener.demonstration(world.firebreak);
        Cancellation.Registration _ = end.onRequest(ended::countDown)) {
      out.printf(Locale.ROOT, "%nThe console: %s%n", console.uri());
      out.println("  on this machine alone, until Ctrl-C. Everything in it is invented.");
      out.printf(Locale.ROOT, "  password of all three operators: %s%n", password);
      tellCodes();
      out.println("  A code counts once. Enter: new ones");
      out.flush();
      Thread.ofVirtual().name("demo-codes").start(this::tellCodesWhenAsked);
      ended.await();
    }
  }

  /// A code counts once: whoever asks for codes gets new ones at once, by the story's clock.
  private void tellCodesWhenAsked() {
    try {
      while (in.readLine() != null) {
        tellCodes();
      }
    } catch (IOException e) {
      out.println("  Nothing can be read from standard input: the codes are those above.");
      out.flush();
    }
  }

  private void nextCodes() {
    world.clock.moveTo(world.clock.instant().plus(DemoOperator.UNTIL_NEXT_CODE));
  }

  private void tellCodes() {
    nextCodes();
    for (DemoOperator operator : operators) {
      out.printf(Locale.ROOT, "  %-22s code %s%n", operator.name(), operator.code());
    }
    out.flush();
  }

  /// A hundred random bits in letters that nobody mistakes for others.
  private static String password(SecureRandom random) {
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < PASSWORD_GROUPS * GROUP_CHARS; i++) {
      if (i > 0 && i % GROUP_CHARS == 0) {
        password.append('-');
      }
      password.append(PASSWORD_LETTERS.charAt(random.nextInt(PASSWORD_LETTERS.length())));
    }
    return password.toString();
  }
}
