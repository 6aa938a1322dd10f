/*
question.it = "Quali righe violano la regola?"
question.en = "Which rows break the rule?"
rule = "each test of a claim names a known size class, sector and territory"
grain = "one cell of a test with an unknown code"
key = ["claim", "test", "role"]
reads = ["stg_claim_cells", "stg_size_classes", "stg_sectors", "stg_territories"]
processing = "minor"
warnings = []
*/
select
    'claims.toml' as file,
    cells.claim,
    cells.test,
    cells.role
from stg_claim_cells as cells
left join stg_size_classes as size_classes
    on cells.size_class = size_classes.size_class
left join stg_sectors as sectors
    on cells.sector = sectors.sector
left join stg_territories as territories
    on cells.territory = territories.territory
where
    size_classes.size_class is null
    or sectors.sector is null
    or territories.territory is null
order by cells.claim, cells.test, cells.role
