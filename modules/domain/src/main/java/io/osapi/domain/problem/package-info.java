/** Errors with stable codes: what went wrong, where in the input, and what to do about it. */
package io.osapi.domain.problem;
