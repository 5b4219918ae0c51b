package dev.firebreak.gateway;

import dev.firebreak.config.BindingConfig;
import dev.firebreak.event.Answer;
import dev.firebreak.event.Decoded;
import dev.firebreak.event.DropReason;
import dev.firebreak.event.EventHeader;
import dev.firebreak.event.InboundRequest;
import dev.firebreak.event.MessageKind;
import dev.firebreak.event.ReadMessage;
import dev.firebreak.event.TreatedMessage;
import dev.firebreak.journal.Journal;
import dev.firebreak.journal.JournalRecord;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of one binding's requests:
///
/// 1. decode: the dialect tells what the request is and reads it message by message;
/// 2. classify and detect, decide, treat: in memory, message by message;
/// 3. journal: all messages of the request in one append, durable before the answer;
/// 4. answer: what the SDK takes for success, whatever policy decided.
///
/// Nothing of a message is written anywhere before step 3, and there only what step 2 left of it.
/// Thread-safe.
final class EventPipeline {
  private static final Logger LOG = LoggerFactory.getLogger(EventPipeline.class);

  private final GatewayBinding binding;
  private final GatewayCounters counters;
  private final Clock clock;
  private final SubjectLimit limit;
  private final TreatmentThreads threads;
  private volatile TreatmentPool treatments;

  /// @param limit of the clients of bindings with a public sender
  /// @param threads where steps 1 and 2 are computed, and what is journalled is sealed
  EventPipeline(
      GatewayBinding binding,
      GatewayCounters counters,
      Clock clock,
      SubjectLimit limit,
      TreatmentThreads threads) {
    this.binding = binding;
    this.counters = counters;
    this.clock = clock;
    this.limit = limit;
    this.threads = threads;
    treatments = new TreatmentPool(binding.policy().get());
  }

  GatewayBinding binding() {
    return binding;
  }

  GatewayCounters counters() {
    return counters;
  }

  /// Carries a request through all steps.
  ///
  /// @param client whose request it is; kept in memory only, and no longer than a limit needs it
  Answer answer(InboundRequest request, ClientAddress client) {
    InboundRequest head = request.withoutBody();
    Pending pending =
        threads.compute(() -> treated(binding.dialect().decode(request), head, client));
    return pending.answer();
  }

  /// The answer to a request whose body was over the limit and is gone.
  Answer answerTooLarge(InboundRequest head, long bytes) {
    return treated(binding.dialect().tooLarge(head, bytes), head, ClientAddress.UNKNOWN).answer();
  }

  /// The answer to a request that is given up before it was read: one message of which nothing is
  /// kept.
  Answer refuse(InboundRequest head, RefusalReason reason) {
    counters.countReceived(1);
    counters.countRefused(reason, 1);
    return binding.dialect().unavailable(head);
  }

  /// The answer, once the disk has what it speaks of.
  private interface Pending {
    Answer answer();
  }

  /// @param head the request without its body, which nothing may hold any more once its messages
  ///   are treated: waiting for the disk is the longest part
  private Pending treated(Decoded decoded, InboundRequest head, ClientAddress client) {
    return switch (decoded) {
      case Decoded.Messages messages -> {
        IntFunction<Answer> accepted = messages.accepted();
        TreatmentPool pool = pool();
        List<TreatedMessage> treated = limited(treat(messages, pool), client);
        if (!head.memory().keepOnly(bytes(treated))) {
          yield answered(refuse(head, RefusalReason.BUSY));
        }
        yield journalled(treated, pool.policy(), accepted, head);
      }
      case Decoded.NoRoom() -> answered(refuse(head, RefusalReason.BUSY));
      case Decoded.Auxiliary(Answer answer) -> {
        counters.countAuxiliary();
        yield answered(answer);
      }
      case Decoded.TooLarge(Answer answer) -> {
        counters.countReceived(1);
        counters.countRefused(RefusalReason.TOO_LARGE, 1);
        yield answered(answer);
      }
    };
  }

  private static Pending answered(Answer answer) {
    return () -> answer;
  }

  private static long bytes(List<TreatedMessage> treated) {
    long bytes = 0;
    for (TreatedMessage message : treated) {
      bytes +=
          switch (message) {
            case TreatedMessage.Forward forward -> forward.payload().length;
            case TreatedMessage.Quarantined quarantined -> quarantined.skeleton().length;
            case TreatedMessage.Dropped _ -> 0;
          };
    }
    return bytes;
  }

  /// Treatments of what is in force; those of what is not any more are let go.
  private TreatmentPool pool() {
    PolicyInForce policy = binding.policy().get();
    TreatmentPool pool = treatments;
    if (!pool.policy().equals(policy)) {
      pool = new TreatmentPool(policy);
      treatments = pool;
    }
    return pool;
  }

  /// Messages about more people than one client may bring are dropped: whoever posts guesses to
  /// look for their tokens brings many.
  private List<TreatedMessage> limited(List<TreatedMessage> treated, ClientAddress client) {
    if (binding.config().sender() != BindingConfig.Sender.PUBLIC) {
      return treated;
    }
    return treated.stream().map(message -> limited(message, client)).toList();
  }

