/** systemd, as the one that starts services: their unit files, and what became of them. */
package io.osapi.adapters.os.units;
