"""How the indexes of compensations look when there is a million: for SQLite's planner."""

COMPENSATIONS = {
    "recovery_compensation_rule_id_dc9ca6dd": (1_000_000, 50_000),
    "recovery_compensation_terms_id_c15c277c": (1_000_000, 50_000),
    "one_compensation_a_code": (1_000_000, 250_000, 1),
    "compensation_state": (1_000_000, 250_000, 50_000, 1),
    "compensation_newest": (1_000_000, 250_000, 1),
    "compensation_given": (1_000_000, 250_000, 1),
    "compensation_customer": (1_000_000, 5, 1),
    "compensation_case": (1_000_000, 2),
    "compensation_untold": (500, 125, 1),
}
