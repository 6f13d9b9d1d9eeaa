package io.osapi.adapters.cli;

/** Exit codes; scripts match on them. */
final class Exit {
  static final int OK = 0;
  static final int ERROR = 1;
  static final int USAGE = 2;
  static final int HOSTS_FAILED = 3;
  static final int NOT_AUTHENTICATED = 4;
  static final int FORBIDDEN = 5;
  static final int NOT_FOUND = 6;
  static final int TIMED_OUT = 7;
  static final int CONFLICT = 8;
  static final int UNAVAILABLE = 9;

  /** 128 and the number of SIGINT, as shells count; the JVM itself uses it for Ctrl-C. */
  static final int INTERRUPTED = 130;

  private Exit() {}

  /** The code for an HTTP status of 400 and above. */
  static int ofStatus(int status) {
    return switch (status) {
      case 400, 413, 415, 422 -> USAGE;
      case 401 -> NOT_AUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 408, 504 -> TIMED_OUT;
      case 409 -> CONFLICT;
      case 429, 502, 503 -> UNAVAILABLE;
      default -> ERROR;
    };
  }
}
