"""One file a format; `read(path)` returns the canonical document."""
