package org.fhirserver.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a class of tests over HTTP; their constructor or methods may take a {@link FhirClient} (of
 * the shared server), the shared {@link ServerUnderTest}, or {@link Servers}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(HttpTestExtension.class)
public @interface HttpTest {}
