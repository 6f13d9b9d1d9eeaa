package io.osapi.bootstrap.role;

/** How a role is now, with a sentence for an operator. */
public sealed interface Condition {

  String words();

  /** It does what it is for. */
  record Works(String words) implements Condition {}

  /** It lacks something outside of itself, and goes on by itself when that is there. */
  record Waits(String words) implements Condition {}

  /** Something in it does not move any more; only a new process helps. */
  record Hangs(String words) implements Condition {}

  /** The worse of two parts speaks for both; when both are as good, both do. */
  default Condition and(Condition other) {
    if (rank() != other.rank()) {
      return rank() > other.rank() ? this : other;
    }
    var both = words() + "; " + other.words();
    return switch (this) {
      case Works _ -> new Works(both);
      case Waits _ -> new Waits(both);
      case Hangs _ -> new Hangs(both);
    };
  }

  private int rank() {
    return switch (this) {
      case Works _ -> 0;
      case Waits _ -> 1;
      case Hangs _ -> 2;
    };
  }
}
