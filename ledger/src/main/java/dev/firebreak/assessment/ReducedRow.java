package dev.firebreak.assessment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What is kept of a row: who it is about, when, which categories in which form, and the values
/// that quasi-identifiers need. Reused from row to row, not thread-safe.
final class ReducedRow {
  /// Ids of a kind, addresses and organisations of one row that are looked at.
  static final int MENTIONS_MAX = 1_000;

  /// Whose an address in a row may be.
  enum Standing {
    /// It stood in a field for the person's own address.
    OWN,
    /// It is the whole of another field.
    WHOLE,
    /// It stood within a text or a name.
    WITHIN
  }

  /// An address in a row.
  ///
  /// @param address in normal form, or its token or hash
  /// @param token true for a token or hash
  record Mail(String address, Standing standing, boolean token) {}

  /// An organisation that a row names.
  record Organization(MentionTally.Kind kind, String value, boolean token) {}

  /// Events whose very meaning is that their ids are one person's.
  private static final Set<String> JOINING_EVENTS =
      Set.of("$identify", "$create_alias", "$merge", "identify", "alias", "$alias");

  private final @Nullable String[] kept = new @Nullable String[RowStore.KEPT.size()];
  private final List<String> userIds = new ArrayList<>();
  private final List<String> distinctIds = new ArrayList<>();
  private final List<String> memberIds = new ArrayList<>();
  private final List<String> referenceIds = new ArrayList<>();
  private final List<String> mentionedIds = new ArrayList<>();
  private final List<String> otherIds = new ArrayList<>();
  private final List<String> mergedIds = new ArrayList<>();
  private final List<String> deviceIds = new ArrayList<>();
  private final List<Mail> mails = new ArrayList<>();
  private final List<Organization> organizations = new ArrayList<>();
  private RowShape shape = RowShape.TABLE;
  private @Nullable String weakId;
  private @Nullable String uid;
  private @Nullable String reference;
  private boolean weak;
  private @Nullable String phone;
  private @Nullable String event;
  private @Nullable String domain;
  private long time;
  private long clear;
  private long generalized;
  private long tokenized;

  void reset(RowShape newShape) {
    Arrays.fill(kept, null);
    userIds.clear();
    distinctIds.clear();
    memberIds.clear();
    referenceIds.clear();
    mentionedIds.clear();
    otherIds.clear();
    mergedIds.clear();
    deviceIds.clear();
    mails.clear();
    organizations.clear();
    shape = newShape;
    weakId = null;
    uid = null;
    reference = null;
    weak = false;
    phone = null;
    event = null;
    domain = null;
    time = 0;
    clear = 0;
    generalized = 0;
    tokenized = 0;
  }

  void expose(Form form, long mask) {
    switch (form) {
      case CLEAR -> clear |= mask;
      case GENERALIZED -> generalized |= mask;
      case TOKEN -> tokenized |= mask;
    }
  }

  /// Takes an id by its slot.
  void id(Slot slot, String id) {
    switch (slot) {
      case USER_ID -> addOnce(userIds, id);
      case DISTINCT_ID -> addOnce(distinctIds, id);
      case MEMBER_ID -> addOnce(memberIds, id);
      case REFERENCE_ID -> addOnce(referenceIds, id);
      case MENTIONED_ID -> addOnce(mentionedIds, id);
      case OTHER_ID -> addOnce(otherIds, id);
      case MERGED_ID -> addOnce(mergedIds, id);
      case DEVICE_ID -> addOnce(deviceIds, id);
      case WEAK_ID -> weakId = id;
      default -> throw new IllegalArgumentException("no slot of an id");
    }
  }

  void mail(String address, Standing standing, boolean token) {
    if (mails.size() < MENTIONS_MAX) {
      Mail mail = new Mail(address, standing, token);
      if (!mails.contains(mail)) {
        mails.add(mail);
      }
    }
  }

  void organization(MentionTally.Kind what, String value, boolean token) {
    Organization organization = new Organization(what, value, token);
    if (organizations.size() < MENTIONS_MAX && !organizations.contains(organization)) {
      organizations.add(organization);
    }
  }

