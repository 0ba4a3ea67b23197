-- Whoever waits for a place, or takes part in a draw, at a place of another region than his own: where the register knows him, so that he gets what he
-- waits for.
alter table queue.wish add column home text;
comment on column queue.wish.home is 'Region whose register knows the subject; null: the place''s own';
