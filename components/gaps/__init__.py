"""设施短板: its blocks."""
