"""Finding conversations by what was said in them, by whom, when, and how they stand."""
