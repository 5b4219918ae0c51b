package dev.firebreak.demo.traffic;

import dev.firebreak.testkit.company.Csv;
import dev.firebreak.testkit.company.Person;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/// What attackers know of some people before they see the stolen data, taken from the truth: the
/// strongest knowledge of its kind, never wrong.
///
/// @param profile CSV `target_id,name,employer,city`
/// @param actions CSV `target_id,event,time_millis`, three rows a target
/// @param olderLeak CSV `target_id,email`
/// @param device CSV `target_id,country,browser,os`
/// @param targets how many people each file is about; the target's id is the account id
public record OutsideKnowledge(
    Path profile, Path actions, Path olderLeak, Path device, int targets) {
  private static final int ACTIONS = 3;

  /// Draws targets among the API customers who did at least three things, and writes the files.
  ///
  /// @param targets how many at most
  /// @param moment when the data was stolen; later actions are in no file
  public static OutsideKnowledge write(
      Path folder, ProductTraffic traffic, int targets, Instant moment, long seed)
      throws IOException {
    var random = Random.from(new SplittableRandom(seed));
    Map<Person, List<ProductTraffic.KnownAction>> known = new LinkedHashMap<>();
    traffic
        .actionsBefore(moment)
        .filter(action -> action.person().apiCustomer())
        .forEach(a -> known.computeIfAbsent(a.person(), _ -> new ArrayList<>()).add(a));
    known.values().removeIf(actions -> actions.size() < ACTIONS);
    List<Person> people = new ArrayList<>(known.keySet());
    Collections.shuffle(people, random);
    List<Person> chosen = people.subList(0, Math.min(targets, people.size()));
    Files.createDirectories(folder);
    Path profile = folder.resolve("public-profiles.csv");
    Path actions = folder.resolve("known-actions.csv");
    Path older = folder.resolve("older-leak.csv");
    Path device = folder.resolve("known-devices.csv");
    try (Writer a = Files.newBufferedWriter(profile);
        Writer b = Files.newBufferedWriter(actions);
        Writer c = Files.newBufferedWriter(older);
        Writer d = Files.newBufferedWriter(device)) {
      a.write("target_id,name,employer,city\n");
      b.write("target_id,event,time_millis\n");
      c.write("target_id,email\n");
      d.write("target_id,country,browser,os\n");
      for (Person person : chosen) {
        String id = person.accountId();
        String employer = person.organization().name();
        a.write(Csv.row(id, person.name(), employer, person.place().city()));
        c.write(Csv.row(id, person.email()));
        d.write(
            Csv.row(id, person.place().country(), person.device().browser(), person.device().os()));
        List<ProductTraffic.KnownAction> did = known.getOrDefault(person, List.of());
        Collections.shuffle(did, random);
        for (ProductTraffic.KnownAction action : did.subList(0, ACTIONS)) {
          b.write(Csv.row(id, action.event(), String.valueOf(action.timeMillis())));
        }
      }
    }
    return new OutsideKnowledge(profile, actions, older, device, chosen.size());
  }
}
