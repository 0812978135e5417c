"""The WSGI app; nothing else."""

from dadinfo import log
from dadinfo.app import create_app
from dadinfo.service import build
from dadinfo.settings import load

log.configure(json=True)
app = create_app(build(load()))
