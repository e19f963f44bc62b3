"""How the indexes of visits look when there is a million: for SQLite's planner."""

OF_A_MILLION = {
    "visit_day": (1_000_000, 250_000, 4, 1),
    "visit_customer": (1_000_000, 5, 1),
    "visit_about": (1_000_000, 2),
    "visit_newest": (1_000_000, 250_000, 1),
    "visit_reminders": (2_000, 4),
}
