-- An office's name begins with its region. With the region in front this index looked as good for one case's steps as their own key, and
-- read them by walking through all that wait in the region.
create index on cases.task (office, desk, due_at, case_id);
drop index cases.task_region_office_desk_due_at_case_id_idx;
