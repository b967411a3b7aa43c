"""The rows of the table of notations, a module for each subject."""
