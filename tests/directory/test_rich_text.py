"""Descriptions: the safe subset, and the plain way of writing it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.rich_text import canonical, shown, to_html, to_text, words
from tests.directory.factories import OrganisationFactory
from tests.directory.posted import publish

PIECES = [
    *["**", "*", "- ", "1. ", "## ", "[", "](https://a.example/)", "https://b.example/x", " ", "\n", "\n\n", "ö", "."],
    *["<p>", "</p>", "<br>", "<ul>", "<li>", "</ul>", "<ol>", "<a href='https://c.example'>", "</a>", "<strong>"],
    *["</strong>", "<h3>", "</h2>", "&amp;", "&", "<", "\xa0", "\u200b", "\u2028", "<svg><style>", "<script>", "("],
]
WRITTEN = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@given(st.one_of(WRITTEN, WRITTEN.map(lambda text: f"<p>{text}"), st.text(max_size=60)))
def test_whatever_is_written_an_editor_and_a_member_change_the_same(text):
    stored = canonical(text)
    assert canonical(stored) == stored
    assert to_html(to_text(stored)) == stored
    assert "<script" not in stored.replace("&lt;script", "")


def test_plain_text_of_before_is_paragraphs_and_what_looks_like_code_stays_words():
    assert canonical("Första.\n\nAndra\nraden, 3 < 4.") == "<p>Första.</p><p>Andra<br>raden, 3 &lt; 4.</p>"
    assert canonical("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_the_plain_way_has_lists_headings_bold_and_links():
    text = "## Vi söker\n\n- **Folk** som [lagar](https://a.example/x)\n- Verktyg\n\n1. Ring\n1. Kom"
    html = (
        '<h2>Vi söker</h2><ul><li><strong>Folk</strong> som <a href="https://a.example/x">lagar</a></li>'
        "<li>Verktyg</li></ul><ol><li>Ring</li><li>Kom</li></ol>"
    )
    assert to_html(text) == html
    assert to_text(html) == text
    assert words(html).split() == ["Vi", "söker", "Folk", "som", "lagar", "Verktyg", "Ring", "Kom"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<p><script>alert(1)</script>Hej</p>",
        '<p onclick="alert(1)" style="color:red" class="button">Hej</p>',
        '<p><a href="javascript:alert(1)">Hej</a></p>',
        '<p><a href="&#106;avascript:alert(1)">Hej</a></p>',
        '<p><a href="data:text/html,x">Hej</a></p>',
        "<p>Hej<svg><p><style><!--</style><img src=x onerror=alert(1)>--></p>",
        '<p>Hej<img src="https://tracker.example/x.gif"><iframe src="https://x.example"></iframe></p>',
        "<p>Hej<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></p>",
    ],
)
@pytest.mark.django_db
def test_hostile_html_is_gone_when_it_is_saved_and_when_it_is_shown(client, hostile):
    organisation = OrganisationFactory(name="Fyren", description_sv=hostile)
    organisation.refresh_from_db()
    # What came past the model, by whatever way, is cleaned on the page.
    for stored in (organisation.description_sv, str(shown(hostile))):
        assert "Hej" in stored
        assert not [bad for bad in ("script", "onerror", "onclick", "style", "img", "data:", "iframe") if bad in stored]
    type(organisation).objects.filter(pk=organisation.pk).update(description_sv=hostile)
    page = client.get("/hitta/organisationer/fyren/").content.decode()
    assert "alert(1)" not in page.split('<div class="prose">')[1].split("</div>")[0].replace("--&gt;", "")


@pytest.mark.django_db
def test_a_link_in_a_description_says_that_it_is_somebody_elses(client):
    OrganisationFactory(name="Fyren", description_sv="Se [programmet](https://a.example/).")
    page = client.get("/hitta/organisationer/fyren/").content.decode()
    assert '<a href="https://a.example/" rel="ugc nofollow noopener">programmet</a>' in page


@pytest.mark.django_db
def test_a_form_that_changes_nothing_leaves_what_an_editor_formatted(client, django_user_model):
    keeper = django_user_model.objects.create_user("siv@example.org")
    organisation = OrganisationFactory(
        kept_by=keeper, trusted=True, description_sv="<h3>Så</h3><ul><li><b>Ett</b></li></ul>"
    )
    organisation.refresh_from_db()
    before = organisation.description_sv
    assert before == "<h2>Så</h2><ul><li><strong>Ett</strong></li></ul>"
    client.force_login(keeper)
    publish(client, organisation, summary_sv="Nytt.")
    organisation.refresh_from_db()
    assert (organisation.summary_sv, organisation.description_sv) == ("Nytt.", before)
