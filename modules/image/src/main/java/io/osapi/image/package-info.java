/** From modules to images: renew, link, train. Each step is a class. */
package io.osapi.image;
