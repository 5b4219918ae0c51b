package dev.firebreak.assessment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeyListTest {
  @Property(tries = 200)
  void givesBackWhatItGot(@ForAll long[] any) {
    long[] keys = Arrays.stream(any).sorted().distinct().toArray();
    KeyList list = new KeyList();
    Arrays.stream(keys).forEach(list::add);

    assertThat(list.size()).isEqualTo(keys.length);
    assertThat(list.toArray()).isEqualTo(keys);
  }

  @Test
  void bearsTheFarthestKeysAndRefusesWhatDoesNotAscend() {
    KeyList list = new KeyList();
    list.add(Long.MIN_VALUE);
    list.add(-1);
    list.add(Long.MAX_VALUE);

    assertThat(list.toArray()).containsExactly(Long.MIN_VALUE, -1, Long.MAX_VALUE);
    assertThatIllegalArgumentException().isThrownBy(() -> list.add(Long.MAX_VALUE));
  }
}
