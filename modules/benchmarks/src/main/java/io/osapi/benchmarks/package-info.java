/** Load programs, the emulated fleet they drive, and the report they print. */
package io.osapi.benchmarks;
