from datetime import timedelta

from events.science_shop.services import evaluating, forgetting, participating, reminding, taking
from portal.plugins import Job

jobs = [
    Job("science_shop.remind", timedelta(hours=1), reminding.remind),
    Job("science_shop.forget", timedelta(hours=6), forgetting.forget),
    Job("science_shop.gather_participants", timedelta(minutes=15), participating.gather),
    Job("science_shop.remind_participants", timedelta(hours=1), participating.remind),
    Job("science_shop.remind_researchers", timedelta(hours=1), taking.remind),
    Job("science_shop.end_takings", timedelta(hours=1), taking.expire),
    Job("science_shop.ask_how_it_went", timedelta(hours=1), evaluating.write_letters),
]
