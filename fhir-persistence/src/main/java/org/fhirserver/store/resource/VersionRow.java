package org.fhirserver.store.resource;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** A version of a resource that is not the current one, or its deletion (without body). */
@Entity
@Table(name = "resource_version")
@IdClass(VersionRowId.class)
public class VersionRow {
  @Id private short type;

  @Id private String id = "";

  @Id private int version;

  @Id private short tenant;

  @Id private short shard;

  private short method;

  /** Milliseconds since 1970-01-01T00:00Z. */
  @Column(name = "last_updated")
  private long lastUpdated;

  private byte @Nullable [] body;

  /** For JPA. */
  protected VersionRow() {}

  VersionRow(ResourceRowId rowId, ResourceVersion version) {
    this.type = rowId.type();
    this.id = rowId.id();
    this.tenant = rowId.tenant();
    this.shard = rowId.shard();
    this.version = version.version();
    this.method = version.method().number();
    this.lastUpdated = version.lastUpdated().toEpochMilli();
    this.body = version.isDeletion() ? null : version.body();
  }

  int version() {
    return version;
  }

  short method() {
    return method;
  }

  long lastUpdated() {
    return lastUpdated;
  }

  byte[] body() {
    byte[] stored = body;
    return stored == null ? new byte[0] : stored;
  }
}
