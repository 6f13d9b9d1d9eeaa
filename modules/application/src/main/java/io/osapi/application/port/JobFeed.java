package io.osapi.application.port;

import io.osapi.domain.job.JobId;
import io.osapi.domain.job.TimelineEvent;
import java.time.Duration;
import java.util.List;

/**
 * Tells of events as they are stored; of an answer perhaps only the outcome: see {@link
 * io.osapi.domain.job.Answer#outline}.
 */
public interface JobFeed {

  /**
   * Hears every event of that job stored from now on, until it is closed or {@code atMost} is over.
   */
  Watch watch(JobId id, Duration atMost);

  /** One caller's ear for one job. */
  interface Watch extends AutoCloseable {

    /**
     * What was stored since the last call; waits for it up to {@code atMost}, or to the end of the
     * watch. Empty when all was quiet. An event may come more than once; none is left out unless
     * the store is out of reach.
     */
    List<TimelineEvent> next(Duration atMost) throws InterruptedException;

    /** False once the watch's time is over. */
    boolean isOpen();

    @Override
    void close();
  }
}
