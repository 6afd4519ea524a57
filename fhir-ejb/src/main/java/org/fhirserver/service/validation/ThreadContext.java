package org.fhirserver.service.validation;

import java.util.function.Supplier;

/** The class loader by which the libraries that a thread calls find their parts. */
final class ThreadContext {

  private ThreadContext() {}

  /** Does work with that class loader as the one of the thread. */
  static <T> T with(ClassLoader loader, Supplier<T> work) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return work.get();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
