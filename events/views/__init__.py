"""The calendar's pages: those of everybody, and those about registrations."""
