"""Sheets: lines, prose, remarks, files."""
