"""The ontology: Turtle, schemes, shapes and questions as data, and `terms`, their names."""
