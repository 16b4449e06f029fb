"""校际均衡: its blocks."""
