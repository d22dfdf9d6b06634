"""Who may do what, over the whole site: one table (table.txt), walked by test_permissions.py."""
