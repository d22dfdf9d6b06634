"""Components in named places of pages that others own.

A plugin's `slots.py` exports `slots: dict[str, Callable]`: slot name → `callable(request, subject)`
that returns rendered HTML (a text that is not marked safe is escaped) or None. The core's places:
`head`, `header`, `search-box`, `home`, `home-end`, `knowledge`, `sign-up`, `my-pages`, `admin-home`; the directory's:
`organisation`, `initiative`, `offer`; the events': `event`; the search's: `search-nothing`, where nothing
is found. For a `plugin_content` block the name is `block:<component>`, and the subject the dict of its
options.
"""

import logging
from typing import Any

from django.http import HttpRequest
from django.utils.html import conditional_escape

from portal.plugins.registry import contributions

logger = logging.getLogger("portal.plugins")


def render_slot(name: str, request: HttpRequest | None, subject: Any = None) -> list[str]:
    """What the plugins put into the slot `name`, in their order.

    A component that raises is left out; the log says which: one plugin's fault costs only its part.
    """
    rendered = []
    for config, slots in contributions("slots"):
        if (component := slots.get(name)) is None:
            continue
        try:
            result = component(request, subject)
            if result:
                rendered.append(conditional_escape(result))
        except Exception:
            logger.exception("Plugin %s failed in slot %s", config.name, name)
    return rendered
