/**
 * Builds the images: links the product with a Java runtime, and trains it. Part of the build, not
 * of the product.
 */
module io.osapi.image {
  // The linker, which is asked for as a service.
  requires jdk.jlink;
}
