"""Shapes read, compiled to set-wise queries, judged by pySHACL, and what either finds."""
