"""
结论句: what headlines and titles say, one module a page, each sentence with the condition under which it is true.

Frames of one judgement in, pieces of text out; nothing is judged here and nothing drawn.
"""
