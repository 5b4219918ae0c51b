package dev.firebreak.notice;

import dev.firebreak.notice.NoticeDocument.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Makes the text of a letter from the frozen text of a notice. Everything stays word for word but
/// its end, which tells how to check a mail: the paragraphs that name the public page, and what
/// holds the notice's number. In their place stands how to check a letter. Its word belongs to the
/// reader's own address, or to their account where there is no address. Thread-safe.
///
/// @param renderer of the campaign
record LetterText(NoticeRenderer renderer) {

  /// @param written the frozen wording
  NoticeDocument of(String written, Addressee reader, String number) {
    NoticeDocument notice = renderer.document(written, reader, number);
    String page = renderer.issuer().page();
    NoticeWords words = NoticeWords.of(notice.language());
    List<Block> blocks =
        new ArrayList<>(
            notice.blocks().stream().filter(block -> !isMailCheck(block, page, number)).toList());
    String proof = reader.address().isEmpty() ? "letter.check.account" : "letter.check.address";
    blocks.add(new NoticeDocument.Paragraph(words.text(proof, "page", page)));
    blocks.add(
        new NoticeDocument.Bullets(
            List.of(
                words.text("letter.number") + ": " + number,
                words.text("letter.word") + ": " + word(reader, number))));
    return new NoticeDocument(notice.language(), notice.subject(), blocks);
  }

  /// The same as it is compared by whoever checks it.
  RenderedNotice rendered(String written, Addressee reader, String number) {
    NoticeDocument letter = of(written, reader, number);
    return new RenderedNotice(number, letter.subject(), letter.text(), letter.html());
  }

  String word(Addressee reader, String number) {
    return renderer.numbers().word(renderer.campaign(), number, NoticeNumbers.proof(reader));
  }

  private static boolean isMailCheck(Block block, String page, String number) {
    return switch (block) {
      case NoticeDocument.Heading _, NoticeDocument.Steps _ -> false;
      case NoticeDocument.Paragraph paragraph ->
          holds(paragraph.text(), page) || holds(paragraph.text(), number);
      case NoticeDocument.Bullets bullets ->
          bullets.items().stream().anyMatch(item -> holds(item, number));
    };
  }

  private static boolean holds(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
