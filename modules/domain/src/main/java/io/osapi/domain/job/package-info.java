/** Jobs: what was asked of whom, what has happened since, and what that makes of the status. */
package io.osapi.domain.job;
