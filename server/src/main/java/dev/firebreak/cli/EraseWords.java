package dev.firebreak.cli;

import dev.firebreak.erasure.DeviceGround;
import dev.firebreak.erasure.Erasure;
import dev.firebreak.erasure.ErasureRequest;
import dev.firebreak.erasure.Erasures;
import dev.firebreak.erasure.Proof;
import dev.firebreak.erasure.SubjectState;
import dev.firebreak.erasure.VendorErasure;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/// Erasures as words. They name nobody, nor any id.
final class EraseWords {
  private EraseWords() {}

  static void print(PrintWriter out, Erasures.PersonErasure decided) {
    String name = decided.erasure().name();
    out.println(
        name
            + ": this person's data goes to no vendor from now on; "
            + decided.subjects()
            + (decided.subjects() == 1 ? " subject is" : " subjects are")
            + " to be erased.");
    if (decided.linked() > 0) {
      out.println(
          "  Among them are devices that only browsers or apps linked to the account: "
              + decided.linked()
              + ".");
    }
    if (decided.left() > 0) {
      out.println(
          "  Further devices that only browsers or apps linked to the account: "
              + decided.left()
              + ". Nothing goes out of them, but they are not erased; name those that are the"
              + " person's with --device.");
    }
    out.println("  `firebreak erase show " + name + "` says how far the vendors are.");
  }

  static void print(PrintWriter out, List<Erasures.Dossier> dossiers) {
    TextTable table = new TextTable("erasure", "of", "decided", "vendor", "state", "subjects");
    for (Erasures.Dossier dossier : dossiers) {
      for (VendorErasure vendor : dossier.vendors()) {
        table.row(
            dossier.erasure().name(),
            of(dossier.erasure()),
            dossier.erasure().decidedAt(),
            vendor.vendor(),
            state(vendor),
            vendor.subjectsInAll());
      }
    }
    table.print(out);
  }

  static void print(PrintWriter out, Erasures.Dossier dossier) {
    Erasure erasure = dossier.erasure();
    out.println(
        "%s: %s, decided %s by %s and %s (%s)"
            .formatted(
                erasure.name(),
                of(erasure),
                erasure.decidedAt(),
                erasure.decidedBy(),
                erasure.confirmedBy(),
                erasure.reason()));
    dossier
        .devices()
        .forEach((ground, count) -> out.println("  devices, " + words(ground) + ": " + count));
    for (VendorErasure vendor : dossier.vendors()) {
      out.println("  " + vendor.vendor() + ": " + state(vendor) + counts(vendor));
    }
    if (!dossier.requests().isEmpty()) {
      TextTable table =
          new TextTable(
              "request", "place", "ids", "state", "tracking", "asked", "ended", "receipt");
      for (ErasureRequest request : dossier.requests()) {
        table.row(
            Long.toString(request.request()),
            request.place(),
            request.ids(),
            request.state(),
            request.tracking().orElse("-"),
            request.askedAt().map(Object::toString).orElse("-"),
            request.endedAt().map(Object::toString).orElse("-"),
            request.words().orElse("-"));
      }
      table.print(out);
    }
    for (Proof proof : dossier.proofs()) {
      out.println(
          "  by hand at %s: %d subjects, signed by %s at %s (%s)%s"
              .formatted(
                  proof.vendor(),
                  proof.subjects(),
                  proof.signedBy(),
                  proof.signedAt(),
                  proof.note(),
                  proof.sha256().map(digest -> ", SHA-256 " + digest).orElse("")));
    }
  }

  private static String words(DeviceGround ground) {
    return switch (ground) {
      case NAMED -> "named by an operator";
      case SERVER -> "linked to the account by our own servers";
      case BROWSER -> "linked to the account by browsers or apps alone";
    };
  }

  static String line(String key, Object value) {
    String words = key.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    String text =
        value instanceof List<?> list
            ? list.isEmpty()
                ? "none"
                : String.join(", ", list.stream().map(Object::toString).toList())
            : value.toString();
    return words + ": " + text;
  }

  private static String of(Erasure erasure) {
    return erasure.vendor().map(vendor -> "everybody at " + vendor).orElse("one person");
  }

  private static String state(VendorErasure vendor) {
    if (vendor.preparedAt().isEmpty()) {
      return "waits until nothing is on its way to the vendor";
    }
    if (vendor.closedAt().isEmpty()) {
      return vendor.subjectsInAll() > 0 && vendor.count(SubjectState.DONE) == vendor.subjectsInAll()
          ? "erased; the ledger forgets it as soon as no incident at the vendor is open"
          : "open";
    }
    if (vendor.subjectsInAll() == 0) {
      return "closed, the vendor has nothing that the ledger knows of";
    }
    return vendor.count(SubjectState.REFUSED) > 0 ? "closed, with refusals" : "closed, erased";
  }

  private static String counts(VendorErasure vendor) {
    StringBuilder text = new StringBuilder();
    for (SubjectState state : SubjectState.values()) {
      if (vendor.count(state) > 0) {
        text.append(text.isEmpty() ? "; " : ", ")
            .append(vendor.count(state))
            .append(' ')
            .append(state.label());
      }
    }
    return text.toString();
  }
}
