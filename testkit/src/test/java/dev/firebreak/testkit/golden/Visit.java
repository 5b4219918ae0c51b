package dev.firebreak.testkit.golden;

import java.util.List;

/// Something that somebody did, as a vendor is told.
///
/// @param who whose row it is
/// @param user the id that the vendor has of them; empty where none was sent
/// @param device empty where none was sent
/// @param contact what else the row says of how to reach them
/// @param second when, in epoch seconds
/// @param organization the organisation's id; empty where none was sent
/// @param words where they were and what they wrote
record Visit(
    Citizen who,
    String user,
    String device,
    Contact contact,
    long second,
    String organization,
    Words words) {
  /// An address, its digest, a number, or nothing.
  enum Contact {
    NONE,
    EMAIL,
    HASHED_EMAIL,
    PHONE
  }

  /// Texts of a row.
  ///
  /// @param page the page's address
  /// @param referrer where they came from; empty where unknown
  /// @param text what they wrote; empty where nothing
  /// @param secrets what these hold that nobody meant to send
  /// @param mentions addresses of others in them
  record Words(
      String page, String referrer, String text, List<Secret> secrets, List<String> mentions) {
    Words {
      secrets = List.copyOf(secrets);
      mentions = List.copyOf(mentions);
    }

    /// The text that has an address of somebody else.
    private String mentioning() {
      return text.isEmpty() ? page : text;
    }
  }

  /// What nobody meant to send.
  ///
  /// @param within the whole text that it stands in
  record Secret(Kind kind, String within) {}

  Visit with(Words other) {
    return new Visit(who, user, device, contact, second, organization, other);
  }

  /// From another page; empty from none.
  Visit from(String referrer) {
    return with(new Words(words.page(), referrer, words.text(), words.secrets(), words.mentions()));
  }

  Visit at(long other) {
    return new Visit(who, user, device, contact, other, organization, words);
  }

  /// The same with a way to reach them and without an organisation.
  Visit with(Contact other) {
    return new Visit(who, user, device, other, second, "", words);
  }

  String page() {
    return words.page();
  }

  String referrer() {
    return words.referrer();
  }

  String text() {
    return words.text();
  }

  /// Pages without anybody's number or query are a template.
  Shown pageShown() {
    return words.page().matches("https://[a-z.]+(/[a-z_-]*)*") ? Shown.GENERALIZED : Shown.CLEAR;
  }

  /// An origin alone says less than an address.
  Shown referrerShown() {
    return words.referrer().matches("https://[a-z.]+/?") ? Shown.GENERALIZED : Shown.CLEAR;
  }

  /// What [GoldenRow] has to be told of the whole.
  GoldenRow finish(GoldenRow row) {
    words.secrets().forEach(secret -> row.tells(secret.kind(), secret.within()));
    words.mentions().forEach(email -> row.mentions(email, words.mentioning()));
    return row.at(second);
  }

  /// Puts how to reach them into fields of these names.
  GoldenRow contact(GoldenRow row, String emailPath, String phonePath) {
    return switch (contact) {
      case NONE -> row;
      case EMAIL -> row.email(emailPath, who.email());
      case HASHED_EMAIL -> row.hashedEmail(emailPath, World.hash(who));
      case PHONE -> row.phone(phonePath, who.phone());
    };
  }

  @Override
  public String toString() {
    return "Visit[" + who + "]";
  }
}
