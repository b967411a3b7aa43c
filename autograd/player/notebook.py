"""The player in a notebook: a picture, and a script that puts the page in its place.

Where scripts are stripped (a notebook that is not trusted, most pages that show notebooks) the picture remains.
"""

from base64 import b64encode
from hashlib import sha256
from html import escape
from string import Template

from autograd.player.page import for_script, part


def embedded(page: str, picture: str, title: str) -> str:
    """HTML for a notebook's output: the picture in an <img>, replaced by the page where scripts run.

    The page gets a frame of its own from which it cannot reach the notebook, and tells its height from inside.
    """
    mark = "p" + sha256(page.encode("utf-8", "replace")).hexdigest()[:12]
    data = b64encode(picture.encode("utf-8", "replace")).decode()
    source = f"data:image/svg+xml;base64,{data}"
    image = f'<img data-player="{mark}" alt="{escape(title)}" style="max-width:100%" src="{source}">'
    script = Template(part("notebook.js")).substitute(page=for_script(page), mark=mark)
    return f"<div>{image}<script>{script}</script></div>"
