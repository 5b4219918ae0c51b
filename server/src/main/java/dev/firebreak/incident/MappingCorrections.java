package dev.firebreak.incident;

import dev.firebreak.assessment.Correction;
import dev.firebreak.assessment.Slot;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Taxonomy;
import dev.firebreak.yaml.YamlDocument;
import dev.firebreak.yaml.YamlProblems;
import dev.firebreak.yaml.YamlSection;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What operators said of the fields of an incident's data, by path. Immutable.
///
/// A mapping file is the whole of it:
///
/// ```
/// fields:
///   - path: properties.kunde
///     category: user.unique_id
///     slot: user-id          # optional: what goes with the category
/// ```
public record MappingCorrections(Map<String, Correction> byPath) {
  static final MappingCorrections NONE = new MappingCorrections(Map.of());

  /// Takes a correction away.
  private static final String AUTOMATIC = "auto";

  public MappingCorrections {
    byPath = Collections.unmodifiableMap(new TreeMap<>(byPath));
  }

  /// One entry as it is kept.
  record Entry(String path, String category, String slot) {}

  List<Entry> entries() {
    return byPath.entrySet().stream()
        .map(entry ->
            new Entry(
                entry.getKey(),
                entry.getValue().category().map(DataCategory::key).orElse(""),
                entry.getValue().slot().key()))
        .toList();
  }

  static MappingCorrections of(List<Entry> entries) {
    Map<String, Correction> byPath = new TreeMap<>();
    for (Entry entry : entries) {
      byPath.put(
          entry.path(),
          new Correction(
              DataCategory.ofKey(entry.category()), Slot.ofKey(entry.slot()).orElse(Slot.NONE)));
    }
    return new MappingCorrections(byPath);
  }

  /// Reads a mapping file.
  ///
  /// @throws FirebreakException INPUT_UNREADABLE with every problem, its line and what was expected
  public static MappingCorrections read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new FirebreakException(ErrorCode.INPUT_UNREADABLE, file + " is not UTF-8", e);
    } catch (IOException e) {
      throw new FirebreakException(
          ErrorCode.INPUT_UNREADABLE, file + " cannot be read; check the path", e);
    }
    YamlProblems problems = new YamlProblems(String.valueOf(file.getFileName()));
    Map<String, Correction> byPath = new TreeMap<>();
    YamlDocument.read(text, problems)
        .ifPresent(root -> {
          for (YamlSection field : root.sections("fields")) {
            field(field, byPath);
          }
          root.finish();
        });
    problems.throwIfAny(ErrorCode.INPUT_UNREADABLE);
    return new MappingCorrections(byPath);
  }

  private static void field(YamlSection field, Map<String, Correction> byPath) {
    String path = field.text("path");
    Optional<DataCategory> category =
        field.required(
            "category",
            "a category key such as user.contact.email; `firebreak taxonomy` lists them",
            text -> Optional.of(category(text)),
            Optional.empty());
    Optional<Slot> slot = field.optional("slot", slots(), MappingCorrections::slot);
    if (category.isPresent()
        && byPath.putIfAbsent(path, correction(category.get(), slot)) != null) {
      field.problem("path", "stands twice; keep one");
    }
    field.finish();
  }

  /// These and the ones of assignments `PATH=CATEGORY[:SLOT]`; `PATH=auto` takes one away.
  ///
  /// @throws FirebreakException WRONG_USE with every assignment that is none
  public MappingCorrections with(List<String> assignments) {
    Map<String, Correction> changed = new TreeMap<>(byPath);
    List<String> problems = new ArrayList<>();
    for (String assignment : assignments) {
      int at = assignment.lastIndexOf('=');
      try {
        if (at < 1) {
          throw new IllegalArgumentException("expected PATH=CATEGORY or PATH=CATEGORY:SLOT");
        }
        assign(assignment.substring(0, at), assignment.substring(at + 1), changed);
      } catch (IllegalArgumentException e) {
        problems.add(assignment + ": " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw new FirebreakException(ErrorCode.WRONG_USE, String.join("\n  ", problems));
    }
    return new MappingCorrections(changed);
  }

  private static void assign(String path, String meaning, Map<String, Correction> changed) {
    if (meaning.equals(AUTOMATIC)) {
      changed.remove(path);
      return;
    }
    int colon = meaning.indexOf(':');
    String key = colon < 0 ? meaning : meaning.substring(0, colon);
    Optional<Slot> slot =
        colon < 0 ? Optional.empty() : Optional.of(slot(meaning.substring(colon + 1)));
    changed.put(path, correction(category(key), slot));
  }

  private static Correction correction(DataCategory category, Optional<Slot> slot) {
    Correction usual = Correction.of(category);
    return new Correction(usual.category(), slot.orElse(usual.slot()));
  }

  private static DataCategory category(String key) {
    return Taxonomy.categoryOf(key)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "there is no category " + key + "; `firebreak taxonomy` lists them"));
  }

  private static Slot slot(String key) {
    return Slot.ofKey(key)
        .orElseThrow(() ->
            new IllegalArgumentException("there is no slot " + key + "; expected " + slots()));
  }

  private static String slots() {
    return "one of "
        + Arrays.stream(Slot.values()).map(Slot::key).collect(Collectors.joining(", "));
  }

  /// Refuses paths that the data does not have.
  ///
  /// @throws FirebreakException NOT_FOUND with all of them
  void requirePaths(List<String> known) {
    List<String> unknown = byPath.keySet().stream().filter(path -> !known.contains(path)).toList();
    if (!unknown.isEmpty()) {
      throw new FirebreakException(
          ErrorCode.NOT_FOUND,
          "the data has no field "
              + String.join(", ", unknown)
              + "; `firebreak incident map ID` lists those that it has");
    }
  }
}
