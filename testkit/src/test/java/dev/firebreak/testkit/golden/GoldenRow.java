package dev.firebreak.testkit.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A row of a generated data set: its values by their paths, and beside each value what it tells.
/// Names of a path are separated by `/`. Confined to one thread.
final class GoldenRow {
  /// What a value tells.
  record Telling(Kind kind, Shown shown) {}

  /// A value where it stands, and the kind that its field is for.
  record Placed(String path, Object value, Kind kind) {}

  /// What stands within a value whose field is for something else.
  record Planted(String path, Kind kind) {}

  /// An identifier as results list it: `user_id`, `device_id`, `email`, `phone`.
  record Identifier(String kind, String value) {
    @Override
    public String toString() {
      return kind + ":" + value;
    }
  }

  /// An organisation that the row names: by `id`, `name`, `id_token`.
  record Named(String as, String word) {}

  private final Map<String, Object> values = new LinkedHashMap<>();
  private final List<Telling> tellings = new ArrayList<>();
  private final List<Placed> placed = new ArrayList<>();
  private final List<Planted> planted = new ArrayList<>();
  private final List<Identifier> identifiers = new ArrayList<>();
  private final List<Named> named = new ArrayList<>();
  private final List<String> mentions = new ArrayList<>();
  private boolean aboutNobody;
  private long seconds;

  /// A value that shows its kind as it is.
  GoldenRow put(String path, Object value, Kind kind) {
    return put(path, value, kind, Shown.CLEAR);
  }

  GoldenRow put(String path, Object value, Kind kind, Shown shown) {
    values.put(path, value);
    tellings.add(new Telling(kind, shown));
    placed.add(new Placed(path, value, kind));
    return this;
  }

  /// A value that tells nothing of anybody: an empty one, a sentinel, a bracket of redaction.
  GoldenRow nothing(String path, @Nullable Object value) {
    values.put(path, value);
    return this;
  }

  /// An id of the row's person.
  GoldenRow user(String path, Object value) {
    identifiers.add(new Identifier("user_id", value.toString()));
    return put(path, value, Kind.ACCOUNT);
  }

  /// A device of the row's person.
  GoldenRow device(String path, String value) {
    identifiers.add(new Identifier("device_id", value));
    return put(path, value, Kind.DEVICE);
  }

  /// An id as a token.
  ///
  /// @param as the kind of identifier that it stands for
  GoldenRow token(String path, String as, String token, Kind kind) {
    identifiers.add(new Identifier(as, token));
    return put(path, token, kind, Shown.TOKEN);
  }

  /// The person's own address, as it is written.
  GoldenRow email(String path, String value) {
    identifiers.add(new Identifier("email", value.strip().toLowerCase(java.util.Locale.ROOT)));
    return put(path, value, Kind.EMAIL);
  }

  /// The digest of the person's own address.
  GoldenRow hashedEmail(String path, String value) {
    identifiers.add(new Identifier("email", value));
    return put(path, value, Kind.EMAIL, Shown.TOKEN);
  }

  /// The person's own number.
  GoldenRow phone(String path, String value) {
    identifiers.add(new Identifier("phone", value.replaceAll("[^0-9]", "")));
    return put(path, value, Kind.PHONE);
  }

  GoldenRow organizationId(String path, Object value, String id) {
    named.add(new Named("id", id));
    return put(path, value, Kind.ORGANIZATION);
  }

  /// @param id whose token it is
  GoldenRow organizationToken(String path, String token, String id) {
    named.add(new Named("id_token", id));
    return put(path, token, Kind.ORGANIZATION, Shown.TOKEN);
  }

  GoldenRow organizationName(String path, Object value, String name) {
    named.add(new Named("name", name));
    return put(path, value, Kind.WORKPLACE);
  }

  /// When it happened; rows without a time have none.
  GoldenRow at(long epochSeconds) {
    seconds = epochSeconds;
    return this;
  }

  /// What a value tells beside its field's kind.
  ///
  /// @param within the whole value, which stands at one place of the row
  GoldenRow tells(Kind kind, String within) {
    tellings.add(new Telling(kind, Shown.CLEAR));
    planted.add(new Planted(placeOf(within), kind));
    return this;
  }

  private String placeOf(String value) {
    List<String> places =
        values.keySet().stream().filter(path -> value.equals(values.get(path))).toList();
    if (places.size() != 1) {
      throw new IllegalStateException("stands at one place: " + places);
    }
    return places.getFirst();
  }

  /// An address of somebody else in one of the values.
  GoldenRow mentions(String email, String within) {
    mentions.add(email);
    return tells(Kind.EMAIL, within);
  }

  /// A field that nobody ordered, in the object that another one stands in.
  GoldenRow beside(String name, String newName, String value) {
    String path =
        values.keySet().stream()
            .filter(each -> each.endsWith(name))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no field " + name));
    String object = path.substring(0, path.length() - name.length());
    return put(object + newName, value, Kind.UNCLASSIFIED);
  }

  /// A row that only says that ids are one person's, and nothing that anybody did: its ids are
  /// mentioned in it.
  GoldenRow aboutNobody() {
    aboutNobody = true;
    return this;
  }

  boolean isAboutNobody() {
    return aboutNobody;
  }

  /// The vendor lost all values of a kind.
  GoldenRow without(Kind kind) {
    placed.stream().filter(each -> each.kind() == kind).forEach(each -> values.remove(each.path()));
    placed.removeIf(each -> each.kind() == kind);
    tellings.removeIf(each -> each.kind() == kind);
    return this;
  }

  /// Leaves out what the results list elsewhere: a device that several people use.
  GoldenRow without(Identifier identifier) {
    identifiers.remove(identifier);
    return this;
  }

  Map<String, Object> values() {
    return values;
  }

  List<Telling> tellings() {
    return tellings;
  }

  List<Placed> placed() {
    return placed;
  }

  List<Planted> planted() {
    return planted;
  }

  List<Identifier> identifiers() {
    return identifiers;
  }

  List<Named> named() {
    return named;
  }

  List<String> mentioned() {
    return mentions;
  }

  /// Epoch seconds, 0 where the row has no time.
  long seconds() {
    return seconds;
  }

  /// The values as nested objects.
  Map<String, Object> nested() {
    Map<String, Object> root = new LinkedHashMap<>();
    values.forEach((path, value) -> {
      Map<String, Object> at = root;
      String[] names = path.split("/", -1);
      for (int i = 0; i < names.length - 1; i++) {
        @SuppressWarnings("unchecked")
        Map<String, Object> next =
            (Map<String, Object>) at.computeIfAbsent(names[i], _ -> new LinkedHashMap<>());
        at = next;
      }
      at.put(names[names.length - 1], value);
    });
    return root;
  }

  @Override
  public String toString() {
    return "GoldenRow[" + values.keySet().stream().collect(Collectors.joining(", ")) + "]";
  }
}
