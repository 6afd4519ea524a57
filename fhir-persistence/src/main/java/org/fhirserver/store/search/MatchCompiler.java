package org.fhirserver.store.search;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fhirserver.store.database.Dialect;
import org.fhirserver.store.database.IndexTable;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.model.ResourceType;
import org.fhirserver.store.search.Expression.Match;
import org.fhirserver.store.search.SearchParameter.Source;
import org.fhirserver.store.tenant.Tenant;

/** Compiles the conditions that a match puts on one row of its index table. */
final class MatchCompiler {
  private final Tenant tenant;
  private final Dialect dialect;
  private final TextConditions texts;
  private final boolean isProbe;

  /**
   * A compiler of conditions on rows.
   *
   * @param isProbe whether the rows are those of one resource, so that lists only filter them
   */
  MatchCompiler(Dialect dialect, Tenant tenant, boolean isProbe) {
    this.tenant = tenant;
    this.isProbe = isProbe;
    this.dialect = dialect;
    this.texts = new TextConditions(dialect);
  }

  /** The table that holds the values of a parameter. */
  static IndexTable tableOf(SearchParameterType type) {
    return switch (type) {
      case TOKEN -> IndexTable.TOKEN;
      case STRING -> IndexTable.STRING;
      case DATE -> IndexTable.DATE;
      case NUMBER, QUANTITY -> IndexTable.QUANTITY;
      case REFERENCE -> IndexTable.REFERENCE;
      case URI -> IndexTable.URI;
      case SPECIAL -> IndexTable.POSITION;
      case COMPOSITE -> throw new IllegalArgumentException("A composite has no values of its own");
    };
  }

  /** Whether no resource can have two rows that fulfil the match, so that rows are resources. */
  static boolean isUnique(Match match) {
    if (match.sources().size() != 1 || match.anyOf().size() != 1) {
      return false;
    }
    Source source = match.sources().get(0);
    if (source.path().numbersElements()) {
      return false;
    }
    ValueTest test = match.anyOf().get(0);
    if (test instanceof ValueTest.Token token) {
      return token.code().isPresent() && token.system().isPresent();
    }
    if (test instanceof ValueTest.Reference reference) {
      return reference.types().size() == 1;
    }
    if (test instanceof ValueTest.Targets targets) {
      return targets.hashes().size() == 1 || source.path().isSingle();
    }
    return test instanceof ValueTest.Uri;
  }

  /** Adds the table of a match that yields candidates. */
  void addTable(SqlText sql, String alias, Match match) {
    sql.add(tableOf(match.kind()).tableName()).add(" ").add(alias);
    searchIndex(match).map(dialect::useIndex).ifPresent(sql::add);
  }

  /** The index that such rows are found by; none for dates, which are entered from two sides. */
  private static Optional<String> searchIndex(Match match) {
    String table = tableOf(match.kind()).tableName();
    if (match.anyOf().isEmpty()) {
      return Optional.of(table + "_search");
    }
    boolean byText =
        match.anyOf().stream()
            .anyMatch(
                test -> test instanceof ValueTest.CodeText || test instanceof ValueTest.UriBelow);
    return match.kind() == SearchParameterType.DATE
        ? Optional.empty()
        : Optional.of(table + (byText ? "_text" : "_search"));
  }

  /** Adds the conditions on the row of that alias; the first one without a leading "and". */
  void addConditions(SqlText sql, String alias, Match match) {
    addPaths(sql, alias, match);
    if (match.anyOf().isEmpty()) {
      return;
    }
    if (match.anyOf().size() > 1) {
      addAny(sql, alias, match);
      return;
    }
    sql.add(" and ");
    addTest(sql, alias, match.anyOf().get(0), match);
  }

