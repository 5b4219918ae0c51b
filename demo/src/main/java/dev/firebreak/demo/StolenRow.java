package dev.firebreak.demo;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.KeyLexicon;
import dev.firebreak.taxonomy.MixpanelDictionary;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a stolen data set says about one person: a value for each category, from an event of theirs
/// and from their profile.
///
/// @param distinctId the person's id in the file
/// @param insertId names the event, at either vendor
/// @param values by category
record StolenRow(String distinctId, String insertId, Map<DataCategory, String> values) {
  private static final int VALUE_CHARS_MAX = 200;

  StolenRow {
    values = Map.copyOf(values);
  }

  /// The row of the first event that the test finds, with the profile of the same person.
  static StolenRow find(List<Path> files, RowTest test) throws IOException {
    Map<DataCategory, String> values = new EnumMap<>(DataCategory.class);
    JsonNode event = first(files, row -> row.has("event") && test.fits(row)).orElseThrow();
    JsonNode properties = event.path("properties");
    String distinctId = properties.path("distinct_id").asString();
    values.put(DataCategory.BEHAVIOR, event.path("event").asString());
    values.put(DataCategory.USER_AGENT, browser(properties));
    first(files, row -> row.path("$distinct_id").asString("").equals(distinctId))
        .ifPresent(profile -> collect(profile.path("$properties"), values));
    collect(properties, values);
    return new StolenRow(distinctId, properties.path("$insert_id").asString(), values);
  }

  /// A look at one row of a stolen file.
  @FunctionalInterface
  interface RowTest {
    boolean fits(JsonNode row);
  }

  private static Optional<JsonNode> first(List<Path> files, RowTest test) throws IOException {
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file);
          BufferedReader lines =
              new BufferedReader(
                  new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          JsonNode row = JsonMapper.shared().readTree(line);
          if (test.fits(row)) {
            return Optional.of(row);
          }
        }
      }
    }
    return Optional.empty();
  }

  private static void collect(JsonNode properties, Map<DataCategory, String> values) {
    properties
        .properties()
        .forEach(property -> {
          if (property.getValue().isValueNode()) {
            MixpanelDictionary.categoryOf(property.getKey())
                .or(() -> KeyLexicon.categoryOf(property.getKey()))
                .ifPresent(
                    category -> values.putIfAbsent(category, shortened(property.getValue())));
          }
        });
  }

  /// Browser, version and system stand in fields of their own; for a thief they are one thing.
  private static String browser(JsonNode properties) {
    return Stream.of("$browser", "$browser_version", "$os")
        .map(key -> properties.path(key).asString(""))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private static String shortened(JsonNode value) {
    String text = value.asString("");
    return text.length() <= VALUE_CHARS_MAX ? text : text.substring(0, VALUE_CHARS_MAX);
  }

  @Override
  public String toString() {
    return "StolenRow[" + values.size() + " values]";
  }
}
