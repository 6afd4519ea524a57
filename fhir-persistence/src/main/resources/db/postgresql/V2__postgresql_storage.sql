-- PostgreSQL only: fresh statistics and visibility maps, which count queries live on.
alter table resource set (autovacuum_analyze_scale_factor = 0.05);
alter table index_token set (autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);
alter table index_string set (autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);
alter table index_date set (autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);
alter table index_quantity set (autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);
alter table index_reference set (autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);
alter table index_uri set (autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);

-- lz4 costs a tenth of pglz; a PostgreSQL built without it keeps its default.
do $$
begin
  alter table resource alter column body set compression lz4;
  alter table resource_version alter column body set compression lz4;
exception when feature_not_supported or invalid_parameter_value then
  raise notice 'lz4 is not available; bodies are compressed with the default method';
end
$$;
