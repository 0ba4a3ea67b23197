-- Events of a number name the officer who acted, and nobody who holds it: what citizens did themselves bore their names.
update queue.event set actor_label = 'Warga' where office is null and actor <> 'sistem' and actor_label <> 'Warga';
