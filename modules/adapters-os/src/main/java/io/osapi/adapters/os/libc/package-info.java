/** The C library, for what Java has no calls for. Inside of this module only. */
package io.osapi.adapters.os.libc;
