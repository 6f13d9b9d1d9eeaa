package io.osapi.domain.telemetry;

/** Sizes for people and dashboards: 2^30 bytes each, with two decimals. */
public final class Gigabytes {
  private static final double BYTES = 1L << 30;

  private Gigabytes() {}

  /**
   * @param bytes 0 or more
   */
  public static double of(long bytes) {
    return Decimals.two(bytes / BYTES);
  }
}
