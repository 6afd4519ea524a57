package org.fhirserver.web.identity;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.LinkedHashMap;
import java.util.Map;

/** Small JSON objects. */
final class Json {
  private Json() {}

  static String object(String firstName, Object first, String secondName, Object second) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put(firstName, first);
    members.put(secondName, second);
    return object(members);
  }

  static String object(Map<String, Object> members) {
    return JSONObjectUtils.toJSONString(members);
  }
}
