package dev.firebreak.assessment;

import dev.firebreak.pseudonym.PseudonymResolver;
import dev.firebreak.taxonomy.DataCategory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes small data sets and assesses them.
final class AssessmentFixture {
  /// Accounts of invented people.
  static final String ACCOUNTS =
      """
      account_id,email,name,country,region,city,organization_id,organization_name,role,mfa,phone
      user-a,ada@example.com,Ada Ek,SE,AB,Stockholm,org-1,Ek Works,admin,none,+46 70 000 00 01
      user-b,bo@example.com,Bo Diaz,US,CA,Fresno,org-1,Ek Works,member,sms,
      user-c,shared@example.org,Cy Moe,US,CA,Fresno,org-2,Moe Ltd,member,none,
      user-d,shared@example.org,Di Moe,US,NY,Buffalo,org-2,Moe Ltd,owner,totp,
      """;

  final Path folder;
  private final List<Path> files = new ArrayList<>();
  private Optional<Path> accounts = Optional.empty();
  private TokenLookup tokens = TokenLookup.NONE;
  private MappingInput mapping = MappingInput.NONE;
  private List<AssessmentRequest.KnownLink> links = List.of();
  private EmailRules rules = EmailRules.EXACT;
  private Conduct conduct = Conduct.plain();

  AssessmentFixture(Path folder) {
    this.folder = folder;
  }

  AssessmentFixture file(String name, String content) throws IOException {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  AssessmentFixture file(String name, byte[] content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    files.add(Files.write(file, content));
    return this;
  }

  AssessmentFixture given(Path path) {
    files.add(path);
    return this;
  }

  AssessmentFixture accounts(String csv) throws IOException {
    Files.createDirectories(folder);
    accounts = Optional.of(Files.writeString(folder.resolve("accounts.csv"), csv));
    return this;
  }

  AssessmentFixture tokens(TokenLookup lookup) {
    tokens = lookup;
    return this;
  }

  AssessmentFixture links(List<AssessmentRequest.KnownLink> known) {
    links = known;
    return this;
  }

  AssessmentFixture mapping(MappingInput input) {
    mapping = input;
    return this;
  }

  AssessmentFixture rules(EmailRules given) {
    rules = given;
    return this;
  }

  AssessmentFixture conduct(Conduct given) {
    conduct = given;
    return this;
  }

  AssessmentRequest request() {
    return new AssessmentRequest(
        files,
        accounts,
        tokens,
        links::forEach,
        0,
        mapping,
        rules,
        folder.resolve("work"),
        folder.resolve("result"),
        conduct);
  }

  Assessment assess() throws IOException {
    return new DataSetAssessor(256L << 20).assess(request());
  }

  AssessedDataSet open() throws IOException {
    return new DataSetAssessor(256L << 20).open(request());
  }

  /// Everyone in the result, by the name that it has for them.
  record People(Map<String, PersonExposure> byName) {
    Set<String> names() {
      return byName.keySet();
    }

    PersonExposure person(String name) {
      return present(byName.get(name), name);
    }
  }

  static People people(Assessment assessment, Path folder) throws Exception {
    Map<String, PersonExposure> people = new HashMap<>();
    try (PeopleTable table = PeopleTable.open(assessment.people(), folder.resolve("look"))) {
      table.forEach(person -> people.put(person.person(), person));
    }
    return new People(people);
  }

  static Assessment.CategoryExposure exposure(Assessment assessment, DataCategory category) {
    return present(assessment.categories().get(category), category.key());
  }

  static Assessment.Search search(Assessment assessment, DataCategory category) {
    return present(assessment.searches().get(category), category.key());
  }

  private static <T> T present(@Nullable T value, String what) {
    if (value == null) {
      throw new AssertionError("no " + what);
    }
    return value;
  }

  static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /// A token by its shape alone, of the person with this id.
  static String token(String id) {
    byte[] body = new byte[24];
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, body, 0, Math.min(body.length, bytes.length));
    String token = "fb1sab2c" + Base64.getUrlEncoder().withoutPadding().encodeToString(body);
    if (!PseudonymResolver.looksLikeToken(token)) {
      throw new IllegalStateException("no token");
    }
    return token;
  }

  /// Resolves the tokens of [#token] and counts how often it is asked.
  static final class CountingLookup implements TokenLookup {
    private final Map<String, Identity> known = new HashMap<>();
    private final Map<String, Identity> hashed = new HashMap<>();
    int asked;

    CountingLookup knowing(String... ids) {
      for (String id : ids) {
        known.put(token(id), new Identity("person", id));
      }
      return this;
    }

    CountingLookup hashing(String token, String id) {
      hashed.put(token, new Identity("person", id));
      return this;
    }

    @Override
    public void announce(long tokens, String filesSha256) {
      asked++;
    }

    @Override
    public Map<String, Identity> resolve(Collection<String> asks) {
      Map<String, Identity> answer = new HashMap<>(known);
      answer.keySet().retainAll(asks);
      return answer;
    }

    @Override
    public Map<String, Identity> recompute(Collection<String> accountIds) {
      return hashed;
    }

    @Override
    public Map<String, String> deviceKeys(Collection<String> deviceIds) {
      return keys("d", deviceIds);
    }

    @Override
    public Map<String, String> accountKeys(Collection<String> accountIds) {
      return keys("a", accountIds);
    }

    private static Map<String, String> keys(String namespace, Collection<String> ids) {
      Map<String, String> keys = new HashMap<>();
      ids.forEach(id -> keys.put(id, namespace + id));
      return keys;
    }
  }
}
