package dev.firebreak.installation;

import dev.firebreak.policy.ObservedEffects;
import dev.firebreak.policy.ObservedEffects.Counts;
import dev.firebreak.policy.ObservedEffects.Snapshot;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.vendor.BindingId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what observe mode counted, a small file a binding. Counts belong to one policyVersion;
/// under another they begin anew. What was counted since the last writing is lost where the process
/// dies: they advise and prove nothing. Thread-safe.
///
/// ```
/// policy 4f0c31a99b2d
/// messages 1200 13
/// user.contact.email 0 0 310      generalized, tokenized, withheld
/// ```
public final class ObservedCounts {
  private static final Logger LOG = LoggerFactory.getLogger(ObservedCounts.class);

  private final Path folder;

  /// Counts that were kept, with the policy that they are of.
  public record Kept(String policyVersion, Snapshot counts) {}

  /// @param folder created at the first writing
  public ObservedCounts(Path folder) {
    this.folder = folder;
  }

  /// The counts that were kept; empty where there are none or they can't be read.
  public Optional<Kept> kept(BindingId binding) {
    try {
      return Optional.of(parse(Files.readAllLines(folder.resolve(binding.value()))));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException unreadable) {
      LOG.atWarn().addKeyValue("binding", binding).log("ObservedCountsUnreadable");
      return Optional.empty();
    }
  }

  ObservedEffects load(BindingId binding, String policyVersion) {
    return kept(binding)
        .filter(kept -> kept.policyVersion().equals(policyVersion))
        .map(kept -> new ObservedEffects(kept.counts()))
        .orElseGet(ObservedEffects::new);
  }

  void save(BindingId binding, String policyVersion, Snapshot counts) {
    StringBuilder text = new StringBuilder();
    text.append("policy ").append(policyVersion).append('\n');
    text.append("messages ").append(counts.messages()).append(' ').append(counts.dropped());
    text.append('\n');
    new TreeMap<>(counts.byCategory())
        .forEach((category, each) ->
            text.append(category.key())
                .append(' ')
                .append(each.generalized())
                .append(' ')
                .append(each.tokenized())
                .append(' ')
                .append(each.withheld())
                .append('\n'));
    try {
      Files.createDirectories(folder);
      Path next = folder.resolve(binding.value() + ".next");
      Files.writeString(next, text);
      Files.move(next, folder.resolve(binding.value()), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.atWarn().addKeyValue("binding", binding).log("ObservedCountsNotKept");
    }
  }

  private static Kept parse(List<String> lines) {
    String version = "";
    long messages = 0;
    long dropped = 0;
    Map<DataCategory, Counts> byCategory = new EnumMap<>(DataCategory.class);
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "policy" -> version = words[1];
        case "messages" -> {
          messages = Long.parseLong(words[1]);
          dropped = Long.parseLong(words[2]);
        }
        default -> {
          Counts counts =
              new Counts(
                  Long.parseLong(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
          DataCategory.ofKey(words[0]).ifPresent(category -> byCategory.put(category, counts));
        }
      }
    }
    return new Kept(version, new Snapshot(messages, dropped, byCategory));
  }
}
