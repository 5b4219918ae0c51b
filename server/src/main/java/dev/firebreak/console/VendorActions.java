package dev.firebreak.console;

import dev.firebreak.access.ConfirmedOperator;
import dev.firebreak.access.StatedReason;
import dev.firebreak.config.BindingConfig;
import dev.firebreak.delivery.CutItem;
import dev.firebreak.delivery.HeldQueue;
import dev.firebreak.delivery.Released;
import dev.firebreak.delivery.VendorStatus;
import dev.firebreak.error.ErrorCode;
import dev.firebreak.error.FirebreakException;
import dev.firebreak.installation.Installation;
import dev.firebreak.installation.PoliciesToday;
import dev.firebreak.vendor.VendorId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What the console does to a vendor's switch: cut, resume, hold, release, and the signing of what
/// a cut does not reach. Thread-safe.
final class VendorActions {
  private final Installation installation;
  private final PoliciesToday today;

  VendorActions(Installation installation, PoliciesToday today) {
    this.installation = installation;
    this.today = today;
  }

  void addTo(Actions actions) {
    actions
        .with(Route.VENDOR_CUT_PAGE, Route.VENDOR_CUT, new Switching("VendorCut", "cut", this::cut))
        .with(
            Route.VENDOR_RESUME_PAGE,
            Route.VENDOR_RESUME,
            new Switching("VendorResumed", "resume", this::resume))
        .with(
            Route.VENDOR_HOLD_PAGE,
            Route.VENDOR_HOLD,
            new Switching("VendorHeld", "hold", this::hold))
        .with(
            Route.VENDOR_RELEASE_PAGE,
            Route.VENDOR_RELEASE,
            new Switching("VendorReleased", "release", this::release))
        .with(Route.CUT_ITEM_PAGE, Route.CUT_ITEM, new Signing());
  }

  /// A decision about the switch.
  @FunctionalInterface
  private interface Turn {
    Note turn(VendorId vendor, ConfirmedOperator operator, String reason)
        throws IOException, InterruptedException;
  }

  private Note cut(VendorId vendor, ConfirmedOperator operator, String reason)
      throws InterruptedException {
    int aborted = installation.deliveries().vendors().cut(vendor, operator, reason).aborted();
    return aborted == 0
        ? Note.of("vendor.cut.done", vendor.value())
        : Note.of("vendor.cut.aborted", vendor.value(), Integer.toString(aborted));
  }

  private Note hold(VendorId vendor, ConfirmedOperator operator, String reason)
      throws InterruptedException {
    var _ = installation.deliveries().vendors().hold(vendor, operator, reason);
    return Note.of("vendor.hold.done", vendor.value());
  }

  private Note release(VendorId vendor, ConfirmedOperator operator, String reason)
      throws IOException, InterruptedException {
    return opened(
        "vendor.release",
        installation.deliveries().release(vendor, operator, reason, today::enforced));
  }

  private Note resume(VendorId vendor, ConfirmedOperator operator, String reason)
      throws IOException, InterruptedException {
    return opened(
        "vendor.resume",
        installation.deliveries().resume(vendor, operator, reason, today::enforced));
  }

  private static Note opened(String key, Released released) {
    String vendor = released.status().vendor().value();
    if (released.status().heldByRegister()) {
      return Note.of("vendor.stays", vendor);
    }
    long asTreated = released.queues().stream().mapToLong(Released.Queue::asTreated).sum();
    long again = released.queues().stream().mapToLong(Released.Queue::again).sum();
    return Note.of(key + ".done", vendor, Long.toString(asTreated), Long.toString(again));
  }

  private VendorStatus status(List<String> names) {
    return installation.deliveries().vendors().status(vendor(names));
  }

  private static VendorId vendor(List<String> names) {
    try {
      return new VendorId(names.getFirst());
    } catch (IllegalArgumentException e) {
      throw new FirebreakException(ErrorCode.NOT_FOUND, "no vendor has such a name", e);
    }
  }

  private static String page(VendorId vendor) {
    return "/vendors/" + vendor.value();
  }

