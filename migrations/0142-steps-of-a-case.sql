-- Beside the key of a step the inbox' index, which has the region in front too, looked as good for the steps of one case: the region stands in
-- the question and in the policy, and is counted twice. It was then read from end to end. A key without the region is not weighed against it.
create index on cases.task (case_id);
