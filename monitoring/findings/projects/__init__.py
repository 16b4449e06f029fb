"""工程项目: what its headlines say."""
