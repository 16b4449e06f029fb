"""工程项目: its blocks."""
