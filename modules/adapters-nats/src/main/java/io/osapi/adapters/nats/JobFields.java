package io.osapi.adapters.nats;

import io.osapi.domain.job.Job;
import java.util.Map;

/** What log lines say that are about a job. */
final class JobFields {
  static final String JOB_ID = "job_id";

  private JobFields() {}

  static Map<String, String> of(Job job) {
    return Map.of(
        JOB_ID, job.id().value(), "operation", job.invocation().operation().name().toString());
  }
}
