package io.osapi.application;

import io.osapi.application.port.JobFeed;
import io.osapi.domain.job.TimelineEvent;
import java.time.Duration;
import java.util.List;

/** A watch that is another one, but for what a test changes. */
class ForwardingWatch implements JobFeed.Watch {
  private final JobFeed.Watch watch;

  ForwardingWatch(JobFeed.Watch watch) {
    this.watch = watch;
  }

  @Override
  public List<TimelineEvent> next(Duration atMost) throws InterruptedException {
    return watch.next(atMost);
  }

  @Override
  public boolean isOpen() {
    return watch.isOpen();
  }

  @Override
  public void close() {
    watch.close();
  }
}
