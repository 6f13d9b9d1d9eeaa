/**
 * Real processes under random faults, and a checker that looks at what became of every job that was
 * accepted.
 */
package io.osapi.chaos;
