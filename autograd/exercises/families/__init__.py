"""The families of exercises: a row for each, with its template."""
