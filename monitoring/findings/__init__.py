"""
结论句: what headlines and titles say, a module or a folder a page, each sentence with the condition for its truth.

Frames of one judgement in, pieces of text out; nothing is judged here and nothing drawn.
"""
