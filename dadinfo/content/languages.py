"""The languages that the service speaks."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Language:
    """`name` is what a dad says when he rings an English line; `own` is what he calls it himself."""

    tag: str
    name: str
    own: str
    from_right: bool = False


ENGLISH = Language("en", "English", "English")
LANGUAGES: Mapping[str, Language] = MappingProxyType({
    language.tag: language
    for language in (
        ENGLISH,
        Language("pl", "Polish", "Polski"),
        Language("ro", "Romanian", "Română"),
        Language("ur", "Urdu", "اردو", from_right=True),
        Language("pa", "Punjabi", "ਪੰਜਾਬੀ"),
        Language("bn", "Bengali", "বাংলা"),
        Language("ar", "Arabic", "العربية", from_right=True),
        Language("cy", "Welsh", "Cymraeg"),
    )
})  # fmt: skip
