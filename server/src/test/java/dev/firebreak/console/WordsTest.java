package dev.firebreak.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firebreak.access.Role;
import dev.firebreak.delivery.VendorStatus;
import dev.firebreak.duty.DutyFinding;
import dev.firebreak.incident.AbsenceFinding;
import dev.firebreak.incident.DutyGroup;
import dev.firebreak.keys.KeyVersion;
import dev.firebreak.notice.CampaignStatus;
import dev.firebreak.notice.NoticeGroup;
import dev.firebreak.notice.SetAsideReason;
import dev.firebreak.register.VendorReview;
import dev.firebreak.risk.PhishingRisk;
import dev.firebreak.standard.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class WordsTest {
  private static final Pattern KEY = Pattern.compile("say\\(\"([a-z_.]+)\"[,)]");
  private static final Pattern PLACE = Pattern.compile("\\{\\d}");

  private final Words english = Words.of(ConsoleLanguage.ENGLISH);
  private final Words german = Words.of(ConsoleLanguage.GERMAN);

  @Test
  void everyTextIsThereInEveryLanguageWithTheSamePlaces() {
    assertThat(german.keys()).isEqualTo(english.keys());
    for (String key : english.keys()) {
      assertThat(places(german.say(key))).as(key).isEqualTo(places(english.say(key)));
    }
  }

  @Test
  void everyTextThatATemplateSaysIsThere() throws IOException {
    Set<String> said = new TreeSet<>();
    try (Stream<Path> templates = Files.list(Path.of("src/main/jte/console"))) {
      for (Path template : templates.toList()) {
        KEY.matcher(Files.readString(template)).results().forEach(key -> said.add(key.group(1)));
      }
    }
    assertThat(said).hasSizeGreaterThan(80);
    said.removeIf(key -> english.keys().stream().anyMatch(each -> each.startsWith(key + ".")));
    assertThat(english.keys()).containsAll(said);
  }

  @Test
  void everyValueOfAClosedSetHasItsWord() {
    List<String> keys = new ArrayList<>();
    add(keys, "role", Role.values());
    add(keys, "vendorstate", VendorStatus.State.values());
    add(keys, "stage", Deadline.Stage.values());
    add(keys, "campaign", CampaignStatus.values());
    add(keys, "band", PhishingRisk.Band.values());
    add(keys, "grade", AbsenceFinding.Grade.values());
    add(keys, "dutystatus", DutyFinding.Status.values());
    add(keys, "conclusion", VendorReview.Conclusion.values());
    add(keys, "setaside", SetAsideReason.values());
    add(keys, "keystate", KeyVersion.State.values());
    Stream.of(NoticeGroup.values()).forEach(group -> keys.add("noticegroup." + group.key()));
    FlowsView.PERIODS.forEach(days -> keys.add("flows.days." + days));
    for (String form : List.of("clear", "generalized", "token", "withheld")) {
      keys.add("form." + form);
    }
    keys.addAll(
        Stream.of(DutyGroup.values())
            .filter(group -> group != DutyGroup.NOT_OWED)
            .map(group -> "dutygroup." + group.name().toLowerCase(Locale.ROOT))
            .toList());
    assertThat(english.keys()).containsAll(keys);
  }

  @Test
  void numbersAndTimesAreWrittenAsTheLanguageDoes() {
    Instant at = Instant.parse("2025-11-25T09:05:00Z");
    assertThat(english.number(1_234_567)).isEqualTo("1,234,567");
    assertThat(german.number(1_234_567)).isEqualTo("1.234.567");
    assertThat(english.time(at)).isEqualTo("25 Nov 2025 09:05 UTC");
    assertThat(german.time(at)).isEqualTo("25.11.2025 09:05 UTC");
    assertThat(english.left(at, at.plusSeconds(3 * 86_400 + 4 * 3_600))).isEqualTo("3 d 4 h left");
    assertThat(german.left(at, at.minusSeconds(5_400))).isEqualTo("1 Std. 30 Min. überfällig");
    assertThatThrownBy(() -> english.say("no.such.key")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void browsersPreferenceSelectsTheLanguage() {
    assertThat(ConsoleLanguage.accepted("de-AT,de;q=0.9,en;q=0.8"))
        .isEqualTo(ConsoleLanguage.GERMAN);
    assertThat(ConsoleLanguage.accepted("fr,en;q=0.5,de;q=0.1")).isEqualTo(ConsoleLanguage.ENGLISH);
    assertThat(ConsoleLanguage.accepted("")).isEqualTo(ConsoleLanguage.ENGLISH);
  }

  private static void add(List<String> keys, String prefix, Enum<?>[] values) {
    for (Enum<?> value : values) {
      keys.add(prefix + "." + value.name().toLowerCase(Locale.ROOT));
    }
  }

  private static Set<String> places(String text) {
    return new TreeSet<>(PLACE.matcher(text).results().map(MatchResult::group).toList());
  }
}
