package io.osapi.domain.job;

import static io.osapi.domain.job.Jobs.A;
import static io.osapi.domain.job.Jobs.B;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JobTest {

  @Test
  void expected_workers_are_each_named_once_in_name_order() {
    assertThat(Jobs.forAll(B, A, B).expected()).containsExactly(A, B);
  }

  @Test
  void a_job_for_any_worker_expects_none_by_name_and_concerns_all() {
    assertThatThrownBy(() -> Jobs.job(new Target.Any(), A))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Jobs.forAny().concerns(A)).isTrue();
  }

  @Test
  void any_other_job_expects_somebody_and_concerns_nobody_else() {
    assertThatThrownBy(() -> Jobs.job(new Target.All()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Jobs.forAll(A).concerns(A)).isTrue();
    assertThat(Jobs.forAll(A).concerns(B)).isFalse();
  }

  @Test
  void a_job_expires_at_its_expiry_and_not_before() {
    var job = Jobs.forAny();

    assertThat(job.hasExpired(job.expiresAt().minusMillis(1))).isFalse();
    assertThat(job.hasExpired(job.expiresAt())).isTrue();
  }
}
