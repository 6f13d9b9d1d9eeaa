package io.osapi.adapters.http;

import java.time.Duration;

/**
 * How many requests are handled at the same time, those apart that wait for a job: however many do,
 * others are answered, and those who ask how the server is are in neither lane.
 */
record Lanes(Lane quick, Lane waiting) {
  /**
   * Four times what keeps a broker busy. While it is silent, each of them is told so after a
   * second: what has been sent to it by then is some hundred kilobytes, and not all that came.
   */
  private static final int QUICK = 256;

  /** About 20 KB each; with the lane of the quick ones, well below the open connections. */
  private static final int WAITING = 512;

  /** Enough for a burst to pass, and short for who is then told to come back. */
  private static final Duration PATIENCE = Duration.ofMillis(250);

  static Lanes usual() {
    return new Lanes(new Lane(QUICK, PATIENCE), new Lane(WAITING, PATIENCE));
  }

  /** What the handler of {@code route} makes of the call, in the lane that it belongs in. */
  Reply handle(Route route, Call call) {
    return switch (route.access()) {
      case Access.Open _ -> route.handler().handle(call);
      case Access.Needs _ -> lane(route, call).handle(() -> route.handler().handle(call));
    };
  }

  private Lane lane(Route route, Call call) {
    var preferences = call.preferences();
    boolean waits =
        preferences.maxWait().isPresent()
            || route.operation().isPresent() && !preferences.respondAsync();
    return waits ? waiting : quick;
  }
}
