"""The frame of every page: address and filters, routes, who is let in, what is remembered."""
