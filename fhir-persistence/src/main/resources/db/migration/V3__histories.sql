-- Histories of types and of the whole server. Past versions keep the key of their resource, so that
-- time and key order current and past versions alike; placeholder next_block: see Dialect.
alter table resource_version add column resource_key bigint default 0 not null;
alter table resource_version add column replaced_at bigint default 0 not null;

-- Versions of resources that are gone get keys of their own.
update resource_version set resource_key = ${next_block};
update resource_version set resource_key = resource_key * 1000;
update resource_version set resource_key = (
  select r.resource_key from resource r
  where r.type = resource_version.type and r.id = resource_version.id
    and r.tenant = resource_version.tenant and r.shard = resource_version.shard)
where exists (
  select 1 from resource r
  where r.type = resource_version.type and r.id = resource_version.id
    and r.tenant = resource_version.tenant and r.shard = resource_version.shard);

-- When the next version came; a deletion (method 3) stands for a moment only.
update resource_version set replaced_at = coalesce(
  (select min(n.last_updated) from resource_version n
    where n.type = resource_version.type and n.id = resource_version.id
      and n.tenant = resource_version.tenant and n.shard = resource_version.shard
      and n.version > resource_version.version),
  (select r.last_updated from resource r
    where r.type = resource_version.type and r.id = resource_version.id
      and r.tenant = resource_version.tenant and r.shard = resource_version.shard),
  last_updated)
where method <> 3;
update resource_version set replaced_at = last_updated where method = 3;

create index resource_version_by_last_updated
  on resource_version (tenant, type, last_updated, resource_key);
