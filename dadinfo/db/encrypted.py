"""Phone numbers at rest: encrypted to be read, and hashed under another key to be found."""

import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class WrongKey(Exception):
    """A value that none of DADINFO_DATA_KEYS opens."""


class Keys:
    """The service's keys. The first of each kind is used for writing, all of them for reading."""

    def __init__(self, data_keys: Sequence[str], lookup_keys: Sequence[str]) -> None:
        self._cipher = MultiFernet([Fernet(key) for key in data_keys])
        self._lookup_keys = [key.encode() for key in lookup_keys]

    def seal(self, words: str) -> bytes:
        return self._cipher.encrypt(words.encode())

    def open(self, sealed: bytes) -> str:
        """Raises WrongKey."""
        try:
            return self._cipher.decrypt(sealed).decode()
        except InvalidToken:
            raise WrongKey("none of DADINFO_DATA_KEYS opens this value; put back the key that wrote it") from None

    def rotate(self, sealed: bytes) -> bytes:
        """The same value under the first key."""
        return self._cipher.rotate(sealed)

    def lookup(self, number: str) -> str:
        """The hash under which a number is stored: 64 hexadecimal digits. With the key all numbers can be tried."""
        return self.lookups(number)[0]

    def lookups(self, number: str) -> list[str]:
        """Its hash under each key, the newest first."""
        return [hmac.new(key, number.encode(), hashlib.sha256).hexdigest() for key in self._lookup_keys]
