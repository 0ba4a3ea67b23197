-- The same queue at any counter. What differs is asked of the place: a counter has no emergency room, no signs of danger and no way of paying for care.
alter table queue.place add column kind text not null default 'health' check (kind in ('health', 'counter'));
comment on column queue.place.kind is 'health: who must not queue is said first · counter: an office like any other';
