package org.fhirserver.it.fuzz;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** JSON that can be changed into what is no JSON any more: names twice, literals of any text. */
sealed interface JsonTree {

  /** An object; a name may stand in it several times. */
  record Members(List<Member> list) implements JsonTree {}

  /** One name and its value. */
  record Member(String name, JsonTree value) {}

  /** An array. */
  record Items(List<JsonTree> list) implements JsonTree {}

  /** Whatever is written as it is: a number, a quoted string, a word, or nonsense. */
  record Literal(String text) implements JsonTree {}

  /** The tree of valid JSON. */
  static JsonTree read(byte[] json) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      parser.nextToken();
      return read(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonTree read(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        List<Member> members = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          parser.nextToken();
          members.add(new Member(name, read(parser)));
        }
        yield new Members(members);
      }
      case START_ARRAY -> {
        List<JsonTree> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(read(parser));
        }
        yield new Items(items);
      }
      case VALUE_STRING -> string(parser.getText());
      default -> new Literal(parser.getText());
    };
  }

  /** A quoted string. */
  static Literal string(String text) {
    return new Literal(quoted(text));
  }

  /** An object of names and values in turn. */
  static Members object(Object... namesAndValues) {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.add(new Member((String) namesAndValues[i], (JsonTree) namesAndValues[i + 1]));
    }
    return new Members(members);
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /** The text, compact. */
  default byte[] bytes() {
    StringBuilder out = new StringBuilder();
    write(out);
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void write(StringBuilder out) {
    if (this instanceof Literal literal) {
      out.append(literal.text());
    } else if (this instanceof Items items) {
      String separator = "[";
      for (JsonTree item : items.list()) {
        out.append(separator);
        item.write(out);
        separator = ",";
      }
      out.append(items.list().isEmpty() ? "[]" : "]");
    } else {
      String separator = "{";
      for (Member member : ((Members) this).list()) {
        out.append(separator).append(quoted(member.name())).append(':');
        member.value().write(out);
        separator = ",";
      }
      out.append(((Members) this).list().isEmpty() ? "{}" : "}");
    }
  }

  /** A copy that can be changed by itself. */
  default JsonTree copy() {
    if (this instanceof Items items) {
      return new Items(new ArrayList<>(items.list().stream().map(JsonTree::copy).toList()));
    }
    if (this instanceof Members members) {
      return new Members(
          new ArrayList<>(
              members.list().stream()
                  .map(member -> new Member(member.name(), member.value().copy()))
                  .toList()));
    }
    return Objects.requireNonNull(this);
  }

  /** The text of the string of that name, "" if there is none. */
  default String text(String name) {
    if (this instanceof Members members) {
      for (Member member : members.list()) {
        if (member.name().equals(name) && member.value() instanceof Literal literal) {
          return literal.text().replace("\"", "");
        }
      }
    }
    return "";
  }

  /** Puts a value under a name in place of all there are. */
  default void set(String name, JsonTree value) {
    List<Member> list = ((Members) this).list();
    list.removeIf(member -> member.name().equals(name));
    list.add(Math.min(1, list.size()), new Member(name, value));
  }
}
