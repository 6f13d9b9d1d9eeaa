/** When an edge worker's tasks are due, and what became of their runs. */
package io.osapi.application.telemetry;
