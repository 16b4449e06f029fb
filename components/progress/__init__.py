"""信息化与班班通: its blocks."""
