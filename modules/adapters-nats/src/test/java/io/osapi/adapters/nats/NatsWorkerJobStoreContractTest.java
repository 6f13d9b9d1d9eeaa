package io.osapi.adapters.nats;

import io.osapi.application.contract.JobStoreContract;
import io.osapi.application.port.JobStore;
import io.osapi.domain.job.Job;
import io.osapi.domain.job.JobId;
import io.osapi.domain.job.JobRecord;
import io.osapi.domain.job.TimelineEvent;
import java.util.List;
import java.util.Optional;

/** What a worker tells, as the API side reads it. */
class NatsWorkerJobStoreContractTest implements JobStoreContract {
  private final TestSystem system = TestSystem.shared();

  @Override
  public JobStore store() {
    return new ToldByWorker(system);
  }

  private record ToldByWorker(TestSystem system) implements JobStore {

    @Override
    public void create(Job job) {
      system.api.store().create(job);
    }

    @Override
    public void append(JobId id, TimelineEvent event) {
      system.worker.reports().append(id, event);
    }

    @Override
    public void appendUnconfirmed(JobId id, TimelineEvent event) {
      system.worker.reports().appendUnconfirmed(id, event);
    }

    @Override
    public Optional<JobRecord> find(JobId id) {
      return system.api.store().find(id);
    }

    @Override
    public List<TimelineEvent.Answered> answers(JobId id) {
      return system.api.store().answers(id);
    }

    @Override
    public List<JobRecord> findAll(List<JobId> ids) {
      return system.api.store().findAll(ids);
    }

    @Override
    public void delete(JobId id) {
      system.api.store().delete(id);
    }
  }
}
