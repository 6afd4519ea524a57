package org.fhirserver.store.search;

import java.util.List;
import java.util.Optional;
import org.fhirserver.store.database.IndexRows;
import org.fhirserver.store.database.IndexTable;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.tenant.Tenant;

/** Turns the values of a resource into rows of the index tables. */
public final class IndexRowEncoder {

  /** The longest part of a string that stands in the search index, in characters. */
  public static final int STRING_LENGTH = 128;

  /** The longest part of a code that stands beside its hash for sorting, in characters. */
  static final int CODE_LENGTH = 64;

  /** The longest part of a URI that stands beside its hash, in characters. */
  static final int URI_LENGTH = 256;

  /** The longest string or URI that is compared to its end, in characters. */
  static final int LONG_STRING_LENGTH = 32_672;

  /** The longest interval of span 0, in microseconds: one day. */
  static final long SHORT_SPAN = 86_400_000_000L;

  private final Tenant tenant;
  private final short shard;
  private final long resourceKey;
  private final IndexRows rows;

  /** An encoder that adds the rows of one resource to others. */
  public IndexRowEncoder(Tenant tenant, short shard, long resourceKey, IndexRows rows) {
    this.tenant = tenant;
    this.shard = shard;
    this.resourceKey = resourceKey;
    this.rows = rows;
  }

  /** Adds the rows for values of the resource. */
  public void add(Iterable<IndexValue> values) {
    for (IndexValue value : values) {
      addValue(value);
    }
  }

  private void addValue(IndexValue value) {
    if (value instanceof IndexValue.Token token) {
      add(
          IndexTable.TOKEN,
          value,
          Hash64.of(token.code()),
          Hash64.of(token.system()),
          cut(token.code(), CODE_LENGTH),
          token.text().isEmpty() ? Optional.empty() : Optional.of(token.text()));
    } else if (value instanceof IndexValue.CodeText text) {
      add(
          IndexTable.TOKEN,
          value,
          Hash64.of(text.text()),
          Hash64.EMPTY,
          "",
          Optional.of(text.text()));
    } else if (value instanceof IndexValue.Text text) {
      String form = StringForm.of(text.value());
      add(
          IndexTable.STRING,
          value,
          Hash64.of(text.value()),
          cut(form, STRING_LENGTH),
          form.length() > STRING_LENGTH
              ? Optional.of(cut(form, LONG_STRING_LENGTH))
              : Optional.empty());
    } else if (value instanceof IndexValue.Date date) {
      DateRange range = date.range();
      add(IndexTable.DATE, value, range.low(), range.high(), spanOf(range));
    } else if (value instanceof IndexValue.Quantity quantity) {
      addQuantity(quantity);
    } else if (value instanceof IndexValue.Reference reference) {
      add(
          IndexTable.REFERENCE,
          value,
          Hash64.of(new ResourceKey(reference.type(), reference.id())),
          reference.type().number());
    } else if (value instanceof IndexValue.Uri uri) {
      addUri(uri);
    } else if (value instanceof IndexValue.Position position) {
      add(IndexTable.POSITION, value, position.latitude(), position.longitude());
    } else if (value instanceof IndexValue.FullText text) {
      addFullText(text);
    }
  }

  private void addQuantity(IndexValue.Quantity quantity) {
    String low = quantity.low().map(OrderedDecimal::of).orElse(OrderedDecimal.LOWEST);
    String high = quantity.high().map(OrderedDecimal::of).orElse(OrderedDecimal.HIGHEST);
    add(
        IndexTable.QUANTITY,
        quantity,
        Hash64.of(quantity.code()),
        Hash64.of(quantity.system()),
        low,
        high.equals(low) ? Optional.empty() : Optional.of(high));
  }

  private void addUri(IndexValue.Uri uri) {
    if (uri.path().type() == SearchParameterType.REFERENCE) {
      add(IndexTable.REFERENCE, uri, Hash64.of(uri.value()), NO_TYPE);
    } else {
      String head = cut(uri.value(), URI_LENGTH);
      add(
          IndexTable.URI,
          uri,
          Hash64.of(uri.value()),
          head,
          head.equals(uri.value())
              ? Optional.empty()
              : Optional.of(cut(uri.value(), LONG_STRING_LENGTH)));
    }
  }

  private void addFullText(IndexValue.FullText value) {
    WordVector vector = new WordVector();
    value.texts().forEach(text -> vector.add(Words.of(text)));
    if (!vector.isEmpty()) {
      add(IndexTable.TEXT, value, vector.in(WordVector.scope(tenant, value.path())));
    }
  }

  /** The target_type of a reference that names no resource of this server. */
  public static final short NO_TYPE = 0;

  private void add(IndexTable table, IndexValue value, Object... values) {
    rows.add(
        table,
        new IndexRows.Row(
            shard,
            tenant.number(),
            value.path().id(),
            resourceKey,
            value.element(),
            List.of(values)));
  }

  static short spanOf(DateRange range) {
    boolean open = range.low() == DateRange.OPEN_LOW || range.high() == DateRange.OPEN_HIGH;
    return (short) (!open && range.high() - range.low() <= SHORT_SPAN ? 0 : 1);
  }

  static String cut(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
  }
}
