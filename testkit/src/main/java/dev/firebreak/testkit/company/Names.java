package dev.firebreak.testkit.company;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Given and family names by culture. Immutable.
final class Names {
  /// Cultures that write the family name first when they use their own script.
  private static final List<String> FAMILY_FIRST = List.of("eastasian", "japanese", "korean");

  private final Map<String, List<Name>> given = new HashMap<>();
  private final Map<String, List<Name>> family = new HashMap<>();

  /// A name in its own script and in Latin letters; often the same.
  private record Name(String own, String latin) {
    static Name parse(String text) {
      int bar = text.indexOf('|');
      return bar < 0
          ? new Name(text, text)
          : new Name(text.substring(0, bar), text.substring(bar + 1));
    }

    boolean hasOwnScript() {
      return !own.equals(latin);
    }
  }

  /// A whole name: as written, and its parts in ASCII for an e-mail address.
  record FullName(String written, String given, String family) {}

  Names(List<String> lines) {
    for (String line : lines) {
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      int colon = line.indexOf(':');
      String[] key = line.substring(0, colon).split(" ", -1);
      List<Name> names = new ArrayList<>();
      for (String text : line.substring(colon + 1).strip().split(" ", -1)) {
        names.add(Name.parse(text));
      }
      (key[1].equals("given") ? given : family).put(key[0], List.copyOf(names));
    }
  }

  /// One name in seven comes from somewhere else, as people do.
  FullName draw(String culture, RandomGenerator random) {
    List<String> cultures = given.keySet().stream().sorted().toList();
    String from = random.nextInt(7) == 0 ? cultures.get(random.nextInt(cultures.size())) : culture;
    Name first = one(given, from, random);
    Name last = one(family, from, random);
    return new FullName(written(from, first, last, random), ascii(first), ascii(last));
  }

  private static String written(String culture, Name first, Name last, RandomGenerator random) {
    boolean own = first.hasOwnScript() && last.hasOwnScript() && random.nextInt(2) == 0;
    if (!own) {
      return first.latin() + " " + last.latin();
    }
    return FAMILY_FIRST.contains(culture)
        ? last.own() + first.own()
        : first.own() + " " + last.own();
  }

  private static Name one(Map<String, List<Name>> names, String culture, RandomGenerator random) {
    List<Name> all = names.getOrDefault(culture, List.of());
    if (all.isEmpty()) {
      throw new IllegalStateException("no names for the culture " + culture);
    }
    return all.get(random.nextInt(all.size()));
  }

  private static String ascii(Name name) {
    return slug(name.latin()).replace("-", "");
  }

  /// Lower-case ASCII letters and digits, with `-` for everything between.
  static String slug(String text) {
    String plain =
        text.replace("ß", "ss")
            .replace("ø", "o")
            .replace("Ø", "O")
            .replace("ł", "l")
            .replace("Ł", "L")
            .replace("đ", "d")
            .replace("Đ", "D")
            .replace("ı", "i")
            .replace("'", "");
    String marks = Normalizer.normalize(plain, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
    return marks.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }
}
