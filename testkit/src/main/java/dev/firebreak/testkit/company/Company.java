package dev.firebreak.testkit.company;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/// An invented company and everyone who has an account with it. Immutable; the same seed and size
/// give the same company.
public final class Company {
  private final List<Person> people;
  private final List<Person> newcomers;
  private final List<Organization> organizations;

  private Company(List<Person> people, List<Person> newcomers, List<Organization> organizations) {
    this.people = people;
    this.newcomers = newcomers;
    this.organizations = organizations;
  }

  /// How many people there are.
  ///
  /// @param people everyone who is there at the chosen moment
  /// @param apiCustomers those of them who use the API; the others know the help center only
  /// @param newcomers people who come in the sixteen days after, all API customers
  public record Size(int people, int apiCustomers, int newcomers) {
    public Size {
      if (people < 1 || apiCustomers < 0 || apiCustomers > people || newcomers < 0) {
        throw new IllegalArgumentException(
            "a company has people, of whom some are API customers, and maybe newcomers");
      }
    }
  }

  /// @param now the moment that the people are counted at; accounts were made before it, nearly
  ///   half of them in the thirty days before
  public static Company generate(long seed, Size size, Instant now) {
    var random = new SplittableRandom(seed);
    Weighted<Place> places = Weighted.of(places(), Place::weight);
    int everyone = size.people() + size.newcomers();
    List<Organization> organizations =
        Organizations.make(Math.max(1, everyone / 4), places, random.split());
    List<Integer> ranks = IntStream.range(0, organizations.size()).boxed().toList();
    var maker =
        new PersonMaker(
            new Names(lines("names.txt")),
            places,
            organizations,
            Weighted.of(ranks, Organizations::weight),
            now,
            random.split());
    List<Person> all = new ArrayList<>(everyone);
    for (int number = 0; number < everyone; number++) {
      all.add(maker.make(number, size));
    }
    return new Company(
        List.copyOf(all.subList(0, size.people())),
        List.copyOf(all.subList(size.people(), everyone)),
        organizations);
  }

  private static List<Place> places() {
    return lines("places.csv").stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .map(f -> new Place(f[0], f[1], f[2], f[3], f[4], Integer.parseInt(f[5]), f[6]))
        .toList();
  }

  private static List<String> lines(String name) {
    try (var in = Objects.requireNonNull(Company.class.getResourceAsStream(name), name);
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.readAllLines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Everyone who is there at the chosen moment.
  public List<Person> people() {
    return people;
  }

  /// Those of [#people()] who use the API.
  public List<Person> apiCustomers() {
    return people.stream().filter(Person::apiCustomer).toList();
  }

  /// Those of [#people()] who know the help center or the company's site only.
  public List<Person> others() {
    return people.stream().filter(person -> !person.apiCustomer()).toList();
  }

  /// People who come later.
  public List<Person> newcomers() {
    return newcomers;
  }

  /// [#people()], then [#newcomers()]; a person's number is the index.
  public List<Person> everyone() {
    List<Person> all = new ArrayList<>(people);
    all.addAll(newcomers);
    return List.copyOf(all);
  }

  public List<Organization> organizations() {
    return organizations;
  }

  /// Writes the accounts directory of [#everyone()], as docs/reference/accounts-directory.md says.
  public void accountsCsv(Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(
          "account_id,email,name,country,region,city,organization_id,organization_name,"
              + "role,mfa,phone,language,created_at\n");
      for (Person person : everyone()) {
        out.write(row(person));
      }
    }
  }

  private static String row(Person person) {
    return Csv.row(
        person.accountId(),
        person.email(),
        person.name(),
        person.place().country(),
        person.place().regionCode(),
        person.place().city(),
        person.organization().id(),
        person.organization().name(),
        person.role().column(),
        person.mfa().column(),
        person.phone(),
        person.place().language(),
        person.createdAt().toString());
  }
}
