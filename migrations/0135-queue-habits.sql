-- What a place's earlier days teach about its queue: learned at night from sessions that are over, read by every estimate.
create table queue.habit (
  region text not null,
  office text not null,
  poli text not null,
  learned_at timestamptz not null,
  until date not null,
  days int not null,
  data jsonb not null,
  primary key (region, office, poli),
  foreign key (region, office, poli) references queue.poli (region, office, code)
);
comment on table queue.habit is 'Habits of a queue: lengths, lateness, who comes; no day and no person is to be found in it';
comment on column queue.habit.until is 'The last day that was learned from';
grant select on queue.habit to satuloket_app, satuloket_relay, satuloket_report;
grant insert, update on queue.habit to satuloket_relay;

-- The picture of a day is drawn from all numbers of an office.
create index on queue.entry (region, office, day);
