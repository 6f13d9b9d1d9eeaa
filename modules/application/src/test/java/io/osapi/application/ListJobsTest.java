package io.osapi.application;

import static io.osapi.application.JobScenario.A;
import static io.osapi.application.JobScenario.B;
import static io.osapi.application.JobScenario.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.osapi.application.contract.Samples;
import io.osapi.application.port.JobIndex;
import io.osapi.application.port.JobIndex.Filter;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.JobStatus;
import io.osapi.domain.job.Target;
import io.osapi.domain.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists and counts: {@link ListJobs} and {@link CountJobs}. */
class ListJobsTest {
  private final JobScenario scenario = new JobScenario(A, B);
  private final ListJobs listJobs = scenario.system.listJobs;

  @AfterEach
  void close() {
    scenario.close();
  }

  @Test
  void where_there_is_no_job_the_list_is_empty_and_so_are_the_counts() {
    assertThat(listJobs.list(Filter.ALL, ListJobs.DEFAULT_LIMIT, 0))
        .isEqualTo(new ListJobs.Page(List.of(), 0));
    assertThat(scenario.system.countJobs.count())
        .isEqualTo(new JobIndex.Counts(0, Map.of(), Map.of()));
  }

  @Test
  void jobs_stand_newest_first_and_whole_with_their_answers() {
    var older = scenario.submit(new Target.Host(A));
    var newer = scenario.submit(new Target.Host(B));
    scenario.completed(older, A);

    assertThat(listJobs.list(Filter.ALL, 10, 0))
        .isEqualTo(
            new ListJobs.Page(List.of(scenario.found(newer.id()), scenario.found(older.id())), 2));
  }

  @Test
  void pages_follow_each_other_without_gap_and_overlap() {
    var newestFirst =
        Stream.generate(() -> scenario.submit(new Target.Any())).limit(23).toList().reversed();
    var listed =
        Stream.of(0, 10, 20, 30)
            .flatMap(offset -> listJobs.list(Filter.ALL, 10, offset).jobs().stream());

    assertThat(listed.map(JobRecord::job)).containsExactlyElementsOf(newestFirst);
    assertThat(listJobs.list(Filter.ALL, 10, 20).total()).isEqualTo(23);
  }

  @Test
  void a_list_of_one_status_shows_what_has_it_now() {
    var submitted = scenario.submit(new Target.Host(A));
    var completed = scenario.submit(new Target.Host(A));
    scenario.completed(completed, A);

    assertThat(listed(JobStatus.SUBMITTED)).containsExactly(submitted);
    assertThat(listed(JobStatus.COMPLETED)).containsExactly(completed);
    scenario.clock.advance(JobScenario.EXPIRES_IN);
    assertThat(listed(JobStatus.SUBMITTED)).isEmpty();
    assertThat(listed(JobStatus.EXPIRED)).containsExactly(submitted);
  }

  @Test
  void a_job_that_was_deleted_between_the_two_looks_is_left_out() {
    var stays = scenario.submit(new Target.Any());
    var page = new JobIndex.Page(List.of(Samples.newId(), stays.id()), 2);
    var list = new ListJobs(indexThatShows(page), scenario.system.jobs);

    assertThat(list.list(Filter.ALL, 10, 0).jobs())
        .extracting(JobRecord::job)
        .containsExactly(stays);
  }

  @Test
  void counts_are_by_status_and_by_operation() {
    scenario.submit(new Target.Any());
    scenario.submit(new Target.Any());
    scenario.completed(scenario.submit(new Target.Host(A)), A);

    assertThat(scenario.system.countJobs.count())
        .isEqualTo(
            new JobIndex.Counts(
                3,
                Map.of(JobStatus.SUBMITTED, 2L, JobStatus.COMPLETED, 1L),
                Map.of(Samples.LOOK_GET.name().toString(), 3L)));
  }

  @Test
  void a_store_out_of_reach_is_no_empty_list() {
    scenario.system.outage.begin();

    assertRefused(Problem.UNAVAILABLE, () -> listJobs.list(Filter.ALL, 10, 0));
    assertRefused(Problem.UNAVAILABLE, scenario.system.countJobs::count);
  }

  private List<Job> listed(JobStatus status) {
    var filter =
        new Filter(
            Optional.of(status),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return listJobs.list(filter, 10, 0).jobs().stream().map(JobRecord::job).toList();
  }

  private static JobIndex indexThatShows(JobIndex.Page page) {
    return new JobIndex() {
      @Override
      public void whenFinal(EndListener listener) {
        throw new AssertionError("a list asked for ends");
      }

      @Override
      public Page page(Filter filter, int limit, int offset) {
        return page;
      }

      @Override
      public Counts counts() {
        throw new AssertionError("a list asked for counts");
      }

      @Override
      public List<JobRecord> active() {
        throw new AssertionError("a list asked for what is active");
      }
    };
  }
}
