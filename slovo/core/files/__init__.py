"""Files: content-addressed, written and synced before the row that names them commits."""
