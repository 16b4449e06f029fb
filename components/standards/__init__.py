"""标准库: its blocks."""
