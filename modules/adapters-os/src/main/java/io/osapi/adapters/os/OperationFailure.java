package io.osapi.adapters.os;

import io.osapi.domain.job.Fault;
import java.io.IOException;

/** The host cannot do what was asked, for a reason worth telling: becomes a failed answer. */
final class OperationFailure extends IOException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param code stable, kebab-case
   * @param message names the file, command or name that is at fault
   */
  OperationFailure(String code, String message) {
    this(code, message, null);
  }

  OperationFailure(String code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** A file of the kernel or of the system does not hold what its manual says. */
  static OperationFailure malformed(String file, String expected) {
    return new OperationFailure("file-malformed", file + " has no " + expected);
  }

  Fault fault() {
    return new Fault(code, getMessage());
  }
}
