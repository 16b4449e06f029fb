"""The frame of every page: shell, address and filters, routes, what is remembered."""
