package dev.firebreak.incident;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import tools.jackson.databind.JsonNode;

/// What reports say, as text, and which numbers a document lets them say.
final class ReportTexts {
  private static final Pattern NUMBER = Pattern.compile("\\d[\\d,.]*\\d|\\d");

  private ReportTexts() {}

  /// The words that a browser shows.
  static String ofHtml(String html) {
    return html.replaceAll("(?s)<style>.*?</style>|<head>.*?</head>", " ")
        .replaceAll("<[^>]+>", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#34;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }

  /// The words of a PDF document, page by page.
  static List<String> ofPdf(byte[] pdf) {
    try (PDDocument document = Loader.loadPDF(pdf)) {
      List<String> pages = new ArrayList<>();
      for (int page = 1; page <= document.getNumberOfPages(); page++) {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        pages.add(stripper.getText(document));
      }
      return pages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Set<String> numbers(String text) {
    Set<String> numbers = new HashSet<>();
    Matcher matcher = NUMBER.matcher(text);
    while (matcher.find()) {
      numbers.add(matcher.group());
    }
    return numbers;
  }

  /// Numbers of a text that are not allowed. At the edge of a line stands what a narrow column left
  /// of a citation such as `164.400-414`: there a part of an allowed one will do.
  static Set<String> strangers(String text, Set<String> allowed) {
    Set<String> strangers = new HashSet<>();
    for (String line : text.lines().toList()) {
      Matcher matcher = NUMBER.matcher(line.strip());
      while (matcher.find()) {
        String number = matcher.group();
        boolean atTheEdge = matcher.start() == 0 || matcher.end() >= line.strip().length() - 1;
        boolean part = allowed.stream().anyMatch(one -> one.contains(number));
        if (!allowed.contains(number) && !(atTheEdge && part)) {
          strangers.add(number + " in: " + line.strip());
        }
      }
    }
    return strangers;
  }

  /// Every number that a report may print: those of its document, as reports write numbers, spans
  /// and times, and those in the document's texts.
  static Set<String> numbers(JsonNode document) {
    Set<String> numbers = new HashSet<>();
    collect(document, numbers);
    return numbers;
  }

  private static void collect(JsonNode node, Set<String> numbers) {
    if (node.isNumber()) {
      double number = node.asDouble();
      numbers.addAll(numbers(ReportWords.number(Math.round(number))));
      numbers.addAll(numbers(ReportWords.decimal(number)));
      numbers.addAll(numbers(ReportWords.percent(number)));
      numbers.add(node.asString());
    } else if (node.isString()) {
      numbers.addAll(numbers(node.asString()));
      time(node.asString(), numbers);
    } else {
      for (JsonNode child : node) {
        collect(child, numbers);
      }
      node.propertyNames().forEach(name -> numbers.addAll(numbers(name)));
    }
  }

  private static void time(String text, Set<String> numbers) {
    try {
      if (text.startsWith("PT")) {
        numbers.addAll(numbers(ReportWords.span(Duration.parse(text))));
      } else if (text.endsWith("Z")) {
        numbers.addAll(numbers(ReportWords.time(Instant.parse(text))));
      } else if (text.matches("\\d{4}-\\d\\d-\\d\\dT.*")) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        numbers.addAll(numbers(ReportWords.time(time.toZonedDateTime())));
        numbers.add(Integer.toString(time.getDayOfMonth()));
      }
    } catch (DateTimeParseException e) {
      // a text that merely looks like a time has no other numbers than those it shows
      return;
    }
  }
}
