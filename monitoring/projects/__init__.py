"""工程项目: milestones, states, lights, money and aims of the projects. Dates are arguments, rules are data."""
