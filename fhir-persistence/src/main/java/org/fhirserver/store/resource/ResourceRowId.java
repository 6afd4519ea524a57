package org.fhirserver.store.resource;

import java.io.Serializable;
import java.util.Objects;
import org.fhirserver.store.database.RowKey;
import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.tenant.Tenant;

/** The primary key of {@link ResourceRow}. */
public class ResourceRowId implements Serializable {
  private static final long serialVersionUID = 1L;

  private short type;
  private String id = "";
  private short tenant;
  private short shard;

  /** For JPA. */
  public ResourceRowId() {}

  ResourceRowId(Tenant tenant, ResourceKey key) {
    this.type = key.type().number();
    this.id = key.id();
    this.tenant = tenant.number();
    this.shard = Shard.of(tenant, key);
  }

  short type() {
    return type;
  }

  String id() {
    return id;
  }

  short tenant() {
    return tenant;
  }

  short shard() {
    return shard;
  }

  RowKey rowKey() {
    return new RowKey(type, id, tenant, shard);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceRowId that
        && type == that.type
        && tenant == that.tenant
        && shard == that.shard
        && id.equals(that.id);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, id, tenant, shard);
  }
}
