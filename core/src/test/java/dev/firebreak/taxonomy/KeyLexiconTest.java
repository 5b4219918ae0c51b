package dev.firebreak.taxonomy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLexiconTest {
  private static final Set<DataCategory> SECRET =
      EnumSet.of(DataCategory.PASSWORD, DataCategory.CREDENTIALS, DataCategory.API_KEY);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reset_password_token",
        "confirmation_token",
        "invitation_token",
        "unlock_token",
        "login_token",
        "oobCode",
        "X-Goog-Signature",
        "X-Amz-Signature",
        "X-Goog-Credential",
        "github_token",
        "bearer_token",
        "client_token",
        "userToken",
        "usertoken",
        "x-api-token",
        "x-auth-token",
        "old_secret",
        "oldSecret",
        "passwordConfirmation",
        "password_confirmation",
        "new_password2",
        "newPassword2",
        "password1",
        "stripe_key",
        "stripeKey",
        "STRIPE_KEY",
        "encryption_key",
        "signing_key",
        "user_pin",
        "userPin",
        "card-pin",
        "totp_secret",
        "password_hash",
        "passwordDigest",
        "device_token",
        "push_token",
        "fcmToken",
        "csrf-token",
        "user[reset_password_token]",
        "verification_code",
        "hmac_signature",
        "db_passwd",
        "service_account_credentials",
        "access_token_secret"
      })
  void secretNamesAreKnown(String name) {
    assertThat(SECRET).as(name).contains(KeyLexicon.categoryOf(name).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert_key",
        "primary_key",
        "token_count",
        "sort_key",
        "max_tokens",
        "tokens_used",
        "partition_key",
        "foreign_key",
        "cache_key",
        "feature_key",
        "flag_key",
        "event_key",
        "shortcut_key",
        "group_key",
        "translation_key",
        "idempotency_key",
        "public_key",
        "key",
        "monkey",
        "turkey",
        "hockey",
        "keyboard",
        "spin",
        "shopping",
        "pinned",
        "map_pin",
        "is_secretary",
        "password_strength",
        "password_length",
        "password_changed_at",
        "passwordless",
        "password_reset",
        "page_token",
        "next_page_token",
        "email_signature",
        "signature_required",
        "secret_santa",
        "tokenizer",
        "object_key",
        "row_key",
        "keyCode",
        "experiment_key",
        "project_key",
        "issue_key",
        "variant_key",
        "message_key"
      })
  void ordinaryNamesAreNoSecrets(String name) {
    assertThat(KeyLexicon.categoryOf(name).filter(SECRET::contains)).as(name).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 300})
  void aLongNameHidesNoSecret(int length) {
    String name = "a".repeat(length) + "_password";
    assertThat(KeyLexicon.categoryOf(name)).contains(DataCategory.PASSWORD);
    assertThat(KeyLexicon.isName(name)).isFalse();
  }
}
