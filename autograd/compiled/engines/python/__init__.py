"""The engine that runs a program's own source."""
