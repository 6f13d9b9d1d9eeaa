package io.osapi.adapters.os;

import io.osapi.domain.telemetry.HostSample;
import java.io.IOException;

/** Where a host's counters and sizes come from. */
@FunctionalInterface
interface SampleSource {
  HostSample sample() throws IOException, InterruptedException;
}
