"""Pictures that came with drafts: erased with what nothing needs any more, and never what something does."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import ExifTags, Image
from wagtail.images import get_image_model

from directory.jobs import jobs
from directory.models import Organisation, SentPicture
from directory.services import merging, pictures
from portal.accounts.services import delete_account
from tests.directory.factories import InitiativeFactory, OrganisationFactory, PersonFactory, editor
from tests.directory.posted import press, publish, write
from tests.directory.test_keeping import picture
from tests.portal.content import factories as pages

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture(autouse=True)
def own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def keeper(client):
    person = PersonFactory()
    client.force_login(person)
    return person


@pytest.fixture
def kept(keeper):
    return OrganisationFactory(name="Fyren", kept_by=keeper, trusted=True)


@pytest.fixture
def later(django_capture_on_commit_callbacks):
    """The job runs now, and again when the time that it waits is over."""

    def run(*, times: int = 2) -> int:
        for _time in range(times):
            with django_capture_on_commit_callbacks(execute=True):
                pictures.erase_unneeded()
            SentPicture.objects.exclude(unneeded_since=None).update(unneeded_since=timezone.now() - pictures.KEPT)
        return get_image_model().objects.count()

    return run


def files(folder) -> list[str]:
    return [str(path) for path in folder.rglob("*") if path.is_file()]


def test_a_picture_is_marked_with_whose_draft_it_came(client, kept):
    initiative = InitiativeFactory(by=[kept])
    write(client, kept, new_logo=picture())
    write(client, initiative, images=[{"file": picture(), "alt_sv": "Ett hus"}])
    assert set(SentPicture.objects.values_list("organisation", "initiative")) == {
        (kept.pk, None),
        (None, initiative.pk),
    }


def test_the_picture_of_a_discarded_draft_goes_after_its_time_files_and_all(client, kept, later, own_media):
    publish(client, kept, summary_sv="Nytt.")
    write(client, kept, new_logo=picture())
    press(client, kept, "discard")
    assert later(times=1) == 1
    assert SentPicture.objects.get().unneeded_since
    assert later(times=1) == 0
    assert not files(own_media)
    assert not SentPicture.objects.exists()


def test_it_stays_while_its_time_is_not_over(client, kept):
    publish(client, kept, summary_sv="Nytt.")
    write(client, kept, new_logo=picture())
    press(client, kept, "discard")
    pictures.erase_unneeded()
    SentPicture.objects.update(unneeded_since=timezone.now() - pictures.KEPT + timedelta(hours=1))
    pictures.erase_unneeded()
    assert get_image_model().objects.count() == 1


def test_of_pictures_that_one_after_the_other_was_written_over_the_last_stays(client, kept, later):
    for _time in range(3):
        write(client, kept, new_logo=picture())
    last = Organisation.objects.get(pk=kept.pk).get_latest_revision_as_object().logo
    assert later() == 1
    assert get_image_model().objects.get() == last


def test_with_a_draft_of_an_initiative_that_is_thrown_away_go_its_pictures(client, kept, keeper, later):
    draft = InitiativeFactory(by=[kept], live=False)
    draft.save_revision(user=keeper)
    write(client, draft, images=[{"file": picture(), "alt_sv": "Ett hus"}])
    assert later() == 1
    press(client, draft, "discard")
    assert later() == 0


def _published(client, kept):
    publish(client, kept, new_logo=picture())


def _waiting(client, kept):
    write(client, kept, new_logo=picture())


def _in_review(client, kept):
    kept.standing.is_trusted = False
    kept.standing.save()
    write(client, kept, new_logo=picture())
    press(client, kept, "send")
    # Written over in the draft, while editors look at what was sent.
    write(client, kept, remove_logo="on")


def _was_public(client, kept):
    publish(client, kept, new_logo=picture())
    publish(client, kept, remove_logo="on")


def _scheduled(client, kept):
    write(client, kept, new_logo=picture())
    kept.refresh_from_db()
    draft = kept.get_latest_revision_as_object()
    draft.go_live_at = timezone.now() + timedelta(days=90)
    draft.save_revision().publish()
    write(client, kept, remove_logo="on")


def _unpublished(client, kept):
    publish(client, kept, new_logo=picture())
    Organisation.objects.get(pk=kept.pk).unpublish()


def _merged(client, kept):
    publish(client, kept, new_logo=picture())
    kept, last = Organisation.objects.get(pk=kept.pk), OrganisationFactory()
    contents = (merging.content_of(last), merging.content_of(kept))
    merging.merge(last, kept, contents[0], by=editor(), shown=merging.fingerprint(*contents))


def _in_another_entry(client, kept):
    write(client, kept, new_logo=picture())
    OrganisationFactory(logo=get_image_model().objects.get())
    write(client, kept, remove_logo="on")


def _on_a_page(client, kept):
    write(client, kept, new_logo=picture())
    page = pages.standard("Så gör du")
    image = {"image": get_image_model().objects.get().pk, "alt_text": "Ett hus", "decorative": False}
    page.body = json.dumps([{"type": "image", "value": {"image": image}}])
    page.save_revision()
    write(client, kept, remove_logo="on")


def _of_an_initiative(client, kept):
    initiative = InitiativeFactory(by=[kept])
    publish(client, initiative, images=[{"file": picture(), "alt_sv": "Ett hus"}])


def _account_gone(client, kept):
    publish(client, kept, new_logo=picture())
    kept.memberships.all().delete()
    delete_account(get_image_model().objects.get().uploaded_by_user)


@pytest.mark.parametrize(
    "use",
    [
        _published,
        _waiting,
        _in_review,
        _was_public,
        _scheduled,
        _unpublished,
        _merged,
        _in_another_entry,
        _on_a_page,
        _of_an_initiative,
        _account_gone,
    ],
)
def test_what_something_needs_is_never_erased(client, kept, later, use):
    use(client, kept)
    assert later(times=3) == 1


def test_pictures_of_the_portals_own_library_are_nobodys_draft(later):
    content = BytesIO()
    Image.new("RGB", (60, 40)).save(content, "PNG")
    content.seek(0)
    get_image_model().objects.create(title="Egen", file=ImageFile(content, "egen.png"))
    assert later(times=3) == 1


def test_what_is_needed_again_waits_anew(client, kept, later):
    publish(client, kept, summary_sv="Nytt.")
    write(client, kept, new_logo=picture())
    image = get_image_model().objects.get()
    press(client, kept, "discard")
    later(times=1)
    OrganisationFactory(name="Annan", logo=image)
    assert later(times=2) == 1
    assert SentPicture.objects.get().unneeded_since is None


def test_the_job_is_in_the_schedule():
    assert pictures.erase_unneeded in [job.run for job in jobs]


HIDDEN = b"Hemlig Fotograf"


def photograph(kind: str):
    """With where and by whom it was taken, in each way that a file can say so."""
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = HIDDEN.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (55.0, 36.0, 0.0)
    told = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + HIDDEN + b"</x:xmpmeta>"
    extra = {"xmp": told} if kind in ("JPEG", "WEBP") else {}
    upload = picture(kind, "bild", exif=exif.tobytes(), comment=HIDDEN, **extra)
    assert HIDDEN in upload.read()
    upload.seek(0)
    return upload


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_no_stored_file_tells_where_and_by_whom_a_sent_picture_was_taken(client, kept, own_media, kind):
    initiative = InitiativeFactory(by=[kept])
    assert publish(client, kept, new_logo=photograph(kind)).status_code == 302
    assert publish(client, initiative, images=[{"file": photograph(kind), "alt_sv": "Ett hus"}]).status_code == 302
    stored = files(own_media)
    assert len(stored) == 4
    for path in stored:
        with open(path, "rb") as file:
            assert HIDDEN not in file.read()
        with Image.open(path) as made:
            assert not dict(made.getexif())
            assert not {"exif", "xmp", "comment", "XML:com.adobe.xmp"} & set(made.info)
