"""Every write of the directory: one function per thing that a person does, in one transaction."""