  void phone(String number) {
    phone = number;
  }

  void event(String name) {
    event = name;
  }

  void time(long millis) {
    time = millis;
  }

  /// Keeps the first value of a slot.
  void keep(Slot slot, String value) {
    if (slot == Slot.REFERRING_DOMAIN) {
      domain = value;
      return;
    }
    int at = RowStore.KEPT.indexOf(slot);
    if (at >= 0 && kept[at] == null) {
      kept[at] = value;
    }
  }

  /// Settles what depends on the whole row. An id that is also the row's device is the device's.
  void complete() {
    distinctIds.forEach(id -> addOnce(userIds, id));
    userIds.removeAll(deviceIds);
    memberIds.removeAll(deviceIds);
    referenceIds.forEach(id -> addOnce(memberIds, id));
    chooseId();
    ownTheSoleAddress();
    int referrer = RowStore.KEPT.indexOf(Slot.REFERRER);
    if (kept[referrer] == null) {
      kept[referrer] = domain;
    }
  }

  /// The person's id is the first of the ids that mean nobody else. A row without one is about its
  /// member or account, or about its own `id`: which of the two, the accounts directory decides.
  private void chooseId() {
    if (!userIds.isEmpty()) {
      uid = userIds.getFirst();
    } else if (weakId != null) {
      uid = weakId;
      reference = memberIds.stream().filter(id -> !id.equals(uid)).findFirst().orElse(null);
      weak = reference != null;
    } else if (!memberIds.isEmpty()) {
      uid = memberIds.getFirst();
      reference = memberIds.size() > 1 ? memberIds.get(1) : null;
    }
  }

  /// In a row that names nobody else an address that fills a field is the person's, whatever the
  /// field is called; where there are several it is nobody's.
  private void ownTheSoleAddress() {
    if (uid != null || !deviceIds.isEmpty() || email() != null) {
      return;
    }
    List<Mail> whole = mails.stream().filter(mail -> mail.standing() == Standing.WHOLE).toList();
    if (whole.size() == 1) {
      Mail sole = whole.getFirst();
      mails.remove(sole);
      mails.addFirst(new Mail(sole.address(), Standing.OWN, sole.token()));
    }
  }

  private static void addOnce(List<String> ids, String id) {
    if (ids.size() < MENTIONS_MAX && !ids.contains(id)) {
      ids.add(id);
    }
  }

  RowShape shape() {
    return shape;
  }

  @Nullable String uid() {
    return uid;
  }

  /// An id that the row may be about instead of [#uid].
  @Nullable String reference() {
    return reference;
  }

  /// True where [#uid] is a table's `id` and gives way to a reference that is an account.
  boolean weak() {
    return weak;
  }

  /// True where the row says by its kind that its ids are one person's.
  boolean isJoining() {
    return event != null && JOINING_EVENTS.contains(event);
  }

  @Nullable String device() {
    return deviceIds.isEmpty() ? null : deviceIds.getFirst();
  }

  @Nullable String email() {
    for (Mail mail : mails) {
      if (mail.standing() == Standing.OWN) {
        return mail.address();
      }
    }
    return null;
  }

  @Nullable String phone() {
    return phone;
  }

  @Nullable String event() {
    return event;
  }

  /// Epoch milliseconds, 0 where unknown.
  long time() {
    return time;
  }

  long clear() {
    return clear;
  }

  long generalized() {
    return generalized;
  }

  long tokenized() {
    return tokenized;
  }

  @Nullable String kept(int column) {
    return kept[column];
  }

  /// The ids of the row's own person.
  List<String> userIds() {
    return userIds;
  }

  /// Ids of members and accounts, which may be somebody else's.
  List<String> memberIds() {
    return memberIds;
  }

  List<String> mentionedIds() {
    return mentionedIds;
  }

  List<String> otherIds() {
    return otherIds;
  }

  List<String> mergedIds() {
    return mergedIds;
  }

  List<String> deviceIds() {
    return deviceIds;
  }

  List<Mail> mails() {
    return mails;
  }

  List<Organization> organizations() {
    return organizations;
  }
}
