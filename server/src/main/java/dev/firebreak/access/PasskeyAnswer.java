package dev.firebreak.access;

/// What a browser hands over from an authenticator, each part as base64url without padding. Its
/// text shows nothing.
///
/// @param id of the credential
/// @param clientData what the browser says of the page and the challenge, as JSON
/// @param object for a new passkey its attestation object, else the authenticator's data
/// @param signature over both; empty text for a new passkey
/// @param userHandle whose the passkey is, as the authenticator knows them; empty text for a new
///   one
public record PasskeyAnswer(
    String id, String clientData, String object, String signature, String userHandle) {
  @Override
  public String toString() {
    return "PasskeyAnswer[]";
  }
}
