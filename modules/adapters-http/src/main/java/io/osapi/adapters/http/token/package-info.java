/** Bearer tokens: how they are made, and what makes one acceptable. */
package io.osapi.adapters.http.token;
