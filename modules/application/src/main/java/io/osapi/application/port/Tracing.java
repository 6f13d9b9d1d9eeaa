package io.osapi.application.port;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Says which request causes what, through all threads and processes that work for it.
 *
 * <p>What runs as an {@link Activity} has a {@link Position} in a trace; what it starts, here or by
 * a message to another process, comes below it. Lines that are logged meanwhile say where they
 * belong. Safe for use by many threads; never fails, and never waits for whoever collects traces.
 */
public interface Tracing {

  /** Records nothing and knows only what an activity says of itself. */
  Tracing NONE =
      new Tracing() {
        @Override
        public <T, X extends Exception> T call(Activity activity, Work<T, X> work) throws X {
          return work.run(new Unrecorded(activity.parent()));
        }

        @Override
        public Optional<Position> position() {
          return Optional.empty();
        }

        @Override
        public void note(String field, String value) {}

        @Override
        public <T> Supplier<T> here(Supplier<T> work) {
          return work;
        }
      };

  /** Runs work as an activity, which ends with it, and has failed if it throws. */
  <T, X extends Exception> T call(Activity activity, Work<T, X> work) throws X;

  /** As {@link #call}, for work without a result. */
  default void run(Activity activity, Consumer<Running> work) {
    call(
        activity,
        running -> {
          work.accept(running);
          return null;
        });
  }

  /** Of the activity that runs on this thread; empty outside of any. */
  Optional<Position> position();

  /** Adds a field to all further lines of the activity that runs on this thread. */
  void note(String field, String value);

  /** Work that belongs to the activity which runs here now, on whatever thread it is done. */
  <T> Supplier<T> here(Supplier<T> work);

  /** How an activity is related to what causes it, in the words of OpenTelemetry. */
  enum Kind {
    /** Answers a request. */
    SERVER,
    /** Sends a request and waits for the answer. */
    CLIENT,
    /** Sends a message that somebody else deals with later. */
    PRODUCER,
    /** Deals with a message. */
    CONSUMER,
    /** Stays in its process. */
    INTERNAL
  }

  /**
   * A piece of work with a beginning and an end: a span, in the words of OpenTelemetry.
   *
   * @param name of a kind of work, not of a case of it: few names, whatever callers send
   * @param parent where it comes from another process; else it belongs to what runs on its thread
   * @param attributes text, numbers and truth values, by the names of OpenTelemetry's conventions
   * @param fields of the lines that are logged meanwhile
   */
  record Activity(
      String name,
      Kind kind,
      Optional<Position> parent,
      Map<String, Object> attributes,
      Map<String, String> fields) {

    public Activity {
      attributes = Map.copyOf(attributes);
      fields = Map.copyOf(fields);
    }
  }

  /** The work of an activity. */
  @FunctionalInterface
  interface Work<T, X extends Exception> {
    T run(Running activity) throws X;
  }

  /** An activity while it runs, for what is known of it only then. */
  interface Running {
    Optional<Position> position();

    void name(String name);

    void attribute(String name, String value);

    void attribute(String name, long value);

    /**
     * It has failed, although it does not throw.
     *
     * @param type one of few: a status, a code
     */
    void failed(String type);
  }

  /**
   * Where in which trace something happens, as W3C Trace Context has it.
   *
   * @param traceId 32 hexadecimal digits, not all of them zero
   * @param spanId 16 hexadecimal digits, not all of them zero
   * @param flags 2 hexadecimal digits; the last bit says that the trace is wanted by who records
   * @param state what other systems add to a trace; may be empty
   */
  record Position(String traceId, String spanId, String flags, String state) {
    public static final String TRACE_PARENT = "traceparent";
    public static final String TRACE_STATE = "tracestate";

    /** Section 3.2.2: version, trace, parent, flags, and what is yet to come. */
    private static final Pattern PARENT =
        Pattern.compile(
            "(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})"
                + "-([0-9a-f]{2})(-.*)?");

    /** Those that are defined: sampled, and that the id is random (level 2). */
    private static final int KNOWN_FLAGS = 3;

    /** Section 3.3.1.5 asks for 512 characters at least; what is longer may be dropped. */
    private static final int MAX_STATE_LENGTH = 512;

    private static final int MAX_STATE_MEMBERS = 32;

    /** Section 3.3.1.3: a key, which may name a tenant, and printable text without {@code ,=}. */
    private static final Pattern STATE_MEMBER =
        Pattern.compile("[a-z0-9][a-z0-9_*/@-]{0,255}=[ -~&&[^,=]]{0,255}[!-~&&[^,=]]");

    /**
     * Reads what came with a request or a message.
     *
     * @param parents all values of its field {@code traceparent}; only one alone counts
     * @param states all values of its field {@code tracestate}; dropped where they break its rules
     */
    public static Optional<Position> parse(List<String> parents, List<String> states) {
      var matcher = PARENT.matcher(parents.size() == 1 ? parents.getFirst() : "");
      // Only versions after the first may append fields.
      if (!matcher.matches() || matcher.group(5) != null && matcher.group(1).equals("00")) {
        return Optional.empty();
      }
      int flags = Integer.parseInt(matcher.group(4), 16) & KNOWN_FLAGS;
      return Optional.of(
          new Position(matcher.group(2), matcher.group(3), "0" + flags, state(states)));
    }

    private static String state(List<String> states) {
      var members =
          states.stream()
              .flatMap(line -> List.of(line.split(",")).stream())
              .map(String::strip)
              .filter(member -> !member.isEmpty())
              .toList();
      var state = String.join(",", members);
      boolean isValid =
          state.length() <= MAX_STATE_LENGTH
              && members.size() <= MAX_STATE_MEMBERS
              && members.stream().allMatch(member -> STATE_MEMBER.matcher(member).matches());
      return isValid ? state : "";
    }

    /** The value of the field {@code traceparent}. */
    public String traceParent() {
      return "00-" + traceId + "-" + spanId + "-" + flags;
    }

    /** The fields of a request or a message that tell it on. */
    public Map<String, String> carrier() {
      return state.isEmpty()
          ? Map.of(TRACE_PARENT, traceParent())
          : Map.of(TRACE_PARENT, traceParent(), TRACE_STATE, state);
    }
  }

  /** What runs while nothing is recorded. */
  record Unrecorded(Optional<Position> position) implements Running {
    @Override
    public void name(String name) {}

    @Override
    public void attribute(String name, String value) {}

    @Override
    public void attribute(String name, long value) {}

    @Override
    public void failed(String type) {}
  }
}
