"""学校地图: what its headlines and panels say."""
