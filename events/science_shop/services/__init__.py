"""Every write around questions: one function for each thing that a person does, one transaction each.

`moving` makes the moves of `stages.MOVES`; what a move leans on is written by the others.
"""
