"""数据导入: files picked, problems decided, imports listed."""
