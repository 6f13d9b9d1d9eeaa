/** The {@code osapi} command: a client of the REST API, and the switch that starts the roles. */
package io.osapi.adapters.cli;
