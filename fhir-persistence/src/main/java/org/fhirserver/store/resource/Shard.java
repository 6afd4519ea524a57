package org.fhirserver.store.resource;

import org.fhirserver.store.model.ResourceKey;
import org.fhirserver.store.search.Hash64;
import org.fhirserver.store.tenant.Tenant;

/** The distribution column of every table: a number from 0 to 1023. */
public final class Shard {
  private static final int COUNT = 1024;

  private Shard() {}

  /** The shard of a resource and its versions. */
  public static short of(Tenant tenant, ResourceKey key) {
    return of(tenant, Hash64.of(key));
  }

  /** The shard of what has that 64-bit hash. */
  static short of(Tenant tenant, long hash) {
    long mixed = hash + tenant.number() * 0x9E3779B97F4A7C15L;
    return (short) ((mixed >>> 40) % COUNT);
  }
}
