"""
Files from outside are read in a process of their own, within limits of time and memory: a bad one ends that alone.

`process` starts it, `__main__` is it. Nothing is imported here: it would have to be loaded at every start.
"""
