"""How the indexes of choices and extras look when there is a million of each: for SQLite's planner."""

CHOICES = {
    "requests_choice_brand_id_a0dfecef": (1_000_000, 250_000),
    "requests_choice_customer_id_60d633b8": (1_000_000, 5),
    "requests_choice_request_type_id_63d6cbaa": (1_000_000, 50_000),
    "choice_about": (1_000_000, 2),
    "choice_promise": (1_000_000, 1),
    "one_choice_stands": (900_000, 2, 1),
}

EXTRAS = {
    "requests_extra_customer_id_ef754701": (1_000_000, 5),
    "extra_about": (1_000_000, 2),
    "extra_newest": (1_000_000, 250_000, 1),
    "extra_untold": (2_000, 500, 1),
    "extra_lately": (2_000, 1),
}
