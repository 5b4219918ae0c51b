package dev.firebreak.testkit.company;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes the customers of the company: a few large ones, many small ones.
final class Organizations {
  private static final List<String> WORDS =
      List.of(
          "Alder",
          "Amber",
          "Anvil",
          "Apex",
          "Arbor",
          "Aster",
          "Atlas",
          "Aurora",
          "Basalt",
          "Beacon",
          "Birch",
          "Bramble",
          "Canyon",
          "Cedar",
          "Cinder",
          "Cobalt",
          "Copper",
          "Coral",
          "Crane",
          "Dapple",
          "Delta",
          "Dune",
          "Echo",
          "Elm",
          "Ember",
          "Falcon",
          "Fern",
          "Finch",
          "Fjord",
          "Flint",
          "Gable",
          "Garnet",
          "Glacier",
          "Granite",
          "Grove",
          "Harbor",
          "Hazel",
          "Heron",
          "Indigo",
          "Iris",
          "Ivory",
          "Jasper",
          "Juniper",
          "Kestrel",
          "Lagoon",
          "Lantern",
          "Larch",
          "Linden",
          "Lumen",
          "Maple",
          "Marlin",
          "Meadow",
          "Merlin",
          "Mistral",
          "Nimbus",
          "North",
          "Oak",
          "Onyx",
          "Orchid",
          "Osprey",
          "Otter",
          "Pebble",
          "Pine",
          "Plover",
          "Prairie",
          "Quarry",
          "Quartz",
          "Raven",
          "Reed",
          "Ridge",
          "Saffron",
          "Sable",
          "Sequoia",
          "Slate",
          "Sparrow",
          "Summit",
          "Tamarack",
          "Tern",
          "Thistle",
          "Tundra",
          "Umber",
          "Vale",
          "Willow",
          "Zephyr");

  private static final List<String> TRADES =
      List.of(
          "Analytics",
          "Apps",
          "Bank",
          "Biotech",
          "Capital",
          "Cloud",
          "Commerce",
          "Consulting",
          "Design",
          "Devices",
          "Dynamics",
          "Education",
          "Energy",
          "Finance",
          "Foods",
          "Games",
          "Health",
          "Homes",
          "Insurance",
          "Interactive",
          "Labs",
          "Learning",
          "Legal",
          "Logistics",
          "Media",
          "Medical",
          "Mobility",
          "Motors",
          "Networks",
          "Partners",
          "Payments",
          "Press",
          "Research",
          "Retail",
          "Robotics",
          "Security",
          "Software",
          "Studio",
          "Systems",
          "Travel");

  private Organizations() {}

  static List<Organization> make(int count, Weighted<Place> places, RandomGenerator random) {
    List<String> names = names(count, random);
    List<Organization> all = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String name = names.get(i);
      all.add(
          new Organization(
              "org-" + HexFormat.of().toHexDigits(random.nextLong()),
              name,
              Names.slug(name) + ".example",
              plan(i, random),
              places.draw(random)));
    }
    return List.copyOf(all);
  }

  /// The weight of the organization of this rank, by Zipf's law.
  static int weight(int rank) {
    return Math.max(1, 40_000 / (rank + 12));
  }

  private static List<String> names(int count, RandomGenerator random) {
    List<String> names = new ArrayList<>();
    for (int round = 0; names.size() < count; round++) {
      List<String> some = new ArrayList<>();
      for (int i = 0; i < WORDS.size(); i++) {
        String second = round == 0 ? "" : " " + WORDS.get((i + round) % WORDS.size());
        for (String trade : TRADES) {
          some.add(WORDS.get(i) + second + " " + trade);
        }
      }
      Collections.shuffle(some, java.util.Random.from(random));
      names.addAll(some);
    }
    return names.subList(0, count);
  }

  private static String plan(int rank, RandomGenerator random) {
    if (rank < 40) {
      return "enterprise";
    }
    return List.of("free", "free", "pro", "pro", "team").get(random.nextInt(5));
  }
}
