package io.osapi.benchmarks;

/** Something that is measured, by a name that can be asked for. */
interface Scenario {
  String name();

  /** One line for the usage. */
  String summary();

  void run(Sizes sizes, Report report) throws Exception;
}
