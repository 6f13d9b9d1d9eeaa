package io.osapi.application;

import io.osapi.application.port.JobIndex;
import io.osapi.application.port.JobIndex.Filter;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.JobRecord;
import java.util.List;

/**
 * Lists jobs a page at a time, newest first: which, from the index; what they are, from the store.
 */
public final class ListJobs {
  public static final int MAX_LIMIT = 1_000;
  public static final int DEFAULT_LIMIT = 10;

  private final JobIndex index;
  private final JobStore store;

  public ListJobs(JobIndex index, JobStore store) {
    this.index = index;
    this.store = store;
  }

  /**
   * @param total how many jobs there are on all pages
   */
  public record Page(List<JobRecord> jobs, long total) {}

  /**
   * A job that was deleted between the two looks is left out.
   *
   * @param limit 1 to {@value #MAX_LIMIT}
   * @param offset 0 or more
   */
  public Page list(Filter filter, int limit, int offset) {
    var page = index.page(filter, limit, offset);
    return new Page(store.findAll(page.ids()), page.total());
  }
}
