"""设置: its blocks."""
