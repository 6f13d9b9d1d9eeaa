/**
 * The ports in memory, for tests that need a whole osapi inside one process. Each adapter passes
 * the contract of its port, as those for production do; all are safe for use by many threads.
 */
package io.osapi.application.memory;
