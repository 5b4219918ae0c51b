package dev.firebreak.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firebreak.taxonomy.DataCategory;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoticeTopicsTest {
  @Test
  void noKindOfDataIsLeftOutOfTheListOfWhatWasNotSent() {
    assertThat(NoticeWording.TOPICS.stream().flatMap(List::stream))
        .containsExactlyInAnyOrder(DataCategory.values());
  }
}
