"""Plans in records (JSON, NDJSON, StratML): objects in each other or beside one another."""
