"""Has somebody done this before? An idea is told in confidence: it is sent in no address, kept and logged nowhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from directory.idea_forms import LONGEST_IDEA, IdeaForm
from directory.idea_queries import GROUPS, Groups, like
from directory.views.public import list_crumb, start_crumb
from portal.plugins import search
from portal.plugins.http import same_origin_required

# What a button beside another form may name.
MOST_FIELDS = 12


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters()
@same_origin_required
def idea(
    request: HttpRequest,
    form_class: type[IdeaForm] = IdeaForm,
    groups: Groups = GROUPS,
    page: str = "directory/idea.html",
    piece: str = "directory/idea_found.html",
    *,
    clearly: bool = False,
) -> HttpResponse:
    """The page. A POST, which writes nothing, answers what is like the idea; a script asks for that piece alone."""
    posted = request.method == "POST"
    form = form_class({"idea": _idea_of(request)} if posted else None)
    context = {"form": form, "is_asked": posted and form.is_valid(), "piece": piece, "can_answer": search.is_there()}
    if context["is_asked"]:
        context["groups"] = like(form.cleaned_data["idea"], groups=groups, clearly=clearly)
        context["count"] = sum(len(group.entries) for group in context["groups"])
    if posted and request.headers.get("X-Requested-With") == "fetch":
        response = render(request, piece, context)
    else:
        response = render(request, page, context | {"crumbs": [start_crumb(), list_crumb()]})
    if posted:
        add_never_cache_headers(response)
    return response


def _idea_of(request: HttpRequest) -> str:
    """What the page's own field says; or, sent by a button beside another form, the fields that the button names."""
    if named := request.POST.get("idea_in"):
        texts = [request.POST.get(field, "").strip() for field in named.split()[:MOST_FIELDS]]
        return "\n".join(filter(None, texts))[:LONGEST_IDEA]
    return request.POST.get("idea", "")
