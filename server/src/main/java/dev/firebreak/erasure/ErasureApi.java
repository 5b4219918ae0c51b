package dev.firebreak.erasure;

import java.util.List;
import java.util.Set;

/// A vendor's interface for having people erased, at one project. No call repeats a request:
/// whoever calls keeps the vendor's pace. Nothing of what a vendor answers is kept but what
/// [ErasureAnswer] has. Used by one thread at a time.
public interface ErasureApi extends AutoCloseable {
  /// So many ids go into one request.
  int idsMax();

  /// Asks for people to be erased.
  ///
  /// @param name of the request, unique in the installation, for interfaces that keep one
  /// @param ids the ids as the vendor got them, at least one
  /// @return Accepted, Done, Refused, Lost where there is no such interface, Later or Unknown
  ErasureAnswer ask(String name, List<String> ids);

  /// Looks whether a request arrived of which nobody knows, where the interface lists requests.
  ///
  /// @param intended who was asked for, and when at the earliest
  /// @return Accepted, Done, Lost where it is not there, NotListed, or Later
  default ErasureAnswer find(Intended intended) {
    return new ErasureAnswer.NotListed();
  }

  /// Asks how far a request is.
  ///
  /// @param tracking as [ErasureAnswer.Accepted] had it
  /// @return Pending, Done, Refused, Lost, or Later
  ErasureAnswer look(String tracking);

  /// Asks which ids the vendor still has somebody for, after it said that they are erased; of many
  /// ids a few are asked for.
  ///
  /// @return Held, NotListed where the interface cannot say, or Later
  default ErasureAnswer held(List<String> ids) {
    return new ErasureAnswer.NotListed();
  }

  /// A request that was meant to be sent.
  ///
  /// @param dayUtc the day on which, as `2025-11-27`
  record Intended(String name, String dayUtc, Set<String> ids) {
    public Intended {
      ids = Set.copyOf(ids);
    }

    @Override
    public String toString() {
      return "Intended[" + name + ", ids=" + ids.size() + "]";
    }
  }

  @Override
  void close();
}
