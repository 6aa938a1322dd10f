/*
question.it = "Quali contorni hanno i Paesi sulla carta?"
question.en = "Which outlines do countries have on the map?"
grain = "one ring of one territory; the first is the largest"
key = ["territory", "ring"]
reads = ["raw.outlines"]
processing = "minor"
warnings = []
*/
select
    territory,
    ring::integer as ring,
    string_split(x, ' ')::integer[] as x_km,
    string_split(y, ' ')::integer[] as y_km
from raw.outlines
order by territory, ring
