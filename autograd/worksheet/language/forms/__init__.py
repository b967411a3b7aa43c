"""Forms of formulas that take some reading: derivatives of whole formulas and second ones, cases and conditions."""
