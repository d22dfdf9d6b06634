"""Every write around meetups: one function for each thing that a person does, one transaction each.

`registering` is what those who come do, `hosting` what hosts do, `seats` what follows from either, `publishing` what
follows from the admin, `erasing` the end of what is personal.
"""
