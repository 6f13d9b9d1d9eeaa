package io.osapi.application;

import io.osapi.application.port.JobReports;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.TimelineEvent;
import io.osapi.domain.worker.HostName;
import java.time.InstantSource;

/** Tells that a worker has a job which it cannot start yet. */
public final class HoldJob {
  private final HostName me;
  private final JobReports reports;
  private final InstantSource clock;

  public HoldJob(HostName me, JobReports reports, InstantSource clock) {
    this.me = me;
    this.reports = reports;
    this.clock = clock;
  }

  public void hold(Job job) {
    if (job.concerns(me)) {
      reports.appendUnconfirmed(job.id(), new TimelineEvent.Acknowledged(me, clock.instant()));
    }
  }
}
