/** What osapi does: submit a job, run it, wait for it, read it, know the fleet. */
package io.osapi.application;
