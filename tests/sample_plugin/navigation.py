from portal.plugins import NavigationItem

items = [NavigationItem("Notes", "sample:notes", order=80, icon="note-pencil")]
