/** Workers: who they are, what they say of themselves, and whether they are still there. */
package io.osapi.domain.worker;
