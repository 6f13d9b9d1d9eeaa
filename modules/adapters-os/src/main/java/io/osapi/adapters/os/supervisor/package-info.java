/** systemd, as the one that has started this process and watches over it. */
package io.osapi.adapters.os.supervisor;
