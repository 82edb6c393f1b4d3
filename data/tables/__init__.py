"""Plans in tables and forms: heads, columns, the rows of projects, one project a sheet."""
