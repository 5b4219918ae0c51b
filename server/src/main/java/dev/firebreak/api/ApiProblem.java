package dev.firebreak.api;

import dev.firebreak.error.ErrorCode;
import java.util.Map;

/// Ends the answering of a request with a problem. Holds no stack trace: it is an outcome, not a
/// fault.
final class ApiProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient Map<String, String> headers;

  ApiProblem(Problem problem) {
    this(problem, Map.of());
  }

  ApiProblem(Problem problem, Map<String, String> headers) {
    super(problem.kind(), null, false, false);
    this.problem = problem;
    this.headers = Map.copyOf(headers);
  }

  /// A request that is not as the document says.
  static ApiProblem wrongUse(String detail) {
    return new ApiProblem(Problem.of(ErrorCode.WRONG_USE, detail));
  }

  Problem problem() {
    return problem;
  }

  Map<String, String> headers() {
    return headers;
  }
}
