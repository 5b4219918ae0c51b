package dev.firebreak.assessment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is kept of a row: who it is about, when, which categories in which form, and the values
/// that quasi-identifiers need. Reused from row to row, not thread-safe.
final class ReducedRow {
  /// An address in a row.
  ///
  /// @param own true where it stood in a field for e-mail addresses
  record Mail(String address, boolean own) {}

  private final @Nullable String[] kept = new @Nullable String[RowStore.KEPT.size()];
  private final List<String> userIds = new ArrayList<>();
  private final List<String> otherIds = new ArrayList<>();
  private final List<String> deviceIds = new ArrayList<>();
  private final List<Mail> mails = new ArrayList<>();
  private RowShape shape = RowShape.TABLE;
  private @Nullable String weakId;
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
    otherIds.clear();
    deviceIds.clear();
    mails.clear();
    shape = newShape;
    weakId = null;
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

  void userId(String id) {
    addOnce(userIds, id);
  }

  void otherId(String id) {
    addOnce(otherIds, id);
  }

  void deviceId(String id) {
    addOnce(deviceIds, id);
  }

  void weakId(String id) {
    weakId = id;
  }

  void mail(String address, boolean own) {
    Mail mail = new Mail(address, own);
    if (!mails.contains(mail)) {
      mails.add(mail);
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
    userIds.removeAll(deviceIds);
    if (userIds.isEmpty() && weakId != null) {
      userIds.add(weakId);
    }
    int referrer = RowStore.KEPT.indexOf(Slot.REFERRER);
    if (kept[referrer] == null) {
      kept[referrer] = domain;
    }
  }

  private static void addOnce(List<String> ids, String id) {
    if (!ids.contains(id)) {
      ids.add(id);
    }
  }

  RowShape shape() {
    return shape;
  }

  @Nullable String uid() {
    return userIds.isEmpty() ? null : userIds.getFirst();
  }

  @Nullable String device() {
    return deviceIds.isEmpty() ? null : deviceIds.getFirst();
  }

  @Nullable String email() {
    for (Mail mail : mails) {
      if (mail.own()) {
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

  List<String> userIds() {
    return userIds;
  }

  List<String> otherIds() {
    return otherIds;
  }

  List<String> deviceIds() {
    return deviceIds;
  }

  List<Mail> mails() {
    return mails;
  }
}
