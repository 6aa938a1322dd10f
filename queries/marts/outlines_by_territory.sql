/*
question.it = "Quali contorni semplificati hanno i Paesi, per disegnarne una carta?"
question.en = "Which simplified outlines do countries have, to draw a map of them?"
grain = "one ring of one territory; the first is the largest"
key = ["territory", "ring"]
reads = ["stg_outlines", "stg_territories"]
processing = "minor"
warnings = ["outlines from Natural Earth, simplified to 7 km: for a small map, not for measuring"]
*/
select
    outlines.territory,
    outlines.ring,
    outlines.x_km,
    outlines.y_km
from stg_outlines as outlines
inner join stg_territories as territories
    on outlines.territory = territories.territory
order by territories.sort_order, outlines.ring
