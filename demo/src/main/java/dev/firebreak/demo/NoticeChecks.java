package dev.firebreak.demo;

import dev.firebreak.notice.Campaigns;
import dev.firebreak.notice.NoticeVerifier;
import dev.firebreak.notice.VerificationAnswer;
import dev.firebreak.testkit.smtp.ReceivedMail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Has mails checked as people who got them would: genuine ones, and what somebody could make of
/// them. Confined to the replay's thread.
final class NoticeChecks {
  private static final Pattern NUMBER = Pattern.compile("Notice number: (\\S+)");
  private static final Pattern WORD = Pattern.compile("Word: ([a-z]+(?:-[a-z]+)*)");

  private final NoticeVerifier verifier;

  NoticeChecks(DemoWorld world, Campaigns campaigns) {
    verifier =
        new NoticeVerifier(
            world.firebreak.control(), world.firebreak.keys(), campaigns, world.clock);
  }

  /// What the checks said.
  ///
  /// @param genuineMails how many mails as they came were confirmed to their addressees
  /// @param genuine whether all of them were
  /// @param forged whether mails with an invented word, or the word of another notice, were refused
  /// @param altered whether a genuine mail with another contact was refused
  /// @param replayed whether a genuine number and word in another text were refused, to the person
  ///   whose they are and to somebody else, and a genuine mail that was passed on too
  /// @param typedPairGivesOurText whether somebody who types their own genuine number, word and
  ///   address out of a replayed mail gets the text that was really sent, to compare: a typed pair
  ///   alone cannot tell in which mail it stood
  record Verdicts(
      int genuineMails,
      boolean genuine,
      boolean forged,
      boolean altered,
      boolean replayed,
      boolean typedPairGivesOurText) {
    boolean allRight() {
      return genuineMails > 1 && genuine && forged && altered && replayed && typedPairGivesOurText;
    }
  }

  /// @param mails genuine ones to at least two people, as they came
  Verdicts of(List<ReceivedMail> mails) {
    ReceivedMail one = mails.getFirst();
    ReceivedMail other = mails.getLast();
    int genuine = 0;
    for (ReceivedMail mail : mails) {
      genuine += refuses(mail.content(), mail.recipient()) ? 0 : 1;
    }
    return new Verdicts(
        genuine,
        genuine == mails.size(),
        forged(one, other),
        altered(one),
        replayed(one, other),
        typed(other));
  }

  private boolean forged(ReceivedMail one, ReceivedMail other) {
    String text = text(one);
    String word = part(WORD, one);
    String guessed = (word.charAt(0) == 'b' ? "d" : "b") + word.substring(1);
    return refuses(bytes(text.replace(word, guessed)), one.recipient())
        && refuses(bytes(text.replace(word, part(WORD, other))), one.recipient());
  }

  private boolean altered(ReceivedMail mail) {
    String altered = withOtherContact(text(mail));
    return !altered.equals(text(mail)) && refuses(bytes(altered), mail.recipient());
  }

  private static String withOtherContact(String text) {
    return text.replace("privacy@example.com", "privacy@example.net");
  }

  /// The pair of `other` in a lure, shown by both; in the mail of `one`, shown by `one`; in that
  /// mail with another contact, shown by `other`, who may have been told the same as `one` else;
  /// the mail of `one` as it was, shown by `other`.
  private boolean replayed(ReceivedMail one, ReceivedMail other) {
    byte[] lure = bytes(lure(part(NUMBER, other), part(WORD, other)));
    String moved =
        text(one)
            .replace(part(NUMBER, one), part(NUMBER, other))
            .replace(part(WORD, one), part(WORD, other));
    return refuses(lure, one.recipient())
        && refuses(lure, other.recipient())
        && refuses(bytes(moved), one.recipient())
        && refuses(bytes(withOtherContact(moved)), other.recipient())
        && refuses(one.content(), other.recipient())
        && refused(verifier.verify(part(NUMBER, other), part(WORD, other), one.recipient()));
  }

  private boolean typed(ReceivedMail mail) {
    return verifier.verify(part(NUMBER, mail), part(WORD, mail), mail.recipient())
            instanceof VerificationAnswer.Genuine genuine
        && !genuine.notice().text().contains("invalid.example");
  }

  /// Another mail with a genuine pair, in the form that notices have.
  private static String lure(String number, String word) {
    return """
    From: security@example.com
    Reply-To: privacy@example.com
    Subject: Confirm your account
    MIME-Version: 1.0
    Content-Type: multipart/alternative; boundary="b"

    --b
    Content-Type: text/plain; charset=UTF-8

    Confirm your password at account-check.invalid.example today.

    - Notice number: %1$s
    - Word: %2$s

    --b
    Content-Type: text/html; charset=UTF-8

    <p>Confirm your password at account-check.invalid.example today.</p>
    <ul><li>Notice number: %1$s</li><li>Word: %2$s</li></ul>

    --b--
    """
        .formatted(number, word)
        .replace("\n", "\r\n");
  }

  private boolean refuses(byte[] mail, String address) {
    return refused(verifier.verifyMail(mail, address));
  }

  private static boolean refused(VerificationAnswer answer) {
    return !(answer instanceof VerificationAnswer.Genuine);
  }

  private static String part(Pattern pattern, ReceivedMail mail) {
    Matcher matcher = pattern.matcher(text(mail));
    if (!matcher.find()) {
      throw new IllegalStateException("a notice has a number and a word in its text");
    }
    return matcher.group(1);
  }

  private static String text(ReceivedMail mail) {
    return new String(mail.content(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
