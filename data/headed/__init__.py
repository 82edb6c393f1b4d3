"""Plans in headings: goals and measures above lists, tables and label/value pages of projects."""
