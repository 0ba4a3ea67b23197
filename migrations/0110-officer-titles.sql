-- How papers name whoever signs: the officer's number, and the title of the seat in the words that stand on letters.
alter table accounts.officer add column nip text check (nip ~ '^[0-9]{18}$');
comment on column accounts.officer.nip is 'Number of a civil servant, as papers print it under the signature; null: none, as with a head of a desa';
alter table accounts.role add column title text;
comment on column accounts.role.title is 'The seat as papers name it, e.g. Lurah Kemiri Muka; null: made of the role and the office';
