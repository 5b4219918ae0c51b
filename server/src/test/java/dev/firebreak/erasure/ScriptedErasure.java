package dev.firebreak.erasure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// An erasure interface that gives the next answer of its script, and accepts everything or is done
/// with it once the script ends. Confined to one thread.
final class ScriptedErasure implements ErasureApi {
  final Deque<ErasureAnswer> asks = new ArrayDeque<>();
  final Deque<ErasureAnswer> finds = new ArrayDeque<>();
  final Deque<ErasureAnswer> looks = new ArrayDeque<>();
  final Deque<ErasureAnswer> helds = new ArrayDeque<>();
  final List<List<String>> asked = new ArrayList<>();
  final List<String> looked = new ArrayList<>();
  int idsMax = 100;

  @Override
  public int idsMax() {
    return idsMax;
  }

  @Override
  public ErasureAnswer ask(String name, List<String> ids) {
    asked.add(List.copyOf(ids));
    return next(asks, new ErasureAnswer.Accepted("t" + asked.size()));
  }

  @Override
  public ErasureAnswer find(Intended intended) {
    return next(finds, new ErasureAnswer.NotListed());
  }

  @Override
  public ErasureAnswer look(String tracking) {
    looked.add(tracking);
    return next(looks, new ErasureAnswer.Done("SUCCESS", "00"));
  }

  @Override
  public ErasureAnswer held(List<String> ids) {
    return next(helds, new ErasureAnswer.NotListed());
  }

  private static ErasureAnswer next(Deque<ErasureAnswer> script, ErasureAnswer otherwise) {
    ErasureAnswer answer = script.poll();
    return answer == null ? otherwise : answer;
  }

  @Override
  public void close() {}
}
