package org.fhirserver.store.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** A connection of which the queries are noted in a trace. */
public interface WatchedConnection extends Connection {

  /** Says what the next statement is for. */
  void announce(String purpose);

  /** What is called in place of a method. */
  interface Call {
    /** Calls it. */
    @Nullable Object on(Method method, Object[] arguments) throws SQLException;
  }

  /** Watches a connection. */
  static Connection of(Connection connection, Trace trace) {
    String[] purpose = {"query"};
    return proxy(
        WatchedConnection.class,
        (method, arguments) -> {
          if (method.getName().equals("announce")) {
            purpose[0] = (String) arguments[0];
            return null;
          }
          Object result = call(connection, method, arguments);
          return result instanceof PreparedStatement statement
              ? new WatchedQuery(purpose[0], (String) arguments[0]).watch(statement, trace)
              : result;
        });
  }

  /** An object that answers every method by that call. */
  static <T> T proxy(Class<T> type, Call call) {
    Object proxy =
        Proxy.newProxyInstance(
            WatchedConnection.class.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                call.on(method, arguments == null ? new Object[0] : arguments));
    return type.cast(proxy);
  }

  /** Calls the watched object itself. */
  static @Nullable Object call(Object target, Method method, Object[] arguments)
      throws SQLException {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      if (failure.getCause() instanceof SQLException known) {
        throw known;
      }
      throw new IllegalStateException(failure.getCause());
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
