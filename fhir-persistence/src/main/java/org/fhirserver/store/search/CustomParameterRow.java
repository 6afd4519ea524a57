package org.fhirserver.store.search;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** The definition of a custom search parameter and what has become of it. */
@Entity
@Table(name = "custom_parameter")
public class CustomParameterRow {
  @Id
  @Column(name = "parameter_key")
  private long parameterKey;

  private short shard;

  private short tenant;

  /** The number of a {@link CustomParameterState}. */
  private short state;

  private long revision;

  /** The id of the SearchParameter. */
  private String id = "";

  /** The SearchParameter as it was when this row came into being. */
  private byte[] definition = new byte[0];

  /** For JPA. */
  protected CustomParameterRow() {}

  CustomParameterRow(short shard, short tenant, long parameterKey, String id, byte[] definition) {
    this.shard = shard;
    this.tenant = tenant;
    this.parameterKey = parameterKey;
    this.id = id;
    this.definition = definition;
  }

  long parameterKey() {
    return parameterKey;
  }

  short tenant() {
    return tenant;
  }

  long revision() {
    return revision;
  }

  CustomParameterState state() {
    return CustomParameterState.numbered(state);
  }

  String id() {
    return id;
  }

  byte[] definition() {
    return definition;
  }

  void become(CustomParameterState newState, long newRevision) {
    state = newState.number();
    revision = newRevision;
  }
}
