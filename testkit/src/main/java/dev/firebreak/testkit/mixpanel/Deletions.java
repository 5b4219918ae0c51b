package dev.firebreak.testkit.mixpanel;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/// The vendor's data deletions: tasks that are taken at once and done later.
///
/// ```
/// PENDING --first question--> STARTED --second question--> SUCCESS (the data is gone) | FAILURE
/// ```
///
/// Thread-safe.
public final class Deletions {
  /// So many ids a request.
  static final int IDS_MAX = 2000;

  private final VendorStore store;
  private final Faults faults = new Faults();
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<String, Task> tasks = new HashMap<>();

  @GuardedBy("lock")
  private final Map<String, Integer> asked = new HashMap<>();

  @GuardedBy("lock")
  private int requests;

  @GuardedBy("lock")
  private Predicate<String> refused = _ -> false;

  @GuardedBy("lock")
  private Predicate<String> failing = _ -> false;

  Deletions(VendorStore store) {
    this.store = store;
  }

  /// One task.
  private record Task(List<String> ids, String status) {}

  /// Does something wrong with the next requests, questions included.
  public void failNext(int times, Fault fault) {
    faults.next(times, fault);
  }

  /// Refuses every request that names such an id, with 400.
  public void refuse(Predicate<String> ids) {
    lock.lock();
    try {
      refused = ids;
    } finally {
      lock.unlock();
    }
  }

  /// Lets every task that names such an id end in FAILURE.
  public void fail(Predicate<String> ids) {
    lock.lock();
    try {
      failing = ids;
    } finally {
      lock.unlock();
    }
  }

  /// How often each id was in a task that was taken; a copy.
  public Map<String, Integer> asked() {
    lock.lock();
    try {
      return Map.copyOf(asked);
    } finally {
      lock.unlock();
    }
  }

  /// Requests that came to the rules, refused ones and questions included.
  public int requests() {
    lock.lock();
    try {
      return requests;
    } finally {
      lock.unlock();
    }
  }

  Faults faults() {
    return faults;
  }

  /// Takes a task; empty where it is refused.
  Optional<String> take(List<String> ids) {
    lock.lock();
    try {
      requests++;
      if (ids.isEmpty() || ids.size() > IDS_MAX || ids.stream().anyMatch(refused)) {
        return Optional.empty();
      }
      String id = "task-" + (tasks.size() + 1);
      tasks.put(id, new Task(List.copyOf(ids), "PENDING"));
      ids.forEach(one -> asked.merge(one, 1, Integer::sum));
      return Optional.of(id);
    } finally {
      lock.unlock();
    }
  }

  /// How far a task is; each question brings it on.
  String status(String id) {
    List<String> gone = new ArrayList<>();
    String status;
    lock.lock();
    try {
      requests++;
      Task task = tasks.get(id);
      if (task == null) {
        return "NOT_FOUND";
      }
      status = task.status();
      String next =
          switch (status) {
            case "PENDING" -> "STARTED";
            case "STARTED" -> task.ids().stream().anyMatch(failing) ? "FAILURE" : "SUCCESS";
            default -> status;
          };
      tasks.put(id, new Task(task.ids(), next));
      if (next.equals("SUCCESS") && !status.equals(next)) {
        gone.addAll(task.ids());
      }
    } finally {
      lock.unlock();
    }
    store.erase(gone);
    return status;
  }
}
