package io.osapi.application.port;

import io.osapi.domain.job.JobId;

/** Makes ids that nobody made before; later ones sort later. */
public interface Ids {
  JobId next();
}
