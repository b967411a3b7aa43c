"""The rows of the table of notations, parted by what they are about."""
