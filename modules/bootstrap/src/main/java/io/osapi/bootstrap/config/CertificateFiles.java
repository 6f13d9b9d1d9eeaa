package io.osapi.bootstrap.config;

import java.nio.file.Path;

/** A certificate chain and its private key, in PEM. */
public record CertificateFiles(Path certFile, Path keyFile) {}
