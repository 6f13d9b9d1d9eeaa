/** What this process takes of the host's memory. */
package io.osapi.adapters.os.memory;
