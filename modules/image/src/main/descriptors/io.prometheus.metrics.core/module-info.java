/** Counters, gauges, histograms. */
module io.prometheus.metrics.core {
  requires transitive io.prometheus.metrics.config;
  requires transitive io.prometheus.metrics.model;

  exports io.prometheus.metrics.core.datapoints;
  exports io.prometheus.metrics.core.metrics;
}
