package dev.firebreak.notice;

import dev.firebreak.keys.KeyStore;
import dev.firebreak.pseudonym.CleartextAccess;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes notice numbers and the words that prove them.
///
/// A number is 50 random bits as ten characters, `ABCDE-FGHJK`. Its word is 48 bits of one HMAC
/// over campaign, number and the addressee's normalised address, as eight pronounceable syllables,
/// `bodi-kifa-lozo-meta`, so that it can be read over the telephone. Without the key no word can be
/// made, and a word proves nothing for another number or address. Thread-safe.
final class NoticeNumbers {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final String CONSONANTS = "bdfghjklmnprstvz";
  private static final String VOWELS = "aeio";
  private static final int NUMBER_LENGTH = 10;
  private static final int SYLLABLES = 8;
  private static final int TOKEN_BYTES = 16;
  private static final Pattern NUMBER =
      Pattern.compile("[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}");

  private final SecretKeySpec key;

  NoticeNumbers(KeyStore keys) {
    key = new SecretKeySpec(keys.secret("notice").toByteArray(CleartextAccess.KEY_USE), ALGORITHM);
  }

  /// A fresh number. The caller sees to it that none is used twice.
  static String random(RandomGenerator random) {
    StringBuilder number = new StringBuilder(NUMBER_LENGTH + 1);
    for (int i = 0; i < NUMBER_LENGTH; i++) {
      number.append(i == NUMBER_LENGTH / 2 ? "-" : "");
      number.append(DIGITS.charAt(random.nextInt(DIGITS.length())));
    }
    return number.toString();
  }

  /// A number as somebody typed it, in the form that is stored; anything else becomes a number that
  /// does not exist.
  static String typed(String number) {
    String plain = number.strip().toUpperCase(Locale.ROOT).replace(' ', '-');
    if (plain.length() == NUMBER_LENGTH) {
      plain = plain.substring(0, NUMBER_LENGTH / 2) + "-" + plain.substring(NUMBER_LENGTH / 2);
    }
    return NUMBER.matcher(plain).matches() ? plain : "";
  }

  /// What somebody types to show that a notice is theirs, in the form that words are made of: a
  /// mail address, or the account of whoever has none; empty for nothing.
  static Optional<String> proof(String typed) {
    String plain = typed.strip();
    return plain.isEmpty()
        ? Optional.empty()
        : Optional.of(MailAddress.parse(plain).map(MailAddress::value).orElse("account: " + plain));
  }

  /// What the reader of a notice has to type.
  static String proof(Addressee addressee) {
    String own =
        addressee.address().isEmpty() ? addressee.accounts().getFirst() : addressee.address();
    return proof(own)
        .orElseThrow(() -> new IllegalStateException("an addressee has neither address nor id"));
  }

  String word(String campaign, String number, String address) {
    byte[] proof = hmac("firebreak notice word 1", campaign, number, address);
    return pronounceable(ByteBuffer.wrap(proof).getLong());
  }

  /// What shows that whoever asks for no follow-ups has the mail to this address: 128 bits in hex.
  String optOutToken(String campaign, String number, String address) {
    byte[] proof = hmac("firebreak notice opt-out 1", campaign, number, address);
    return HexFormat.of().formatHex(proof, 0, TOKEN_BYTES);
  }

  /// An address as the list of those who want no follow-ups has it: it says nothing without the
  /// key.
  String optOutHash(MailAddress address) {
    return HexFormat.of().formatHex(hmac("firebreak opt-out address 1", address.value()));
  }

  /// Each part with its length before it, so that no two lists of parts are the same bytes.
  private byte[] hmac(String... parts) {
    Mac mac = mac();
    for (String part : parts) {
      byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
      mac.update(bytes);
    }
    return mac.doFinal();
  }

  /// Compares in constant time; case, spaces and missing hyphens do not count.
  static boolean sameWord(String expected, String typed) {
    return MessageDigest.isEqual(letters(expected), letters(typed));
  }

  private static byte[] letters(String word) {
    String plain = word.length() > 64 ? "" : word.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", "");
    return plain.getBytes(StandardCharsets.UTF_8);
  }

  /// 8 syllables of 6 bits: 48 bits, two syllables to a group.
  private static String pronounceable(long bits) {
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < SYLLABLES; i++) {
      int syllable = (int) (bits >>> (Long.SIZE - 6 * (i + 1))) & 0x3f;
      word.append(i > 0 && i % 2 == 0 ? "-" : "");
      word.append(CONSONANTS.charAt(syllable >>> 2)).append(VOWELS.charAt(syllable & 3));
    }
    return word.toString();
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no " + ALGORITHM, e);
    }
  }
}
