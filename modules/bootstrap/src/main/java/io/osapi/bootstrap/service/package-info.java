/** osapi as services of this host: the text of their units, and what installs them. */
package io.osapi.bootstrap.service;
