"""The science shop's part of the world: the keeper asks, the host coordinates a round, the member is a researcher."""

from django.urls import reverse

from directory.models import Organisation
from events.science_shop.models import (
    Evaluation,
    Follower,
    NewContact,
    Participant,
    Question,
    Round,
    RoundMeetup,
    Side,
    Stage,
)
from events.science_shop.services import contact, following, participating
from events.science_shop.services.evaluating import token_of as evaluation_token_of
from events.science_shop.services.links import token_of
from events.science_shop.views.own import PAGES, SIGNED_IN
from portal.accounts.models import User
from tests.directory.factories import TagFactory
from tests.events.factories import EventFactory
from tests.events.science_shop.factories import (
    QuestionFactory,
    ResearcherFactory,
    RoundFactory,
    answered,
    brought_together,
    found,
    in_days,
    taken,
)


def addresses(people: dict[str, User], kept: Organisation) -> dict[str, str]:
    """What the table calls an address → where it leads."""
    own_round = RoundFactory(slug="own-round", coordinator=people["host"])
    draft_round = RoundFactory(slug="draft-round", live=False, coordinator=people["host"])
    researcher = ResearcherFactory(user=people["member"], name="Member")
    public = QuestionFactory(slug="public", stage=Stage.SEEKING)
    # Each of them has a part in this one, and nobody else knows of it.
    unread = QuestionFactory(slug="unread", stage=Stage.SUBMITTED, organisation=kept, round=own_round)
    secret = QuestionFactory(slug="secret", stage=Stage.TAKEN, may_be_shown=False)
    taken(secret, researcher)
    named = NewContact.objects.create(question=public, name="Ny", email="ny@example.org", email_key="ny@example.org")
    others = QuestionFactory(slug="others", stage=Stage.SUBMITTED)
    step = unread.steps.create(text="Ringa", side=Side.COORDINATOR, due_on=in_days(5))
    asked = brought_together(public, researcher)
    meets_keeper = brought_together(unread, ResearcherFactory())
    shown = ResearcherFactory(is_public=True)
    tried = unread.attempts.create(remedy="existing", text="En tidskrift")
    members_finding = found(secret)
    members_finding.taking = secret.takings.get()
    members_finding.save()
    # The host coordinates the round of this one, and the member works on it.
    presented = QuestionFactory(slug="presented", stage=Stage.PRESENTED, may_be_shown=False, round=own_round)
    taken(presented, researcher)
    answer = answered(slug="answered")
    hidden = answered(slug="hidden-answer", may_be_shown=False)
    evaluation = Evaluation.objects.create(question=answer, occasion="close")
    return {
        "science_shop:evaluate by-its-link": reverse("science_shop:evaluate", args=[evaluation_token_of(evaluation)]),
        "science_shop:evaluate guessed": reverse("science_shop:evaluate", args=["guessed"]),
        "science_shop:round_figures": reverse("science_shop:round_figures", args=[own_round.slug]),
        "science_shop:round_figures draft": reverse("science_shop:round_figures", args=[draft_round.slug]),
        "science_shop:round_figures_file": reverse("science_shop:round_figures_file", args=[own_round.slug]),
        "science_shop:round_figures_file draft": reverse("science_shop:round_figures_file", args=[draft_round.slug]),
        "science_shop:knowledge": reverse("science_shop:knowledge", args=[answer.slug]),
        "science_shop:knowledge hidden": reverse("science_shop:knowledge", args=[hidden.slug]),
        "science_shop:answer": reverse("science_shop:answer", args=[presented.slug]),
        "science_shop:project": reverse("science_shop:project", args=[presented.slug]),
        "science_shop:question": reverse("science_shop:question", args=[public.slug]),
        "science_shop:question unread": reverse("science_shop:question", args=[unread.slug]),
        "science_shop:question researchers-secret": reverse("science_shop:question", args=[secret.slug]),
        "science_shop:take": reverse("science_shop:take", args=[public.slug]),
        "science_shop:take unread": reverse("science_shop:take", args=[unread.slug]),
        "science_shop:work": reverse("science_shop:work", args=[public.slug]),
        "science_shop:work unread": reverse("science_shop:work", args=[unread.slug]),
        "science_shop:work researchers-secret": reverse("science_shop:work", args=[secret.slug]),
        "science_shop:new_finding": reverse("science_shop:new_finding", args=[public.slug]),
        "science_shop:new_finding unread": reverse("science_shop:new_finding", args=[unread.slug]),
        "science_shop:new_finding researchers-secret": reverse("science_shop:new_finding", args=[secret.slug]),
        "science_shop:finding researchers-secret": reverse(
            "science_shop:finding", args=[secret.slug, members_finding.pk]
        ),
        "science_shop:finding of-another-question": reverse(
            "science_shop:finding", args=[public.slug, members_finding.pk]
        ),
        "science_shop:researcher": shown.get_absolute_url(),
        "science_shop:researcher who-does-not-want-to-be-seen": researcher.get_absolute_url(),
        "science_shop:round": reverse("science_shop:round", args=[own_round.slug]),
        "science_shop:round draft": reverse("science_shop:round", args=[draft_round.slug]),
        **_of_rounds(own_round),
        "science_shop:coordinate": reverse("science_shop:coordinate", args=[unread.slug]),
        "science_shop:coordinate of-another-round": reverse("science_shop:coordinate", args=[others.slug]),
        "science_shop:coordinate_move": reverse("science_shop:coordinate_move", args=[unread.slug, "decline"]),
        "science_shop:coordinate_move of-another-round": reverse(
            "science_shop:coordinate_move", args=[others.slug, "decline"]
        ),
        "science_shop:take_for": reverse("science_shop:take_for", args=[unread.slug]),
        "science_shop:coordinate_contact": reverse("science_shop:coordinate_contact", args=[unread.slug]),
        "science_shop:be_contact by-its-link": reverse("science_shop:be_contact", args=[contact.token_of(named)]),
        "science_shop:be_contact guessed": reverse("science_shop:be_contact", args=["guessed"]),
        "science_shop:coordinate_facts": reverse("science_shop:coordinate_facts", args=[unread.slug]),
        "science_shop:close_round": reverse("science_shop:close_round", args=[own_round.slug]),
        "science_shop:close_round of-another": reverse("science_shop:close_round", args=["others-round"]),
        "science_shop:coordinate_reword": reverse("science_shop:coordinate_reword", args=[unread.slug]),
        "science_shop:show_no_name": reverse("science_shop:show_no_name", args=[unread.slug]),
        "science_shop:show_no_name of-another-round": reverse("science_shop:show_no_name", args=[others.slug]),
        "science_shop:coordinate_step": reverse("science_shop:coordinate_step", args=[unread.slug]),
        "science_shop:coordinate_step_done": reverse("science_shop:coordinate_step_done", args=[unread.slug, step.pk]),
        "science_shop:own by-its-link": reverse("science_shop:own", args=[token_of(unread)]),
        "science_shop:own guessed": reverse("science_shop:own", args=["guessed"]),
        "science_shop:coordinate_matching": reverse("science_shop:coordinate_matching", args=[unread.slug]),
        "science_shop:coordinate_matching of-another-round": reverse(
            "science_shop:coordinate_matching", args=[others.slug]
        ),
        "science_shop:coordinate_remedies": reverse("science_shop:coordinate_remedies", args=[unread.slug]),
        "science_shop:coordinate_remedy": reverse("science_shop:coordinate_remedy", args=[unread.slug, tried.pk]),
        "science_shop:question_cards of-another-round": reverse("science_shop:question_cards") + "?round=draft-nobodys",
        "science_shop:match members": reverse("science_shop:match", args=[asked.pk]),
        "science_shop:match anothers": reverse("science_shop:match", args=[meets_keeper.pk]),
        "science_shop:offer": reverse("science_shop:offer", args=[public.slug]),
        "science_shop:offer unread": reverse("science_shop:offer", args=[unread.slug]),
        "science_shop:asker_answers keepers": reverse(
            "science_shop:asker_answers", args=[unread.slug, meets_keeper.pk]
        ),
        "science_shop:asker_answers of-another-question": reverse(
            "science_shop:asker_answers", args=[unread.slug, asked.pk]
        ),
        "science_shop:asker_answers_by_link": reverse(
            "science_shop:asker_answers_by_link", args=[token_of(unread), meets_keeper.pk]
        ),
        "science_shop:asker_answers_by_link guessed": reverse(
            "science_shop:asker_answers_by_link", args=["guessed", meets_keeper.pk]
        ),
        **_own_pages(unread),
        **_of_the_bank(public, unread),
    }


