package io.osapi.domain.telemetry;

/** Figures are told as exactly as they mean something. */
final class Decimals {
  private static final double HUNDRED = 100;

  private Decimals() {}

  /** Rounded to two decimals. */
  static double two(double value) {
    return Math.round(value * HUNDRED) / HUNDRED;
  }
}
