from django.http import HttpRequest
from ninja import Router, Schema
from sample_plugin.models import Note

from portal.plugins.api import Limit, Offset, Problem

router = Router()


class NoteItem(Schema):
    title: str
    text: str


class NoteList(Schema):
    items: list[NoteItem]
    count: int


@router.get("", response={200: NoteList, 422: Problem}, summary="The notes")
def notes(request: HttpRequest, limit: Limit = 20, offset: Offset = 0):
    visible = Note.objects.visible_to(request.user).order_by("pk")
    return {"items": visible[offset : offset + limit], "count": visible.count()}
