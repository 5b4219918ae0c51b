package dev.firebreak.notice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The wording of one campaign as it came out when it was drafted: each different text once. A
/// later version with other built-in words makes the same notices of it. Thread-safe.
///
/// @param store where the texts lie, sealed
/// @param seal of the campaign
/// @param renderer of the campaign
record FrozenTexts(CampaignStore store, PersonSeal seal, NoticeRenderer renderer) {

  /// The wording for an addressee, without number and word. Campaigns drafted before wordings were
  /// frozen get today's.
  String written(CampaignStore.Row row, Addressee addressee) {
    return store
        .text(renderer.campaign(), row.textPlace())
        .map(sealed -> seal.openText(row.textPlace(), sealed))
        .orElseGet(() -> renderer.written(addressee));
  }

  RenderedNotice render(CampaignStore.Row row, Addressee addressee) {
    return renderer.render(written(row, addressee), addressee, row.number());
  }

  /// Gathers the different texts of a draft; places count from 1. For one thread.
  static final class Builder {
    private final PersonSeal seal;
    private final Map<String, Long> places = new HashMap<>();
    private final List<byte[]> sealed = new ArrayList<>();

    Builder(PersonSeal seal) {
      this.seal = seal;
    }

    long place(String written) {
      return places.computeIfAbsent(
          written,
          text -> {
            long place = sealed.size() + 1L;
            sealed.add(seal.sealText(place, text));
            return place;
          });
    }

    List<byte[]> sealed() {
      return sealed;
    }
  }
}
