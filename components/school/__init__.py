"""学校档案 on the screen: one module a block. What is said stands in monitoring/findings/school/page.py."""
