"""总览: what its headlines say."""
