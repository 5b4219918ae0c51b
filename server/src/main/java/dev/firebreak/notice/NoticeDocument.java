package dev.firebreak.notice;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A notice as blocks, the one source of its plain text and its HTML. Immutable.
///
/// The written form is a subject line, then lines: `# ` begins a heading, `- ` a bullet, `1. ` a
/// step; other lines up to an empty one are a paragraph. There are no links, pictures or styles.
record NoticeDocument(NoticeLanguage language, String subject, List<Block> blocks) {
  private static final String SUBJECT = "Subject:";
  private static final Pattern STEP = Pattern.compile("\\d{1,2}\\. (.+)");

  NoticeDocument {
    blocks = List.copyOf(blocks);
  }

  /// A part of a notice.
  sealed interface Block {}

  record Heading(String text) implements Block {}

  record Paragraph(String text) implements Block {}

  record Bullets(List<String> items) implements Block {
    Bullets {
      items = List.copyOf(items);
    }
  }

  record Steps(List<String> items) implements Block {
    Steps {
      items = List.copyOf(items);
    }
  }

  /// Reads the written form; a missing subject line leaves the subject empty.
  static NoticeDocument parse(String written, NoticeLanguage language) {
    List<String> lines = written.lines().map(String::strip).toList();
    String subject = "";
    int begin = 0;
    if (!lines.isEmpty() && lines.getFirst().startsWith(SUBJECT)) {
      subject = lines.getFirst().substring(SUBJECT.length()).strip();
      begin = 1;
    }
    BlockReader reader = new BlockReader();
    lines.subList(begin, lines.size()).forEach(reader::line);
    return new NoticeDocument(language, subject, reader.finish());
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (Block block : blocks) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      switch (block) {
        case Heading heading -> text.append(heading.text().toUpperCase(java.util.Locale.ROOT));
        case Paragraph paragraph -> text.append(paragraph.text());
        case Bullets bullets -> text.append("- ").append(String.join("\n- ", bullets.items()));
        case Steps steps -> text.append(numbered(steps.items()));
      }
      text.append('\n');
    }
    return text.toString();
  }

  String html() {
    StringBuilder html = new StringBuilder(4_096);
    html.append("<!DOCTYPE html>\n<html lang=\"").append(language.tag());
    html.append("\">\n<head>\n<meta charset=\"utf-8\">\n<title>").append(escape(subject));
    html.append("</title>\n</head>\n<body>\n").append(fragment());
    return html.append("</body>\n</html>\n").toString();
  }

  /// The blocks as HTML, without the page around them.
  String fragment() {
    StringBuilder html = new StringBuilder(4_096);
    for (Block block : blocks) {
      switch (block) {
        case Heading heading -> element(html, "h2", heading.text());
        case Paragraph paragraph -> element(html, "p", paragraph.text());
        case Bullets bullets -> list(html, "ul", bullets.items());
        case Steps steps -> list(html, "ol", steps.items());
      }
    }
    return html.toString();
  }

  private static String numbered(List<String> items) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < items.size(); i++) {
      text.append(i == 0 ? "" : "\n").append(i + 1).append(". ").append(items.get(i));
    }
    return text.toString();
  }

  private static void list(StringBuilder html, String tag, List<String> items) {
    html.append('<').append(tag).append(">\n");
    items.forEach(item -> element(html, "li", item));
    html.append("</").append(tag).append(">\n");
  }

  private static void element(StringBuilder html, String tag, String text) {
    html.append('<').append(tag).append('>').append(escape(text));
    html.append("</").append(tag).append(">\n");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /// Gathers lines into blocks.
  private static final class BlockReader {
    private enum Kind {
      NONE,
      PARAGRAPH,
      BULLETS,
      STEPS
    }

    private final List<Block> blocks = new ArrayList<>();
    private final List<String> pending = new ArrayList<>();
    private Kind kind = Kind.NONE;

    void line(String line) {
      Matcher step = STEP.matcher(line);
      if (line.isEmpty()) {
        flush();
      } else if (line.startsWith("# ")) {
        flush();
        blocks.add(new Heading(line.substring(2).strip()));
      } else if (line.startsWith("- ")) {
        add(Kind.BULLETS, line.substring(2).strip());
      } else if (step.matches()) {
        add(Kind.STEPS, step.group(1).strip());
      } else {
        add(Kind.PARAGRAPH, line);
      }
    }

    List<Block> finish() {
      flush();
      return blocks;
    }

    private void add(Kind next, String text) {
      if (kind != next) {
        flush();
        kind = next;
      }
      pending.add(text);
    }

    private void flush() {
      switch (kind) {
        case NONE -> {}
        case PARAGRAPH -> blocks.add(new Paragraph(String.join(" ", pending)));
        case BULLETS -> blocks.add(new Bullets(pending));
        case STEPS -> blocks.add(new Steps(pending));
      }
      pending.clear();
      kind = Kind.NONE;
    }
  }
}
