package org.fhirserver.web.http;

import java.lang.System.Logger.Level;

/**
 * Logs faults of this server under the id of the request.
 *
 * <p>Messages of exceptions may quote what a client sent; so the error line carries classes and
 * places only, and the messages come at level DEBUG.
 */
final class FaultLog {
  private static final System.Logger LOG = System.getLogger(FaultLog.class.getName());
  private static final int DEEPEST_CAUSE = 10;
  private static final int FRAMES = 30;

  private FaultLog() {}

  static void write(String requestId, Throwable fault) {
    LOG.log(Level.ERROR, () -> "Request " + requestId + " failed: " + describe(fault));
    LOG.log(Level.DEBUG, () -> "Request " + requestId + " failed", fault);
  }

  static String describe(Throwable fault) {
    StringBuilder text = new StringBuilder();
    Throwable cause = fault;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      if (depth > 0) {
        text.append("\nCaused by: ");
      }
      text.append(cause.getClass().getName());
      StackTraceElement[] frames = cause.getStackTrace();
      for (int i = 0; i < frames.length && i < FRAMES; i++) {
        text.append("\n\tat ").append(frames[i]);
      }
      cause = cause.getCause();
    }
    return text.toString();
  }
}
