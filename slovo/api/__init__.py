"""Programs' face: /api/v1. Beside the desk, on the same domains. See README.md."""
