package dev.firebreak.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.access.Operators;
import dev.firebreak.access.SignIn;
import dev.firebreak.console.ConsoleListener;
import dev.firebreak.testkit.NeedsTool;
import dev.firebreak.testkit.NpmPackages;
import dev.firebreak.testkit.browser.Page;
import dev.firebreak.testkit.company.Company;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Every page of the console with the data of a whole incident: in both languages and color
/// schemes, on a desk, a wide screen and a telephone.
@NeedsTool({"chromium", "npm"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsolePagesIT {
  private static final String PASSWORD = "correct horse battery";
  private static final List<String> LANGUAGES = List.of("en", "de");
  private static final List<Integer> WIDTHS = List.of(1280, 1920, 390);

  /// Text with its contrast (WCAG 2.2, 1.4.3), text that is cut off, and width. Colors are opaque
  /// in our style; what is seen by readers of screens alone is left out.
  private static final String LOOK =
      """
      (() => {
        const found = [];
        const rgb = color => color.match(/[\\d.]+/g).map(Number);
        const light = ([r, g, b]) => {
          const part = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
          return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
        };
        const behind = element => {
          for (let e = element; e; e = e.parentElement) {
            const color = rgb(getComputedStyle(e).backgroundColor);
            if (color.length < 4 || color[3] > 0) { return color; }
          }
          return [255, 255, 255];
        };
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        let seen = 0;
        for (let node = texts.nextNode(); node; node = texts.nextNode()) {
          const element = node.parentElement;
          if (!node.data.trim() || !element.checkVisibility({checkVisibilityCSS: true})
              || element.closest('.hidden, .skip, option')) { continue; }
          seen++;
          const style = getComputedStyle(element);
          const [one, other] = [light(rgb(style.color)), light(behind(element))];
          const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
          const size = parseFloat(style.fontSize);
          const large = size >= 24 || (size >= 18.66 && parseInt(style.fontWeight) >= 700);
          if (contrast < (large ? 3 : 4.5)) {
            found.push('contrast ' + contrast.toFixed(2) + ': ' + node.data.trim().slice(0, 60));
          }
          for (let e = element; e !== document.body; e = e.parentElement) {
            const cut = getComputedStyle(e);
            if ((cut.overflowX === 'hidden' || cut.overflowX === 'clip')
                && e.scrollWidth > e.clientWidth + 1) {
              found.push('cut off: ' + node.data.trim().slice(0, 60));
            }
          }
        }
        if (seen < 5) { found.push('only ' + seen + ' texts'); }
        if (document.documentElement.scrollWidth > innerWidth) {
          found.push('wider than the window: ' + document.documentElement.scrollWidth);
        }
        return JSON.stringify(found);
      })()
      """;

  private static final String AXE =
      """
      axe.run({preload: false, resultTypes: ['violations']}).then(result => JSON.stringify(
        result.violations.filter(each => ['serious', 'critical'].includes(each.impact))
          .map(each => each.id + ': ' + each.nodes.slice(0, 3).map(n => n.html.slice(0, 160)))))
      """;

  @TempDir static Path folder;
  @TempDir static Path profile;

  private DemoWorld world;
  private ConsoleListener console;
  private ConsoleTour tour;
  private List<String> complaints;
  private String axe;

  @BeforeAll
  void replayAndSignIn() throws Exception {
    world = new DemoWorld(folder, 2025, new Company.Size(100, 96, 3));
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    new Replay(world, new Steps(nowhere, false, System::nanoTime), 2025).run();
    Operators operators =
        new Operators(
            world.firebreak.control(),
            world.firebreak.keys(),
            world.firebreak.audit(),
            world.clock);
    world.officer.setPassword(
        new SignIn(world.firebreak.control(), operators, world.firebreak.audit(), world.clock),
        PASSWORD);
    console = ConsoleListener.demonstration(world.firebreak);
    tour = new ConsoleTour(console.uri(), profile);
    complaints = tour.page().complaints();
    world.clock.moveTo(world.clock.instant().plus(DemoOperator.UNTIL_NEXT_CODE));
    tour.signIn(world.officer.name(), PASSWORD, world.officer.code());
    axe = Files.readString(NpmPackages.install().resolve("node_modules/axe-core/axe.min.js"));
  }

  @AfterAll
  void close() throws IOException {
    for (AutoCloseable part : new AutoCloseable[] {tour, console, world}) {
      try {
        if (part != null) {
          part.close();
        }
      } catch (Exception e) {
        throw new IOException(e);
      }
    }
  }

  @Test
  void everyPageFitsReadsWellAndIsAccessible() throws Exception {
    List<String> pages = tour.pages(KeptConsole.FIRST_PAGES);
    assertThat(pages)
        .contains(
            "/incidents/2025-11-direct",
            "/incidents/2025-11-direct/duties",
            "/incidents/2025-11-direct/findings",
            "/incidents/2025-11-direct/files",
            "/incidents/2025-11-direct/people",
            "/audit",
            "/operators");
    List<String> found = new ArrayList<>();
    for (String language : LANGUAGES) {
      tour.go("/");
      tour.language(language);
      for (String path : pages) {
        tour.go(path);
        look(found, language + " " + path);
      }
    }
    assertThat(found).isEmpty();
    assertThat(complaints).isEmpty();
  }

  @Test
  void personOfTheDataSetIsFoundWithTheirNotices() throws Exception {
    String address = world.company.apiCustomers().getFirst().email();
    tour.go("/");
    tour.language("en");
    tour.go("/incidents/2025-11-direct/people");
    search(address);
    String text = tour.page().evaluate("document.querySelector('main').innerText").asString();
    assertThat(text)
        .contains("In the data set.", "one account of the directory", "e-mail address", "accepted")
        .doesNotContain(address);
    assertThat(tour.page().evaluate("location.href").asString()).doesNotContain("@", "?");

    search("nobody-at-all@example.com");
    assertThat(tour.page().evaluate("document.querySelector('main').innerText").asString())
        .contains("Not in the data set.");
    List<String> found = new ArrayList<>();
    look(found, "answer");
    assertThat(found).isEmpty();
  }

  private void search(String identifier) throws IOException {
    Page page = tour.page();
    page.evaluate("void document.getElementById('identifier').focus()");
    page.type(identifier);
    page.evaluate("void (document.getElementById('reason').value = 'case 4711')");
    page.evaluate("void document.querySelector('main form').requestSubmit()");
    tour.arrive(
        "document.getElementById('answer') && !document.getElementById('identifier').value");
  }

  private void look(List<String> found, String name) throws IOException {
    Page page = tour.page();
    for (boolean dark : List.of(false, true)) {
      page.prefer(dark);
      for (int width : WIDTHS) {
        page.resize(width, 900);
        add(found, name + " at " + width + (dark ? " dark" : ""), page.evaluate(LOOK));
      }
      page.evaluate(axe + "; 0");
      add(found, name + " axe" + (dark ? " dark" : ""), page.evaluate(AXE));
    }
  }

  private static void add(List<String> found, String name, JsonNode list) {
    for (JsonNode each : JsonMapper.shared().readTree(Objects.requireNonNull(list.asString()))) {
      found.add(name + ": " + each.asString());
    }
  }
}
