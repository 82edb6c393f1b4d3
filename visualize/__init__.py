"""Draws what the graph says: the offline map now, the report later. It never reads documents."""
