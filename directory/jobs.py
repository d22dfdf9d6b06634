from datetime import timedelta

from directory.services import duplicates, forgetting, freshness, imports, listing, merging, pictures, reports
from portal.plugins import Job

jobs = [
    Job("directory.forget_old_requests", timedelta(hours=6), forgetting.forget_old_requests),
    Job("directory.check_list", timedelta(hours=1), listing.reconcile),
    Job("directory.compare_organisations", timedelta(minutes=10), duplicates.compare_changed),
    Job("directory.ask_what_is_old", timedelta(days=1), freshness.ask_what_is_old),
    Job("directory.forget_old_reports", timedelta(days=1), reports.forget_old_reports),
    Job("directory.forget_old_imports", timedelta(hours=6), imports.forget_old),
    # Should a worker have died: what is left of its work goes to the next.
    Job("directory.carry_on_imports", timedelta(minutes=1), imports.wake),
    Job("directory.erase_old_merges", timedelta(hours=6), merging.erase_old_merges),
    Job("directory.erase_unneeded_pictures", timedelta(days=1), pictures.erase_unneeded),
]
