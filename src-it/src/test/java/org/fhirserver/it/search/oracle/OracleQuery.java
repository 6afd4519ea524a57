package org.fhirserver.it.search.oracle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.fhirserver.it.search.Searches;

/** A search that both the server and the oracle can do. */
record OracleQuery(String type, List<Condition> conditions, List<SortBy> sort) {

  /** One parameter with its modifier, "" if none, at the end of a chain of links. */
  record Condition(
      List<OracleLink> links, OracleParameter parameter, String modifier, String value) {

    Condition(OracleParameter parameter, String modifier, String value) {
      this(List.of(), parameter, modifier, value);
    }

    /** The same condition on what a link leads to. */
    Condition behind(OracleLink link) {
      List<OracleLink> longer = new ArrayList<>(List.of(link));
      longer.addAll(links);
      return new Condition(longer, parameter, modifier, value);
    }

    /** The condition on what the first link leads to. */
    Condition rest() {
      return new Condition(links.subList(1, links.size()), parameter, modifier, value);
    }

    @Override
    public String toString() {
      String chain = links.stream().map(OracleLink::toString).collect(Collectors.joining());
      return chain + parameter.code() + (modifier.isEmpty() ? "" : ":" + modifier) + "=" + value;
    }
  }

  /** One sort key. */
  record SortBy(OracleParameter parameter, boolean descending) {
    @Override
    public String toString() {
      return (descending ? "-" : "") + parameter.code();
    }
  }

  /** The URL, relative to the base, percent-encoded. */
  String url() {
    List<String> parts = new ArrayList<>();
    for (Condition condition : conditions) {
      String text = condition.toString();
      int equals = text.indexOf('=');
      parts.add(text.substring(0, equals) + "=" + Searches.encoded(text.substring(equals + 1)));
    }
    if (!sort.isEmpty()) {
      parts.add("_sort=" + String.join(",", sort.stream().map(SortBy::toString).toList()));
    }
    return type + "?" + String.join("&", parts);
  }

  @Override
  public String toString() {
    return type + "?" + conditions + " sorted by " + sort;
  }
}
