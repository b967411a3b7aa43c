"""What is put in the place of a notation where that takes more than a text with groups: a file for each table."""
