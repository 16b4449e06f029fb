"""学校档案: what its blocks say."""