  private void addPaths(SqlText sql, String alias, Match match) {
    sql.add(alias).add(".tenant = ").add(tenant.number()).add(" and ");
    Map<Integer, Optional<ResourceType>> paths = new LinkedHashMap<>();
    for (Source source : match.sources()) {
      paths.merge(
          source.path().id(),
          source.onlyTarget().filter(target -> !impliesTarget(match, target)),
          (one, other) -> one.equals(other) ? one : Optional.empty());
    }
    boolean typed = paths.values().stream().anyMatch(Optional::isPresent);
    if (paths.size() == 1) {
      var path = paths.entrySet().iterator().next();
      sql.add(alias).add(".path = ").add(path.getKey());
      path.getValue().ifPresent(type -> addTargetType(sql.add(" and "), alias, type));
    } else if (!typed) {
      sql.add(alias).add(".path in ");
      sql.add(
          paths.keySet().stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")")));
    } else {
      String separator = "(";
      for (Map.Entry<Integer, Optional<ResourceType>> path : paths.entrySet()) {
        sql.add(separator).add("(").add(alias).add(".path = ").add(path.getKey());
        path.getValue().ifPresent(type -> addTargetType(sql.add(" and "), alias, type));
        sql.add(")");
        separator = " or ";
      }
      sql.add(")");
    }
  }

  /** Whether all tests are of that type alone: then their hashes, which cover the type, suffice. */
  private static boolean impliesTarget(Match match, ResourceType target) {
    return !match.anyOf().isEmpty()
        && match.anyOf().stream()
            .allMatch(
                test ->
                    test instanceof ValueTest.Targets
                        || test instanceof ValueTest.Reference reference
                            && reference.types().equals(Set.of(target)));
  }

  private static void addTargetType(SqlText sql, String alias, ResourceType type) {
    sql.add(alias).add(".target_type = ").add(type.number());
  }

  /** Several tests: codes, references and URIs as lists of hashes, all else joined by or. */
  private void addAny(SqlText sql, String alias, Match match) {
    sql.add(" and (");
    String separator = "";
    List<ValueTest> rest = new ArrayList<>();
    Map<Optional<String>, List<Long>> codesBySystem = new LinkedHashMap<>();
    List<Long> wholeSystems = new ArrayList<>();
    List<Long> targets = new ArrayList<>();
    List<Long> uris = new ArrayList<>();
    for (ValueTest test : match.anyOf()) {
      if (test instanceof ValueTest.Token token && token.code().isPresent()) {
        codesBySystem
            .computeIfAbsent(token.system(), system -> new ArrayList<>())
            .add(Hash64.of(token.code().get()));
      } else if (test instanceof ValueTest.Token token) {
        wholeSystems.add(Hash64.of(token.system().orElseThrow()));
      } else if (test instanceof ValueTest.Reference reference) {
        targets.addAll(hashes(reference));
      } else if (test instanceof ValueTest.Targets several) {
        targets.addAll(several.hashes());
      } else if (test instanceof ValueTest.Uri uri) {
        uris.add(Hash64.of(uri.value()));
      } else {
        rest.add(test);
      }
    }
    for (Map.Entry<Optional<String>, List<Long>> codes : codesBySystem.entrySet()) {
      addList(sql.add(separator).add("("), alias + ".code_hash", codes.getValue());
      codes
          .getKey()
          .ifPresent(
              system -> sql.add(" and ").add(alias).add(".system_hash = ").bind(Hash64.of(system)));
      sql.add(")");
      separator = " or ";
    }
    if (!wholeSystems.isEmpty()) {
      addList(sql.add(separator), alias + ".system_hash", wholeSystems);
      separator = " or ";
    }
    if (match.kind() == SearchParameterType.REFERENCE) {
      targets.addAll(uris);
      if (!targets.isEmpty()) {
        addList(sql.add(separator), alias + ".target_hash", targets);
        separator = " or ";
      }
    } else if (!uris.isEmpty()) {
      addList(sql.add(separator), alias + ".value_hash", uris);
      separator = " or ";
    }
    for (ValueTest test : rest) {
      sql.add(separator).add("(");
      addTest(sql, alias, test, match);
      sql.add(")");
      separator = " or ";
    }
    sql.add(")");
  }

  private void addList(SqlText sql, String column, List<Long> hashes) {
    HashList.add(sql, dialect, column, hashes, isProbe);
  }

  private void addTest(SqlText sql, String alias, ValueTest test, Match match) {
    if (test instanceof ValueTest.Token token) {
      addToken(sql, alias, token);
    } else if (test instanceof ValueTest.Text text) {
      texts.addText(sql, alias, text);
    } else if (test instanceof ValueTest.CodeText text) {
      texts.addCodeText(sql, alias, text);
    } else if (test instanceof ValueTest.WholeText text) {
      WholeTextConditions.add(sql, alias, text);
    } else if (test instanceof ValueTest.TextEnd end) {
      WholeTextConditions.add(sql, alias, end);
    } else if (test instanceof ValueTest.NoneOf none) {
      addNone(sql, alias, none, match);
    } else if (test instanceof ValueTest.Date date) {
      DateConditions.add(sql, alias, List.of(date));
    } else if (test instanceof ValueTest.Dates dates) {
      DateConditions.add(sql, alias, dates.allOf());
    } else if (test instanceof ValueTest.Quantity quantity) {
      QuantityConditions.add(sql, alias, quantity, match.kind());
    } else if (test instanceof ValueTest.Reference reference) {
      addList(sql, alias + ".target_hash", hashes(reference));
    } else if (test instanceof ValueTest.Targets targets) {
      addList(sql, alias + ".target_hash", targets.hashes());
    } else if (test instanceof ValueTest.Uri uri) {
      boolean reference = match.kind() == SearchParameterType.REFERENCE;
      sql.add(alias).add(reference ? ".target_hash = " : ".value_hash = ");
      sql.bind(Hash64.of(uri.value()));
    } else if (test instanceof ValueTest.UriBelow below) {
      texts.addBelow(sql, alias, below);
    } else if (test instanceof ValueTest.UriAbove above) {
      addList(sql, alias + ".value_hash", beginnings(above.value()));
    } else if (test instanceof ValueTest.Near near) {
      PositionConditions.add(sql, alias, near);
    }
  }

  /** The hashes of all texts that the text starts with. */
  private static List<Long> beginnings(String text) {
    return IntStream.rangeClosed(1, text.length())
        .filter(end -> !Character.isHighSurrogate(text.charAt(end - 1)))
        .mapToObj(end -> Hash64.of(text.substring(0, end)))
        .toList();
  }

  /** Adds: the row fulfils none of the tests; the columns that they compare are never null. */
  private void addNone(SqlText sql, String alias, ValueTest.NoneOf none, Match match) {
    String separator = "not (";
    for (ValueTest test : none.tests()) {
      addTest(sql.add(separator).add("("), alias, test, match);
      sql.add(")");
      separator = " or ";
    }
    sql.add(")");
  }

  private static List<Long> hashes(ValueTest.Reference reference) {
    return reference.types().stream()
        .sorted()
        .map(type -> Hash64.of(new ResourceKey(type, reference.id())))
        .toList();
  }

  private static void addToken(SqlText sql, String alias, ValueTest.Token token) {
    String separator = "";
    if (token.code().isPresent()) {
      sql.add(alias).add(".code_hash = ").bind(Hash64.of(token.code().get()));
      separator = " and ";
    }
    if (token.system().isPresent()) {
      sql.add(separator).add(alias).add(".system_hash = ").bind(Hash64.of(token.system().get()));
    }
  }
}