  /// One of the switch's decisions; its sentences have the keys `vendor.WORD...`.
  private final class Switching implements Action {
    private final String name;
    private final String word;
    private final Turn turn;

    Switching(String name, String word, Turn turn) {
      this.name = name;
      this.word = word;
      this.turn = turn;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Sheet sheet(Frame frame, List<String> names) throws IOException {
      VendorId vendor = status(names).vendor();
      List<String> effects = new ArrayList<>();
      for (int i = 1; frame.words().has("vendor." + word + ".effect" + i); i++) {
        effects.add(
            frame.say(
                "vendor." + word + ".effect" + i,
                vendor.value(),
                installation.config().held().retention().toDays()));
      }
      if (!word.equals("hold")) {
        for (HeldQueue.Measure queue : queues(vendor)) {
          effects.add(queued(frame, queue));
        }
      }
      List<Sheet.Passage> passages = new ArrayList<>();
      passages.add(Sheet.Passage.effects(frame, effects));
      if (word.equals("cut")) {
        List<String> tasks = Stream.of(CutItem.values()).map(CutItem::task).toList();
        passages.add(new Sheet.Passage(frame.say("vendor.checklist"), tasks, true));
      }
      return new Sheet(
          frame.say("vendor." + word + ".title", vendor.value()),
          page(vendor),
          vendor.value(),
          passages,
          List.of(Sheet.Field.reason(frame)),
          frame.say("vendor." + word + ".button"));
    }

    private String queued(Frame frame, HeldQueue.Measure queue) {
      String said = frame.say("vendor.queued", queue.binding().value(), queue.messages());
      return queue
          .firstTooOldAt()
          .map(at -> said + " " + frame.say("vendor.tooold", frame.time(at)))
          .orElse(said);
    }

    @Override
    public void check(Form form) {
      form.require("reason", StatedReason.CHARS_MAX);
    }

    @Override
    public Done act(Decision decision) throws IOException, InterruptedException {
      VendorId vendor = vendor(decision.names());
      String reason = decision.form().value("reason");
      return new Done(page(vendor), turn.turn(vendor, decision.operator(), reason));
    }
  }

  private List<HeldQueue.Measure> queues(VendorId vendor) throws IOException {
    List<HeldQueue.Measure> queues = new ArrayList<>();
    for (BindingConfig binding : installation.deliveries().bindings()) {
      if (binding.vendor().equals(vendor)) {
        queues.add(installation.deliveries().binding(binding.id()).held().measure());
      }
    }
    return queues;
  }

  /// Signing one item of a cut's checklist.
  private final class Signing implements Action {
    @Override
    public String name() {
      return "CutItemSigned";
    }

    @Override
    public Sheet sheet(Frame frame, List<String> names) {
      VendorId vendor = status(names).vendor();
      return new Sheet(
          frame.say("vendor.sign.title", vendor.value()),
          page(vendor),
          vendor.value(),
          List.of(
              new Sheet.Passage(frame.say("vendor.sign.item"), List.of(item(names).task()), true),
              Sheet.Passage.effects(frame, List.of(frame.say("vendor.sign.effect")))),
          List.of(
              Sheet.Field.line(
                  "note",
                  frame.say("vendor.sign.note"),
                  frame.say("action.reason.hint"),
                  StatedReason.CHARS_MAX)),
          frame.say("vendor.sign.button"));
    }

    @Override
    public void check(Form form) {
      form.require("note", StatedReason.CHARS_MAX);
    }

    @Override
    public Done act(Decision decision) {
      VendorId vendor = vendor(decision.names());
      CutItem item = item(decision.names());
      var _ =
          installation
              .deliveries()
              .vendors()
              .sign(vendor, item, decision.operator(), decision.form().value("note"));
      return new Done(page(vendor), Note.of("vendor.sign.done", item.label()));
    }

    private static CutItem item(List<String> names) {
      return Stream.of(CutItem.values())
          .filter(item -> item.label().equals(names.getLast()))
          .findFirst()
          .orElseThrow(() ->
              new FirebreakException(ErrorCode.NOT_FOUND, "a cut's checklist has no such item"));
    }
  }
}
