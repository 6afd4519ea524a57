-- Derby only: it has no partial indexes.
create index index_token_text on index_token (tenant, path, text);