def _of_rounds(own_round: Round) -> dict[str, str]:
    """Who takes part in a round, and what is written at its meetups."""
    others_round = RoundFactory(slug="others-round")
    participant = Participant.objects.create(
        round=own_round, name="Åsa", email="a@example.org", email_key="a@example.org"
    )
    link = participating.token_of(participant)
    own_meetup, others_meetup = EventFactory(slug="own-meetup"), EventFactory(slug="others-meetup")
    for round, event in ((own_round, own_meetup), (others_round, others_meetup)):
        RoundMeetup.objects.create(round=round, event=event, phase="return")
    return {
        "science_shop:go_on by-its-link": reverse("science_shop:go_on", args=[link]),
        "science_shop:go_on guessed": reverse("science_shop:go_on", args=["guessed"]),
        **{
            f"science_shop:{name}{whose}": reverse(f"science_shop:{name}", args=[round.slug])
            for name in ("participants", "participants_file")
            for whose, round in (("", own_round), (" of-another-round", others_round))
        },
        **{
            f"science_shop:{name}{whose}": reverse(f"science_shop:{name}", args=[event.slug])
            for name in ("agenda", "invite", "minutes")
            for whose, event in (("", own_meetup), (" of-another-round", others_meetup))
        },
    }


def _own_pages(unread: Question) -> dict[str, str]:
    """Those of whoever asks: by the mailed link, and signed in."""
    found = {}
    for name in PAGES:
        found[f"science_shop:{name} by-its-link"] = reverse(f"science_shop:{name}", args=[token_of(unread)])
        found[f"science_shop:{name} guessed"] = reverse(f"science_shop:{name}", args=["guessed"])
        own = SIGNED_IN[name]
        found[f"science_shop:{own}"] = reverse(f"science_shop:{own}", args=[unread.slug])
    return found


def _of_the_bank(public: Question, unread: Question) -> dict[str, str]:
    """Feeds, the same need elsewhere, following by mail."""
    followed = Follower.objects.create(question=public, email="f@example.org", email_key="f@example.org")
    found = {
        "science_shop:tag_atom": reverse("science_shop:tag_atom", args=[TagFactory().slug]),
        "science_shop:municipality_atom": reverse("science_shop:municipality_atom", args=["lund"]),
        "/api/v1/science_shop/questions/{slug}/": f"/api/v1/science_shop/questions/{public.slug}/",
        "/api/v1/science_shop/questions/{slug}/ unread": f"/api/v1/science_shop/questions/{unread.slug}/",
    }
    for name in ("question_atom", "same_here", "follow", "follow_mailed"):
        found[f"science_shop:{name}"] = reverse(f"science_shop:{name}", args=[public.slug])
        found[f"science_shop:{name} unread"] = reverse(f"science_shop:{name}", args=[unread.slug])
    for name in ("following", "leave_at_once"):
        found[f"science_shop:{name} by-its-link"] = reverse(f"science_shop:{name}", args=[following.token_of(followed)])
        found[f"science_shop:{name} guessed"] = reverse(f"science_shop:{name}", args=["guessed"])
    return found
