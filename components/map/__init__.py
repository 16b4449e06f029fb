"""学校地图: the map, its layers, lists and panels."""
