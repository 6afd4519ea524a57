package org.fhirserver.store.resource;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;
import org.fhirserver.store.model.ResourceKey;
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

  /** The key that the resource had while this version was current, or before its deletion. */
  @Column(name = "resource_key")
  private long resourceKey;

  /** When another version followed: milliseconds; of a deletion its own time. */
  @Column(name = "replaced_at")
  private long replacedAt;

  private byte @Nullable [] body;

  /** For JPA. */
  protected VersionRow() {}

  /** A deletion. */
  VersionRow(ResourceRowId rowId, long resourceKey, ResourceVersion deletion) {
    this.type = rowId.type();
    this.id = rowId.id();
    this.tenant = rowId.tenant();
    this.shard = rowId.shard();
    this.version = deletion.version();
    this.method = deletion.method().number();
    this.resourceKey = resourceKey;
    this.lastUpdated = deletion.lastUpdated().toEpochMilli();
    this.replacedAt = lastUpdated;
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

  ResourceVersion version(ResourceKey key) {
    return new ResourceVersion(
        key, version, Instant.ofEpochMilli(lastUpdated), StoredMethod.numbered(method), body());
  }

  void become(byte[] newBody) {
    body = newBody;
  }
}
