"""信息化与班班通: what its headlines say."""
