package dev.firebreak.notice;

import dev.firebreak.notice.CampaignStore.Row;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Makes the rows of a draft: a number that no other notice has, the sealed person, the digest of
/// the text. For one thread and one draft.
final class NoticeRows {
  private final CampaignStore store;
  private final NoticeRenderer renderer;
  private final PersonSeal seal;
  private final FrozenTexts.Builder texts;
  private final RandomGenerator random;
  private final Set<String> used = new HashSet<>();

  NoticeRows(
      CampaignStore store, NoticeRenderer renderer, PersonSeal seal, RandomGenerator random) {
    this.store = store;
    this.renderer = renderer;
    this.seal = seal;
    this.random = random;
    texts = new FrozenTexts.Builder(seal);
  }

  /// A row for each, in the same order.
  ///
  /// @param followUps addresses to which it is a follow-up
  List<Row> of(List<Addressee> readers, Set<String> followUps) {
    List<Row> rows = new ArrayList<>(readers.size());
    for (Addressee reader : readers) {
      String number = NoticeNumbers.random(random);
      while (!used.add(number) || store.byNumber(number).isPresent()) {
        number = NoticeNumbers.random(random);
      }
      String written = renderer.written(reader);
      rows.add(
          new Row(
              rows.size() + 1L,
              number,
              seal.seal(number, reader),
              renderer.render(written, reader, number).digest(),
              texts.place(written),
              followUps.contains(reader.address())));
    }
    return rows;
  }

  /// The wordings of all rows so far, sealed.
  List<byte[]> sealedTexts() {
    return texts.sealed();
  }
}
