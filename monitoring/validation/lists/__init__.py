"""班班通台账, 项目清单, 周进度, 资金: their cells, whose rows they are, and what contradicts."""
