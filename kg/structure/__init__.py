"""A document becomes a report: who reports on which year, its sections and tables, and what must be withheld."""
