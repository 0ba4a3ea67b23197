-- Which files the database was prepared from: a start that finds the same ones has nothing to do.
create table migrations.prepared (
  one boolean primary key default true check (one),
  digest text not null,
  at timestamptz not null default now()
);