  private TreatedMessage limited(TreatedMessage message, ClientAddress client) {
    if (message instanceof TreatedMessage.Forward(EventHeader header, byte[] _)
        && !limit.admits(binding.config().id(), client, header)) {
      return new TreatedMessage.Dropped(DropReason.LIMIT, header.kind());
    }
    return message;
  }

  private List<TreatedMessage> treat(Decoded.Messages messages, TreatmentPool pool) {
    Optional<DropReason> shut = shut();
    Instant receivedAt = clock.instant();
    List<TreatedMessage> treated = new ArrayList<>();
    TreatmentPool.Lease lease = pool.take();
    ReadMessage read = messages.reader().next(lease.buffer());
    while (!(read instanceof ReadMessage.End)) {
      try {
        treated.add(treat(read, messages.kind(), shut, lease, receivedAt));
      } catch (RuntimeException defect) {
        logDefect(defect);
        treated.add(messages.reader().untreatable(lease.buffer()));
        lease = pool.take();
      }
      read = messages.reader().next(lease.buffer());
    }
    pool.giveBack(lease);
    return treated;
  }

  /// Why nothing of a request is kept; empty where it is.
  private Optional<DropReason> shut() {
    if (binding.cut().getAsBoolean()) {
      return Optional.of(DropReason.CUT);
    }
    return binding.full().getAsBoolean() ? Optional.of(DropReason.LIMIT) : Optional.empty();
  }

  /// A defect of ours costs the message it met, not those beside it. Its text may quote the
  /// message, so only its kind and place are said.
  private void logDefect(RuntimeException defect) {
    StackTraceElement[] trace = defect.getStackTrace();
    LOG.atError()
        .addKeyValue("binding", binding.config().id())
        .addKeyValue("cause", defect.getClass().getName())
        .addKeyValue("at", trace.length == 0 ? "unknown" : trace[0])
        .log("MessageQuarantined");
  }

  private TreatedMessage treat(
      ReadMessage read,
      MessageKind kind,
      Optional<DropReason> shut,
      TreatmentPool.Lease lease,
      Instant receivedAt) {
    if (shut.isPresent()) {
      return new TreatedMessage.Dropped(shut.get(), kind);
    }
    return switch (read) {
      case ReadMessage.Message message ->
          isAuthorized(message)
              ? unlessSuppressed(lease.treatment().treat(lease.buffer(), kind, receivedAt))
              : new TreatedMessage.Dropped(DropReason.CREDENTIAL, kind);
      case ReadMessage.NotUnderstood(TreatedMessage.Quarantined quarantined) -> quarantined;
      case ReadMessage.End() -> throw new IllegalStateException("nothing was read");
    };
  }

  /// Nothing is kept of a message about somebody whose data goes to no vendor.
  private TreatedMessage unlessSuppressed(TreatedMessage message) {
    return message instanceof TreatedMessage.Forward(EventHeader header, byte[] _)
            && binding.suppressed().test(header)
        ? new TreatedMessage.Dropped(DropReason.SUPPRESSED, header.kind())
        : message;
  }

  private boolean isAuthorized(ReadMessage.Message message) {
    return message
        .sentCredential()
        .filter(sent -> binding.config().inboundCredential().matches(sent))
        .isPresent();
  }

  /// Seals all messages, and commits them when the answer is asked for. Where either fails, none
  /// counts as accepted.
  private Pending journalled(
      List<TreatedMessage> treated,
      PolicyInForce policy,
      IntFunction<Answer> accepted,
      InboundRequest head) {
    int count = treated.size();
    counters.countReceived(count);
    if (treated.isEmpty()) {
      return answered(accepted.apply(0));
    }
    Instant receivedAt = clock.instant();
    Journal.Append append;
    try {
      append =
          binding
              .journal()
              .prepare(treated.stream().map(one -> toRecord(one, receivedAt, policy)).toList());
    } catch (IOException | RuntimeException e) {
      return answered(refused(count, e, head));
    }
    return () -> {
      try {
        append.commit();
      } catch (IOException | RuntimeException e) {
        return refused(count, e, head);
      }
      counters.countAccepted(treated);
      return accepted.apply(count);
    };
  }

  private Answer refused(int count, Exception cause, InboundRequest head) {
    counters.countRefused(RefusalReason.JOURNAL, count);
    LOG.atError()
        .addKeyValue("binding", binding.config().id())
        .addKeyValue("cause", cause.getClass().getSimpleName())
        .log("JournalRefused");
    return binding.dialect().unavailable(head);
  }

  private JournalRecord toRecord(TreatedMessage message, Instant receivedAt, PolicyInForce policy) {
    return new JournalRecord(
        binding.config().id(),
        receivedAt,
        binding.assertedBy(),
        policy.version(),
        policy.keyVersion(),
        message);
  }
}
