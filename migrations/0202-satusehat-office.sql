-- The head of a place sees whether SATUSEHAT answers.
grant select (region, office, retry_at, trouble) on satusehat.sender to satuloket_app;
create index on satusehat.message (region, office, at) where trouble = 'no-nik';
