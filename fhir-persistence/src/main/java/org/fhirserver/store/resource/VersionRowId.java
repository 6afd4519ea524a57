package org.fhirserver.store.resource;

import java.io.Serializable;
import java.util.Objects;

/** The primary key of {@link VersionRow}. */
public class VersionRowId implements Serializable {
  private static final long serialVersionUID = 1L;

  private short type;
  private String id = "";
  private int version;
  private short tenant;
  private short shard;

  /** For JPA. */
  public VersionRowId() {}

  VersionRowId(ResourceRowId resource, int version) {
    this.type = resource.type();
    this.id = resource.id();
    this.version = version;
    this.tenant = resource.tenant();
    this.shard = resource.shard();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VersionRowId that
        && type == that.type
        && version == that.version
        && tenant == that.tenant
        && shard == that.shard
        && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, id, version, tenant, shard);
  }
}
