"""Programs as people write them for other engines, each run on its own engine and on this one.

A program imports `Value` from an engine beside it, written here in the idiom its readers know, and prints what it
computes. `test_programs.py` runs it twice, the second time with only the import changed, and compares every number.
"""
