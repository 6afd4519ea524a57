package org.fhirserver.web.http;

/**
 * A body as it goes out.
 *
 * @param bytes the bytes
 * @param contentType the header Content-Type
 * @param isCompressed whether it is compressed by gzip
 */
record RenderedBody(byte[] bytes, String contentType, boolean isCompressed) {}
