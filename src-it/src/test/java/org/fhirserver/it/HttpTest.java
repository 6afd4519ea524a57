package org.fhirserver.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * Marks a class of tests over HTTP; their constructor or methods may take a {@link FhirClient} (of
 * the shared server), the shared {@link RunningServer}, or {@link Servers}.
 *
 * <p>Classes on the shared server run one after another, and so do those on servers of their own,
 * but one of these may run beside one of those.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(HttpTestExtension.class)
@ResourceLock(providers = ServerLocks.class)
public @interface HttpTest {

  /** Whether the tests only use servers that nobody else uses. */
  boolean onOwnServers() default false;
}
