package dev.firebreak.error;

/// Stable codes of everything that can go wrong, grouped by kind. The names are metric labels and
/// appear in messages and documents: rename none, add few.
public enum ErrorCode {
  // input: what a caller handed over
  WRONG_USE(Kind.INPUT),
  INPUT_UNREADABLE(Kind.INPUT),
  INPUT_TOO_LARGE(Kind.INPUT),
  INPUT_WITHOUT_ID(Kind.INPUT),
  NOT_FOUND(Kind.INPUT),
  // policy: configuration and the rules in it
  CONFIG_INVALID(Kind.POLICY),
  POLICY_INVALID(Kind.POLICY),
  CATALOGUE_INVALID(Kind.POLICY),
  // access: who may do what
  NOT_ALLOWED(Kind.ACCESS),
  SECOND_FACTOR_WRONG(Kind.ACCESS),
  SECOND_OPERATOR_NEEDED(Kind.ACCESS),
  CHECK_FAILED(Kind.CHECK),
  // environment: disk, network, keys, other processes
  DISK(Kind.ENVIRONMENT),
  PORT_IN_USE(Kind.ENVIRONMENT),
  DATA_DIRECTORY_IN_USE(Kind.ENVIRONMENT),
  KEY_UNREADABLE(Kind.ENVIRONMENT),
  DATA_DAMAGED(Kind.ENVIRONMENT),
  CANCELLED(Kind.ENVIRONMENT),
  VENDOR_UNREACHABLE(Kind.ENVIRONMENT),
  MAIL_UNREACHABLE(Kind.ENVIRONMENT),
  // internal
  BUG(Kind.INTERNAL);

  /// What kind of failure a code belongs to; it decides the exit code of a command.
  public enum Kind {
    INPUT(2),
    POLICY(2),
    ACCESS(2),
    CHECK(1),
    ENVIRONMENT(3),
    INTERNAL(70);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    /// The exit code of a command that ends this way: 1 a check failed, 2 wrong use, 3 environment,
    /// 70 bug.
    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;

  ErrorCode(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
