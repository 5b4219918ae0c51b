package dev.firebreak.notice;

import dev.firebreak.control.ControlDatabase;
import dev.firebreak.digest.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The canonical texts of the campaigns that have begun, as files and with their digests. What was
/// frozen never changes, so each is made once. Thread-safe.
final class PublishedTexts {
  static final String FOLDER = "/texts/";

  private static final String DIGEST_SUFFIX = ".sha256";
  private static final int CAMPAIGN_LENGTH_MAX = 80;

  private final CampaignStore store;
  private final CanonicalTexts texts;
  private final Map<String, Published> made = new ConcurrentHashMap<>();

  PublishedTexts(ControlDatabase control) {
    store = new CampaignStore(control);
    texts = new CanonicalTexts(control);
  }

  /// A campaign that has begun, with its texts.
  record Published(Campaign campaign, List<Text> texts) {
    Published {
      texts = List.copyOf(texts);
    }
  }

  /// One text.
  ///
  /// @param name of the file below [#FOLDER]
  /// @param file its content
  /// @param digest its SHA-256 in hexadecimal
  record Text(CanonicalText canonical, String name, String file, String digest) {
    static Text of(String campaign, CanonicalText canonical) {
      String file = canonical.file();
      return new Text(canonical, canonical.fileName(campaign), file, Sha256.hex(file));
    }

    /// What `sha256sum --check` reads.
    String digestFile() {
      return digest + "  " + name + "\n";
    }
  }

  /// A campaign, by an id that anybody may have made up; empty where none of it has begun.
  Optional<Published> find(String id) {
    Published before = made.get(id);
    if (before != null) {
      return Optional.of(before);
    }
    if (id.length() > CAMPAIGN_LENGTH_MAX) {
      return Optional.empty();
    }
    return store
        .lookUp(id)
        .filter(stored -> stored.campaign().status().begun())
        .map(stored -> made.computeIfAbsent(id, _ -> published(stored.campaign())));
  }

  /// Every campaign that has begun, the newest first.
  List<Published> all() {
    return store.list("").reversed().stream()
        .flatMap(campaign -> find(campaign.id()).stream())
        .toList();
  }

  /// The file of this name: a text, or with `.sha256` its digest.
  Optional<String> file(String name) {
    String campaign = name.substring(0, Math.max(0, name.indexOf('.')));
    for (Text text : find(campaign).map(Published::texts).orElse(List.of())) {
      if (name.equals(text.name())) {
        return Optional.of(text.file());
      }
      if (name.equals(text.name() + DIGEST_SUFFIX)) {
        return Optional.of(text.digestFile());
      }
    }
    return Optional.empty();
  }

  private Published published(Campaign campaign) {
    return new Published(
        campaign,
        texts.find(campaign.id()).stream().map(text -> Text.of(campaign.id(), text)).toList());
  }
}
