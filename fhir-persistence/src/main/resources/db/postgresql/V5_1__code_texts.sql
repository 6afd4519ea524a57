-- PostgreSQL only: equal keys share one entry, and codes without a text have none.
create index index_token_text on index_token (tenant, path, text) where text is not null;
alter table index_position set (autovacuum_vacuum_insert_scale_factor = 0.1, autovacuum_analyze_scale_factor = 0.05);
