package dev.firebreak.cli;

import dev.firebreak.taxonomy.DataCategory;
import dev.firebreak.taxonomy.Taxonomy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `firebreak taxonomy`.
@Command(
    name = "taxonomy",
    description = "Lists the data categories with their bits and other spellings.")
final class TaxonomyCommand implements Callable<Integer> {
  private final CommandContext context;

  @Option(names = "--json")
  private boolean json;

  TaxonomyCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (json) {
      JsonOutput.print(
          context.out(), Stream.of(DataCategory.values()).map(TaxonomyCommand::document).toList());
      return 0;
    }
    for (DataCategory category : DataCategory.values()) {
      context
          .out()
          .printf(
              "%2d  %-36s %s%n",
              category.bit(), category.key(), String.join(", ", aliases(category)));
    }
    return 0;
  }

  private static Map<String, Object> document(DataCategory category) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("bit", category.bit());
    document.put("key", category.key());
    document.put("aliases", aliases(category));
    return document;
  }

  private static List<String> aliases(DataCategory category) {
    return Taxonomy.aliases().entrySet().stream()
        .filter(alias -> alias.getValue() == category)
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }
}
